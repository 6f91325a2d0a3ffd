"""The browser of the tests."""

import shutil

# Debian's headless shell draws the same pages as Chromium with three quarters of its time.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
# The path of the command; empty where no browser is installed.
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), "")
