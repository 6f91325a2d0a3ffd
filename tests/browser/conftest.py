"""One browser and one server of the bundled survey for all tests of this folder."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.request import urlopen

import pytest
from browsing import ARGUMENTS, IS_LANDING, PATIENCE, WIDE, Visit, as_new, watched
from chromium import CHROMIUM
from live import serving
from playwright.sync_api import Browser, Page, sync_playwright


def missing(what: str) -> None:
    """Skip the test; in a landing, where every program must be installed, fail it."""
    if IS_LANDING:
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(
    scope="module"
)  # Playwright occupies the event loop of the process as long as this fixture exists
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        missing("Chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(bundled_dataset: Path) -> Iterator[str]:
    with serving(bundled_dataset) as found:
        # The first search waits for the index; on a busy machine this exceeds a browser's timeout.
        urlopen(f"{found}api/search?q=1", timeout=120).close()
        yield found


@pytest.fixture(scope="session")
def bundle() -> None:
    if not (files("server") / "static" / "bundle" / "query.js").is_file():
        missing("the editor's script is not built: `make bundle` builds it, with Node")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """Return one page with a Japanese locale; opening a page costs more time than most tests."""
    context = browser.new_context(locale="ja-JP", viewport=WIDE)
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def visit(tab: Page, address: str) -> Iterator[Visit]:
    """Return a visit by a Japanese reader; fail the test if the page had an error."""
    with watched(as_new(tab, address), address) as made:
        yield made
        assert made.faults == []
