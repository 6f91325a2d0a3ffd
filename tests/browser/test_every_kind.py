"""A page of every kind of the whole survey fits a phone and has no fault of WCAG AA."""

from pathlib import Path
from typing import Literal

import pytest
from browsing import NARROW, WCAG_21, WIDE, as_new, small_targets, wcag_faults
from page_kinds import one_path_of_each_kind
from playwright.sync_api import Page, ViewportSize

from server.engine import LocalDataset
from server.http.language import Language
from server.site.kinds import KINDS

# What is wider than the window and in nothing that clips it or scrolls.
_TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth
    const isHeld = one => {
        for (let over = one.parentElement; over !== document.body; over = over.parentElement)
            if (getComputedStyle(over).overflowX !== "visible") return true
        return false
    }
    return [...document.querySelectorAll("main *, header *, footer *")]
        .filter(one => one.checkVisibility() && one.getBoundingClientRect().right > width + 1)
        .filter(one => !isHeld(one))
        .map(one => one.outerHTML.slice(0, 120))
}"""
# What scrolls sideways on purpose: matrices, code, and tables with many columns.
_SCROLLING = """() => [...document.querySelectorAll("main *")]
    .filter(one => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
    .filter(one => ["auto", "scroll"].includes(getComputedStyle(one).overflowX))
    .filter(one => !one.matches(".matrix, pre"))
    .map(one => one.outerHTML.slice(0, 120))"""
# Pages of concepts and of schemes are made alike: axe reads the first ones only.
_ALIKE = ("scheme ", "code ")
_FIRST = 3


@pytest.fixture(scope="module")
def kinds(bundled_dataset: Path) -> dict[str, str]:
    """Return kind → the path of an HTML page, in Japanese."""
    found = one_path_of_each_kind(LocalDataset.open(bundled_dataset))
    return {kind: path for kind, path in found.items() if path.startswith("/ja/")}


def in_language(path: str, language: Language) -> str:
    """Return the path of the same page in a language, without its first slash."""
    return path.replace("/ja/", f"{language}/", 1)


def few_alike(kinds: dict[str, str]) -> list[str]:
    """Return the paths without most of those that are made alike."""
    alike = [[kind for kind in kinds if kind.startswith(start)] for start in _ALIKE]
    left_out = {kind for names in alike for kind in names[_FIRST:]}
    return [path for kind, path in kinds.items() if kind not in left_out]


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_no_page_of_any_kind_is_wider_than_a_phone(
    tab: Page, address: str, kinds: dict[str, str], language: Language
) -> None:
    page = as_new(tab, address)
    page.set_viewport_size(NARROW)
    faults = {}

    for path in kinds.values():
        page.goto(address + in_language(path, language))
        width = page.evaluate("document.scrollingElement.scrollWidth")
        found = [*page.evaluate(_TOO_WIDE), *page.evaluate(_SCROLLING)]
        if width > NARROW["width"] or found:
            faults[path] = (width, found)

    assert len(kinds) > len(KINDS)
    assert faults == {}


@pytest.mark.slow
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_any_kind_has_a_fault_of_wcag_aa(
    tab: Page,
    address: str,
    kinds: dict[str, str],
    size: ViewportSize,
    scheme: Literal["light", "dark"],
) -> None:
    page = as_new(tab, address)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    # Each language is seen in both schemes and at both sizes.
    language = Language.JA if (size == WIDE) == (scheme == "dark") else Language.EN
    faults = {}

    for path in few_alike(kinds):
        page.goto(address + in_language(path, language))
        found = [*wcag_faults(page, WCAG_21), *small_targets(page)]
        if found:
            faults[path] = found

    assert faults == {}
