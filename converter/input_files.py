"""Reads the files that a user names, up to a maximum size, and prints their names safely."""

import os
import re
import stat
from pathlib import Path

from converter.errors import DocumentFault, InputError

# Maximum bytes of a file (the survey as PDF has 10⁶): a pipe might never end.
LONGEST = 256 << 20
# Control characters in a name could move a terminal's cursor or end a message's line.
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def read_file(path: Path, expected: str) -> bytes:
    """Return the bytes of a file or pipe; `expected` describes it in the message of an error.

    Raises:
        InputError: The file cannot be read, is a device or a folder, or is too long.
    """
    try:
        found = _kind_of_device(path)
        if not found:
            with path.open("rb") as file:
                content = file.read(LONGEST + 1)
            if len(content) <= LONGEST:
                return content
            found = f"more than {LONGEST >> 20} MiB"
    except IsADirectoryError:
        found = "a folder"
    except OSError as error:
        found = f"nothing readable ({error.strerror})"
    except ValueError:
        found = "a name with a zero byte"
    raise InputError((DocumentFault(shown(path), None, None, found, expected),))


def _kind_of_device(path: Path) -> str:
    mode = path.stat().st_mode
    return "a device" if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) else ""


def shown(path: Path) -> str:
    r"""Return a path as text; bytes that are not UTF-8, and control characters, become `\x8e`."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return CONTROLS.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
