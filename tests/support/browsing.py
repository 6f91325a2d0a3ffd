"""A browser for a running server, which collects faults: errors and requests to other hosts."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, ViewportSize

# `.ci/run` has a browser and Node, so no test may be skipped there.
IS_LANDING = os.environ.get("DIGIGOV_LANDING") == "1"
# Containers have no user namespaces; no sandbox is needed, because the browser only opens our
# server.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# Milliseconds to wait for a page.
PATIENCE = 20_000
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
WCAG_21 = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
LEVELS = (*WCAG_21, "wcag22aa")
_FLAT = """
.matrix { max-height: none; max-width: none; overflow: visible }
.matrix * { position: static !important }
"""
# What a browser itself writes when a server answers 4xx, as it should.
_EXPECTED = "Failed to load resource: the server responded with a status of 4"


class ContextOptions(TypedDict, total=False):
    """The properties of a visitor's browser."""

    locale: str
    viewport: ViewportSize
    color_scheme: Literal["dark", "light"]
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
        """Return the violations of WCAG 2.2 AA found by axe-core, one line for each."""
        return wcag_faults(self.page)


def wcag_faults(page: Page, levels: Sequence[str] = LEVELS) -> list[str]:
    """Return the violations of WCAG 2.2 AA found by axe-core on a page, one line for each."""
    # Of passed rules, report one element only.
    options = {"runOnly": {"type": "tag", "values": list(levels)}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def small_targets(page: Page) -> list[str]:
    """Return what axe-core finds too small in tables laid out flat.

    What stays in sight while a table is scrolled covers a part of what is below it, and axe
    measures what is left.
    """
    page.evaluate(
        """css => {
            const sheet = new CSSStyleSheet()
            sheet.replaceSync(css)
            document.adoptedStyleSheets = [sheet]
        }""",
        _FLAT,
    )
    return wcag_faults(page, ["wcag22aa"])


@contextmanager
def visiting(browser: Browser, address: str, **options: Unpack[ContextOptions]) -> Iterator[Visit]:
    """Yield a visit in a new, temporary profile."""
    chosen: ContextOptions = {"locale": "ja-JP", "viewport": WIDE, **options}
    context = browser.new_context(**chosen)
    context.set_default_timeout(PATIENCE)
    try:
        with watched(context.new_page(), address) as visit:
            yield visit
    finally:
        context.close()


def as_new(page: Page, address: str) -> Page:
    """Return a blank page of desktop width without stored data of the server."""
    page.goto(f"{address}healthz")
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
    page.goto("about:blank")
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(WIDE)
    return page


@contextmanager
def watched(page: Page, address: str) -> Iterator[Visit]:
    """Yield a visit by a page that is there."""
    visit = Visit(page, address)

    def on_console(said: ConsoleMessage) -> None:
        _note(visit, said.type, said.text)

    def on_error(error: Error) -> None:
        visit.faults.append(str(error))

    def on_request(request: Request) -> None:
        _check_host(visit, request.url)

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
    try:
        yield visit
    finally:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)
        page.remove_listener("request", on_request)


def _note(visit: Visit, kind: str, text: str) -> None:
    if kind in {"error", "warning"} and not text.startswith(_EXPECTED):
        visit.faults.append(f"{kind}: {text}")


def _check_host(visit: Visit, url: str) -> None:
    if not url.startswith((visit.address, "data:", "blob:")):
        visit.faults.append(f"request to {url}")
