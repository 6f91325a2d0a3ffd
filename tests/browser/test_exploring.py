"""Search, facets and comparisons as a person meets them, in a browser, over the whole survey."""

import re
from collections.abc import Iterator

import pytest
from browsing import NARROW, WCAG_21, WIDE, Visit, wcag_faults
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

PATHS = [
    "ja/search?q=チャットボット",
    "en/search?q=no+such+thing",
    "ja/explore",
    "en/explore?technology=ai-ocr&prefecture=13&prefecture=37",
    "ja/compare",
    "ja/compare/map?of=technology:ai-ocr",
    "en/compare/field-status",
    "ja/compare/prefecture-technology",
    "ja/compare/types",
    "ja/compare/shareable",
    "en/compare/sharing",
]


@pytest.fixture
def page(visit: Visit) -> Iterator[Page]:
    """Yield a page that fails its test if it writes to the console or asks another host."""
    said: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        said.append(message.text)

    visit.page.on("console", on_console)
    yield visit.page
    visit.page.remove_listener("console", on_console)
    assert said == []


@pytest.fixture
def bare(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)
    yield context.new_page()
    context.close()


# Not of 2.2: axe measures of a link what the column of totals, which stays in sight, leaves of it.
@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_fault_of_wcag_aa_and_fits_a_phone(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)

    assert wcag_faults(page, WCAG_21) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_a_dark_page_has_no_fault_of_wcag_aa(page: Page, address: str, path: str) -> None:
    page.emulate_media(color_scheme="dark")

    page.goto(address + path)

    assert wcag_faults(page, WCAG_21) == []


@pytest.mark.parametrize("typed", ["RPA", "ＲＰＡ", "ｒｐａ"])
def test_full_and_half_width_find_the_same(page: Page, address: str, typed: str) -> None:
    page.goto(f"{address}ja/")

    page.get_by_role("combobox").first.fill(typed)
    page.keyboard.press("Enter")

    expect(page.locator("#entries h2")).to_contain_text("225件")
    expect(page.locator("#entries mark").first).to_have_text("ＲＰＡ")


def test_a_choice_is_applied_at_once_and_focus_stays(page: Page, address: str) -> None:
    page.goto(f"{address}ja/explore")

    page.locator("#technology-speech-recognition").check()

    expect(page.locator("#found")).to_have_text(re.compile(r"^\s*21件"))
    expect(page).to_have_url(f"{address}ja/explore?technology=speech-recognition")
    expect(page.locator("#technology-speech-recognition")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text(re.compile(r"^\s*21件"))


def test_back_and_forward_lead_through_the_views(page: Page, address: str) -> None:
    page.goto(f"{address}ja/explore")
    page.locator("#technology-speech-recognition").check()
    expect(page.locator("#found")).to_have_text(re.compile(r"^\s*21件"))
    page.locator("#summary-prefecture").click()
    page.locator("#prefecture-01").check()
    expect(page.locator("#found")).to_have_text(re.compile(r"^\s*1件"))

    page.go_back()
    expect(page.locator("#found")).to_have_text(re.compile(r"^\s*21件"))
    page.go_back()
    expect(page.locator("#found")).to_have_text(re.compile(r"^\s*594件"))
    page.go_forward()

    expect(page.locator("#found")).to_have_text(re.compile(r"^\s*21件"))
    expect(page.locator("#technology-speech-recognition")).to_be_checked()


def test_the_keyboard_alone_chooses_sorts_and_takes_away(page: Page, address: str) -> None:
    page.goto(f"{address}ja/explore")

    page.locator("#technology-speech-recognition").focus()
    page.keyboard.press("Space")
    expect(page.locator("#found")).to_have_text(re.compile(r"^\s*21件"))
    page.locator("#sort-name").focus()
    page.keyboard.press("Enter")
    expect(page.locator('th[aria-sort="ascending"]')).to_contain_text("名称")
    page.locator("#chip-1").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#found")).to_have_text(re.compile(r"^\s*594件"))


def test_facets_need_no_javascript(bare: Page, address: str) -> None:
    bare.goto(f"{address}ja/explore")

    bare.get_by_label("音声認識").check()
    bare.get_by_role("button", name="適用").click()

    expect(bare.locator("#found")).to_have_text(re.compile(r"^\s*21件"))
    assert "technology=speech-recognition" in bare.url


def test_the_map_needs_no_javascript_and_leads_to_entries(bare: Page, address: str) -> None:
    bare.goto(f"{address}ja/compare/map")

    bare.get_by_label("数えるもの").select_option("technology:speech-recognition")
    bare.get_by_role("button", name="表示").click()
    bare.get_by_role("link", name="北海道: 1").click()

    expect(bare.locator("#found")).to_have_text(re.compile(r"^\s*1件"))


def test_a_view_opens_as_sparql_with_as_many_rows(page: Page, address: str) -> None:
    page.goto(f"{address}ja/explore?technology=speech-recognition")

    query = page.locator(".sparql pre").text_content() or ""
    reply = page.request.get(
        f"{address}sparql", params={"query": query}, headers={"Accept": "text/csv"}
    )

    assert len(reply.text().splitlines()) == 1 + 21


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_total_of_a_wide_matrix_covers_no_column(
    page: Page, address: str, language: str
) -> None:
    page.goto(f"{address}{language}/compare/reason-technology")

    widths = page.locator(".matrix").evaluate("matrix => [matrix.scrollWidth, matrix.clientWidth]")

    assert widths[0] <= widths[1]
