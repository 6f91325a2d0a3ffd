"""Search, facets and comparisons of the whole survey, tested in a browser."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pdfplumber
import pytest
from browsing import NARROW, WCAG_21, WIDE, Visit, small_targets, wcag_faults
from pdfplumber.pdf import PDF
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect

from server.charts.routes import COMPARISONS
from server.findings.book import load_findings
from server.http.language import Language
from server.site.embedding import HEIGHT, WIDTH
from server.site.kinds import INDEXES

# Minimum size of a target in pixels (WCAG 2.2, 2.5.8).
LEAST = 24
PATHS = [
    "ja/search?q=チャットボット",
    "en/search?q=no+such+thing",
    pytest.param("ja/explore", marks=pytest.mark.slow),
    "en/explore?technology=ai-ocr&prefecture=13&prefecture=37",
    "ja/compare",
    "ja/compare/map?of=technology:ai-ocr",
    "en/compare/field-status",
    pytest.param("ja/compare/prefecture-technology", marks=pytest.mark.slow),
    "ja/compare/types",
    pytest.param("ja/compare/shareable", marks=pytest.mark.slow),
    "en/compare/sharing",
]


@pytest.fixture
def page(visit: Visit) -> Iterator[Page]:
    """Yield a page; the test fails if it writes to the console or requests another host."""
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


@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_fault_of_wcag_aa_and_fits_a_phone(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)

    assert wcag_faults(page, WCAG_21) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert small_targets(page) == []
    page.set_viewport_size(WIDE)
    assert small_targets(page) == []


@pytest.mark.parametrize("path", ["ja/list/systems", "en/id/pref/24", "ja/concept/technology"])
def test_a_link_in_a_table_is_at_least_24_pixels_wide_and_high(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)

    boxes = page.locator(".table :is(td, th) a:visible").evaluate_all(
        "links => links.map(link => [link.getBoundingClientRect(), link.textContent])"
    )
    assert boxes
    small = [text for box, text in boxes if min(box["width"], box["height"]) < LEAST]
    assert small == []


@pytest.mark.parametrize("slug", ["spread-of-technologies", "beyond-trial", "every-municipality"])
def test_a_number_in_bars_grid_or_table_of_a_finding_is_a_target_of_24_pixels(
    page: Page, address: str, slug: str
) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{address}ja/findings/{slug}")
    page.locator("details.data summary").first.click()

    links = page.locator(":is(.bar-figure, .matrix td, .table td) > a:visible")
    sizes = links.evaluate_all(
        "all => all.map(link => link.getBoundingClientRect())"
        ".map(box => Math.min(box.width, box.height))"
    )
    assert len(sizes) > 40
    assert min(sizes) >= LEAST


def test_headers_and_totals_of_a_matrix_stay_visible_while_scrolling(
    page: Page, address: str
) -> None:
    page.goto(f"{address}ja/compare/prefecture-type")
    page.locator(".matrix").evaluate("all => all.scrollTo(all.scrollWidth / 2, 500)")

    shown = page.locator(".matrix").evaluate(
        """all => {
            const frame = all.getBoundingClientRect()
            const inside = name => {
                const box = all.querySelector(name).getBoundingClientRect()
                return box.top >= frame.top && box.bottom <= frame.bottom + 1
                    && box.left >= frame.left && box.right <= frame.right + 1
            }
            return [all.scrollLeft, all.scrollTop, inside(".corner"), inside("thead .total"),
                inside("tfoot th"), inside("tfoot .total:last-child")]
        }"""
    )
    assert min(shown[:2]) > 0
    assert shown[2:] == [True] * 4


@contextmanager
def printed(page: Page) -> Iterator[PDF]:
    """Yield the open page as a PDF."""
    page.emulate_media(media="print")
    with pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as file:
        yield file


@pytest.mark.parametrize(
    "path",
    [
        "ja/compare/task-technology",
        pytest.param("ja/compare/prefecture-type", marks=pytest.mark.slow),
        pytest.param("en/compare/prefecture-type", marks=pytest.mark.slow),
    ],
)
def test_a_printed_matrix_is_as_wide_as_the_sheet(page: Page, address: str, path: str) -> None:
    page.goto(address + path)

    with printed(page) as file:
        assert [sheet.width > sheet.height for sheet in file.pages] == [True] * len(file.pages)
        assert len(file.pages) <= 2
        words = [word for sheet in file.pages for word in sheet.extract_words()]
        assert max(word["x1"] for word in words) <= file.pages[0].width
        totals = [word for word in words if word["text"].startswith("357")]
        assert len(totals) == 2  # beside the title, and in the corner where both totals meet


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_a_page_in_dark_mode_has_no_fault_of_wcag_aa(page: Page, address: str, path: str) -> None:
    page.emulate_media(color_scheme="dark")

    page.goto(address + path)

    assert wcag_faults(page, WCAG_21) == []


@pytest.mark.parametrize("typed", ["RPA", "ＲＰＡ", "ｒｐａ"])
def test_full_and_half_width_letters_find_the_same_entries(
    page: Page, address: str, typed: str
) -> None:
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


def test_back_and_forward_move_between_the_views(page: Page, address: str) -> None:
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


def test_choosing_sorting_and_removing_work_by_keyboard_alone(page: Page, address: str) -> None:
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


def test_a_view_opened_as_sparql_has_the_same_number_of_rows(page: Page, address: str) -> None:
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


@pytest.mark.parametrize("path", ["ja/compare/prefectures", "en/findings/beyond-trial"])
def test_a_matrix_of_few_columns_is_printed_upright(page: Page, address: str, path: str) -> None:
    page.goto(address + path)

    with printed(page) as file:
        assert [sheet.width < sheet.height for sheet in file.pages] == [True] * len(file.pages)


@pytest.mark.parametrize(
    ("path", "sheets"), [("en/id/pref/24", 3), ("ja/id/pref/13", 3), ("en/ontology", 10)]
)
def test_a_long_page_takes_few_sheets(page: Page, address: str, path: str, sheets: int) -> None:
    page.goto(address + path)

    with printed(page) as file:
        assert len(file.pages) <= sheets


@pytest.mark.parametrize("width", [WIDE["width"], NARROW["width"]])
@pytest.mark.parametrize(
    "path",
    [
        *("explore?technology=ai-ocr", "explore?status=planned", "list/technologies"),
        *("list/systems", "id/source/nga-2020", "concept/system-type/collaboration"),
    ],
)
@pytest.mark.parametrize("language", Language)
def test_a_list_shows_all_its_columns(
    page: Page, address: str, language: str, path: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{address}{language}/{path}")
    tables = page.locator(".table").filter(visible=True)

    cut = tables.evaluate_all("all => all.filter(one => one.scrollWidth > one.clientWidth).length")
    assert tables.count() > 0
    assert cut == 0


@pytest.mark.parametrize(
    ("language", "width"),
    [
        (Language.JA, 360),
        pytest.param(Language.EN, WIDTH, marks=pytest.mark.slow),
        pytest.param(Language.JA, WIDTH, marks=pytest.mark.slow),
        pytest.param(Language.EN, 360, marks=pytest.mark.slow),
    ],
)
def test_an_embedded_figure_fits_its_frame(
    page: Page, address: str, language: str, width: int
) -> None:
    """A table of a comparison, of up to 47 rows, may scroll in its region, not a finding."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    findings = [f"findings/{one.slug}" for one in load_findings()]
    for path in (*findings, *(f"compare/{one.slug}" for one in COMPARISONS)):
        page.goto(f"{address}embed/{language}/{path}")
        cut = page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll(".matrix, .table")]
                .filter(one => one.scrollHeight > one.clientHeight + 1
                    || one.scrollWidth > one.clientWidth + 1)
                .map(one => one.className)"""
        )

        assert page.locator(".embedded .drawing, .embedded table, .wide-bars").count() == 1, path
        assert cut == [] or (path.startswith("compare/") and cut == ["matrix"]), path


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("path", ["en/compare/prefecture-type-group", "ja/compare/prefectures"])
def test_nothing_covers_what_has_the_focus_in_a_matrix(
    page: Page, address: str, path: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + path)
    page.locator(".matrix tbody a").first.focus()
    covered = []

    for _ in range(120):
        page.keyboard.press("Tab")
        covered += page.evaluate(
            """() => {
                const one = document.activeElement
                const { x, y, width, height } = one.getBoundingClientRect()
                const above = document.elementFromPoint(x + width / 2, y + height / 2)
                return one.contains(above) ? [] : [one.outerHTML.slice(0, 120)]
            }"""
        )

    page.emulate_media(reduced_motion="no-preference")
    assert covered == []


def test_rows_without_visible_heads_have_no_hidden_links(page: Page, address: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{address}en/explore?technology=ai-ocr")

    assert page.locator("#results thead a").count() > 0
    assert page.locator("#results thead a:visible").count() == 0


@pytest.mark.parametrize(
    ("path", "named"), [("ja/list/procedures", 1), ("en/list/entries-1", 2), ("en/explore", 2)]
)
def test_a_row_of_a_list_on_a_phone_begins_with_a_line_of_its_name(
    page: Page, address: str, path: str, named: int
) -> None:
    page.set_viewport_size(NARROW)
    page.goto(address + path)

    ends = page.evaluate(
        """named => [...document.querySelectorAll(".stack.rows tbody tr")].map(row => {
            const cells = [...row.cells].filter(cell => cell.checkVisibility())
            const lines = cells.map(cell => cell.getClientRects())
            return [lines[named - 1][0].bottom, lines[named][0].top]
        })""",
        named,
    )

    assert len(ends) >= 50
    assert [end for end in ends if end[1] < end[0] - 1] == []


@pytest.mark.parametrize(
    "path",
    [
        *("ja/ontology?part=reused", "en/shapes?part=Annotation", "en/list/entries-1?page=2"),
        *("en/list/procedures?page=3", "en/explore", "en/examples"),
        *(f"en/list/{index.slug}" for index in INDEXES),
    ],
)
def test_a_long_list_is_at_most_12000_pixels_high_on_a_phone(
    page: Page, address: str, path: str
) -> None:
    page.set_viewport_size(NARROW)
    page.goto(address + path)

    assert page.evaluate("document.documentElement.scrollHeight") <= 12_000


@pytest.mark.parametrize("path", ["ja/shapes?part=Activity", "en/shapes?part=Activity"])
def test_the_link_of_a_shape_to_a_constraint_opens_its_fold(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)
    fold = page.locator("details:has(#Activity-plan)")
    assert not fold.evaluate("fold => fold.open")

    page.locator('dl.facts a[href="#Activity-plan"]').click()

    expect(page.locator("#Activity-plan")).to_be_in_viewport()
    assert fold.evaluate("fold => fold.open")


def test_english_names_on_the_map_have_letters_of_10_pixels_on_a_phone(
    page: Page, address: str
) -> None:
    page.set_viewport_size(NARROW)
    for path in ("en/", "en/compare/map"):
        page.goto(address + path)
        sizes = page.evaluate(
            """() => [...document.querySelectorAll("svg a > text:first-of-type")].map(text =>
                parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
        )

        assert len(sizes) == 47
        assert min(sizes) >= 9.9
