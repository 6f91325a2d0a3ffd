"""A browser in front of a running server: what it may not do is collected, not forgotten."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
# The landing run has a browser and Node; there nothing may be skipped.
IS_LANDING = os.environ.get("DIGIGOV_LANDING") == "1"
# A container has no user namespaces; the browser asks nobody but our server.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
WCAG_21 = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
LEVELS = (*WCAG_21, "wcag22aa")
# What a browser itself writes when a server answers 4xx, as it should.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"


class ContextOptions(TypedDict, total=False):
    """What a visitor's browser is like."""

    locale: str
    viewport: ViewportSize
    color_scheme: "str"
    java_script_enabled: bool


@dataclass(slots=True)
class Visit:
    """A page at the server; `faults` are errors of the console and requests to other hosts."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Open a path of the server."""
        self.page.goto(self.address + path)
        return self.page

    def violations(self) -> list[str]:
        """Return what axe-core finds against WCAG 2.2 AA, one line for each."""
        return wcag_faults(self.page)


def wcag_faults(page: Page, levels: Sequence[str] = LEVELS) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA on a page, one line for each."""
    options = {"runOnly": {"type": "tag", "values": list(levels)}}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


@contextmanager
def visiting(browser: Browser, address: str, **options: Unpack[ContextOptions]) -> Iterator[Visit]:
    """Yield a visit; the browser's profile is new and is forgotten."""
    chosen = {"locale": "ja-JP", "viewport": WIDE} | options
    context = browser.new_context(**chosen)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    visit = Visit(context.new_page(), address)
    visit.page.on("console", lambda said: _note(visit, said.type, said.text))
    visit.page.on("pageerror", lambda error: visit.faults.append(str(error)))
    visit.page.on("request", lambda request: _check_host(visit, request.url))
    try:
        yield visit
    finally:
        context.close()


def _note(visit: Visit, kind: str, text: str) -> None:
    if kind in {"error", "warning"} and not text.startswith(_EXPECTED):
        visit.faults.append(f"{kind}: {text}")


def _check_host(visit: Visit, url: str) -> None:
    if not url.startswith((visit.address, "data:", "blob:")):
        visit.faults.append(f"request to {url}")
