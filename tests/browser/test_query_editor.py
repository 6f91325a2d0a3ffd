"""The query editor in a browser: typing, completion, results and downloads."""

import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from browsing import NARROW, Visit, visiting
from example_rows import count_rows
from playwright.sync_api import Browser, Page, expect

from server.editor.examples import find_example
from server.engine import LocalDataset
from server.http.language import Language

COUNT = "SELECT (COUNT(?entry) AS ?entries) WHERE { ?entry a dg:Entry }"

pytestmark = pytest.mark.usefixtures("bundle")


@pytest.fixture
def rows_of(bundled_data: LocalDataset) -> Callable[[str], int]:
    """Return what counts the rows of an example in the dataset that the tests serve."""

    def rows(slug: str) -> int:
        example = find_example(slug)
        assert example is not None
        return count_rows(bundled_data, example.query())

    return rows


def editor(page: Page) -> str:
    """Return the text of the query."""
    return page.locator("#query").input_value()


def write(page: Page, text: str) -> None:
    """Replace the query by a text, as pasting does."""
    area = page.get_by_role("textbox", name="クエリ")
    area.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def run(page: Page) -> None:
    page.get_by_role("button", name="実行").click()
    expect(page.locator("#result-title")).to_be_visible()


def test_a_query_is_typed_and_its_table_read(visit: Visit) -> None:
    page = visit.open("ja/query")

    write(page, COUNT)
    run(page)

    expect(page.locator("tbody td")).to_have_text("594")
    assert editor(page) == COUNT


@pytest.mark.parametrize("typed", ["事務・手続", "procedure", "ｐｒｏｃｅｄｕｒｅ"])
def test_a_class_is_completed_by_its_label(visit: Visit, typed: str) -> None:
    page = visit.open("ja/query")
    write(page, "SELECT (COUNT(*) AS ?n) WHERE { ?x a ")

    page.keyboard.insert_text(typed)
    page.get_by_role("option", name="dg:Procedure ·").click()

    page.keyboard.insert_text(" }")
    assert editor(page).startswith("PREFIX dg: <https://w3id.org/jp-digigov/ontology#>\nSELECT")
    assert editor(page).rstrip(" }").endswith("?x a dg:Procedure")
    run(page)
    expect(page.locator("tbody td")).not_to_have_text("0")


def test_a_concept_is_completed_with_the_prefix_that_the_query_has(visit: Visit) -> None:
    page = visit.open("ja/query")
    prologue = "PREFIX technik: <https://w3id.org/jp-digigov/concept/technology/>\n"
    write(page, prologue + "SELECT * WHERE { ?x dg:usesTechnology ")

    page.keyboard.insert_text("ﾁｬｯﾄﾎﾞｯﾄ")
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")

    assert editor(page).count("PREFIX") == 1
    assert "dg:usesTechnology technik:chatbot" in editor(page)


def test_completion_inserts_nothing_that_the_reader_did_not_choose(visit: Visit) -> None:
    page = visit.open("ja/query")
    text = "# 事務\nSELECT * WHERE { ?s rdfs:label '事務' ; a dg:Procedure } LIMIT 3"

    write(page, text)
    page.keyboard.press("Escape")
    run(page)

    assert editor(page) == text


def test_an_example_is_opened_and_shown_as_a_chart(
    visit: Visit, rows_of: Callable[[str], int]
) -> None:
    page = visit.open("ja/query")
    page.get_by_text("どんな技術か").click()

    page.get_by_role("link", name="技術ごとの手続数").click()
    page.get_by_role("tab", name="グラフ").click()

    chart = page.get_by_role("img", name="棒グラフ")
    expect(chart).to_be_visible()
    assert chart.locator("rect").count() == rows_of("technologies-by-procedures")
    assert "最大は RPA" in (chart.get_attribute("aria-label") or "")


@pytest.mark.parametrize("kind", ["line", "scatter"])
def test_another_chart_is_drawn_from_other_columns(
    visit: Visit, kind: str, rows_of: Callable[[str], int]
) -> None:
    page = visit.open("ja/query?example=section-counts")
    page.get_by_role("tab", name="グラフ").click()

    page.get_by_label("種類").select_option(kind)

    assert page.locator(".drawing circle").count() == rows_of("section-counts")


def test_places_are_shown_on_a_map(visit: Visit, rows_of: Callable[[str], int]) -> None:
    page = visit.open("ja/query?example=prefecture-map")

    places = page.get_by_role("img", name="地図").locator("circle")

    expect(places).to_have_count(rows_of("prefecture-map"))


def test_names_are_shown_in_place_of_iris_until_the_reader_chooses_iris(visit: Visit) -> None:
    page = visit.open("ja/query")
    write(page, "SELECT ?p WHERE { BIND(<https://w3id.org/jp-digigov/id/pref/37> AS ?p) }")
    run(page)

    link = page.locator("tbody a")
    expect(link).to_have_text("香川県")
    assert link.get_attribute("href") == "/ja/id/pref/37"
    page.get_by_role("button", name="IRI を名前で表示").click()
    expect(link).to_have_text("https://w3id.org/jp-digigov/id/pref/37")


def test_a_download_is_complete(
    visit: Visit, tmp_path: Path, rows_of: Callable[[str], int]
) -> None:
    page = visit.open("ja/query?example=procedure-types")
    page.locator("tbody").wait_for()

    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV", exact=True).click()

    path = tmp_path / "result.csv"
    waited.value.save_as(path)
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8"))))
    assert waited.value.suggested_filename == "result.csv"
    assert len(rows) == 1 + rows_of("procedure-types")


def test_a_csv_for_excel_begins_with_a_byte_order_mark(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("ja/query?example=rules")

    with page.expect_download() as waited:
        page.get_by_role("link", name="CSV（Excel 用）").click()

    path = tmp_path / "result.csv"
    waited.value.save_as(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_result_of_a_query_too_long_for_a_url_is_downloaded_too(
    visit: Visit, tmp_path: Path
) -> None:
    page = visit.open("ja/query")
    write(page, "# " + "長" * 1500 + "\n" + COUNT)
    run(page)

    with page.expect_download() as waited:
        page.get_by_role("button", name="TSV").click()

    path = tmp_path / "result.tsv"
    waited.value.save_as(path)
    assert path.read_text("utf-8") == "?entries\n594\n"


def test_a_query_is_shared_and_opened_again(visit: Visit, browser: Browser) -> None:
    page = visit.open("ja/query")
    text = "SELECT ?label WHERE { dg:Entry rdfs:label ?label } # “#&+%” 回答"
    write(page, text)
    run(page)
    page.locator("summary", has_text="共有リンク").click()
    link = page.get_by_role("textbox", name="共有リンク").input_value()

    with visiting(browser, visit.address) as other:
        other.page.goto(link)
        other.page.locator(".code-host").wait_for()

        assert editor(other.page) == text
        assert other.faults == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("curl", "--data-urlencode query@-"),
        ("Python (SPARQLWrapper)", "SPARQLWrapper("),
        ("Python (pandas)", "read_csv("),
        ("R", "req_perform()"),
        ("JavaScript", "await fetch("),
    ],
)
def test_the_query_is_shown_as_program_code(visit: Visit, name: str, words: str) -> None:
    page = visit.open("ja/query?example=rules")
    page.get_by_text("コードで使う").click()

    page.get_by_label("言語").last.select_option(name)

    code = page.locator(".code-block").text_content() or ""
    assert words in code
    assert f"{visit.address}sparql" in code
    assert "SELECT ?activity ?label" in code


AWKWARD = r"""# “引用” `tick` ${x} $HOME %s {0}
SELECT ?text ?other $more WHERE {
  VALUES (?text ?other $more) { ("a\\b\"c 日\n" '''it's QQQxQQQ''' "$HOME `id` ${y} )\"") }
}""".replace("QQQ", '"""')
RUNNERS = {
    "curl": ("bash", "-s"),
    "Python (SPARQLWrapper)": (sys.executable, "-W", "ignore", "-"),
    "Python (pandas)": (sys.executable, "-"),
    "JavaScript": ("node", "--input-type=module", "-"),
}


def run_code(page: Page, name: str) -> str:
    """Run the program code that the page shows and return its output."""
    if shutil.which(RUNNERS[name][0]) is None:
        pytest.skip(f"{RUNNERS[name][0]} is not installed")
    page.get_by_text("コードで使う").click()
    page.get_by_label("言語").last.select_option(name)
    code = page.locator(".code-block").text_content() or ""
    done = subprocess.run(RUNNERS[name], input=code, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", RUNNERS)
def test_program_code_keeps_quotes_backslashes_and_dollars(visit: Visit, name: str) -> None:
    page = visit.open("ja/query")
    write(page, AWKWARD)
    run(page)

    said = run_code(page, name)

    assert "日" in said
    assert "$HOME `id` ${y} )" in said


@pytest.mark.parametrize("name", RUNNERS)
def test_program_code_of_an_ask_query_prints_yes_or_no(visit: Visit, name: str) -> None:
    page = visit.open("ja/query")
    write(page, "ASK { ?s a dg:Entry }")
    run(page)

    assert run_code(page, name).strip().lower() == "true"


def test_a_fault_is_marked_at_its_position(visit: Visit) -> None:
    page = visit.open("ja/query")
    write(page, "SELECT * WHERE {\n  ?s unknown:thing ?o\n}")

    page.get_by_role("button", name="実行").click()

    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("unknown")
    expect(problem).to_contain_text("2 行 6 文字目")
    expect(page.locator(".cm-lintRange-error")).to_have_text("unknown:thing")


def test_a_missing_prefix_is_added_when_the_reader_accepts(visit: Visit) -> None:
    page = visit.open("ja/query")
    text = "SELECT * { ?s bibo:doi ?o } LIMIT 1"
    write(page, text)

    page.get_by_role("button", name="実行").click()
    offer = page.get_by_role("button", name="PREFIX bibo:")
    expect(offer).to_be_visible()
    assert editor(page) == text
    offer.click()

    expect(page.locator("#result-title")).to_be_visible()
    assert editor(page) == f"PREFIX bibo: <http://purl.org/ontology/bibo/>\n{text}"
    page.keyboard.press("Control+z")
    assert editor(page) == text


def test_the_mark_of_a_fault_goes_when_the_query_runs(visit: Visit) -> None:
    page = visit.open("ja/query")
    write(page, "SELECT * WHERE {\n  ?s ?p\n}\nLIMIT 1")
    page.get_by_role("button", name="実行").click()
    expect(page.locator(".cm-lintRange-error")).to_have_count(1)

    page.get_by_text("?s ?p").click()
    page.keyboard.press("End")
    page.keyboard.type(" ?o")
    run(page)

    expect(page.locator(".cm-lintRange-error")).to_have_count(0)


def test_completion_does_not_change_a_name_typed_in_full(visit: Visit) -> None:
    page = visit.open("ja/query")
    write(page, "SELECT * {\n?s ")

    page.keyboard.type("rdfs:label")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")

    assert editor(page) == "SELECT * {\n?s rdfs:label\n"


def test_ten_thousand_rows_are_paged_and_sorted(visit: Visit) -> None:
    page = visit.open("ja/query")
    write(
        page, "SELECT ?s (STRLEN(STR(?o)) AS ?n) { ?s dg:describedIn|rdfs:label|^oa:hasTarget ?o }"
    )
    run(page)
    sort = page.get_by_role("button", name="n", exact=True)
    given = page.locator("tbody").text_content()

    sort.click()
    page.locator("[aria-sort=ascending]").wait_for()
    least = [int(text) for text in page.locator("td.number").all_text_contents()]
    sort.click()
    page.locator("[aria-sort=descending]").wait_for()
    most = [int(text) for text in page.locator("td.number").all_text_contents()]
    page.get_by_role("button", name="次へ").click()
    expect(page.locator("nav.pager span")).to_contain_text("101–200")

    assert least == sorted(least) != most == sorted(most, reverse=True)
    assert len(most) == 100
    sort.click()
    expect(page.locator("tbody")).to_have_text(given or "")


def test_a_chart_is_saved_with_the_names_of_its_series(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("ja/query?example=status-by-policy-field")
    page.get_by_role("tab", name="グラフ").click()

    with page.expect_download() as waited:
        page.get_by_role("button", name="SVG で保存").click()

    path = tmp_path / "chart.svg"
    waited.value.save_as(path)
    drawing = path.read_text("utf-8")
    assert all(word in drawing for word in ("実証中", "導入(実施)済", ">entries<", 'width="'))


def test_a_graph_is_read_as_a_table_and_downloaded_as_turtle(visit: Visit) -> None:
    page = visit.open("ja/query?example=describe-a-system")

    expect(page.locator("thead")).to_contain_text("述語")
    with urlopen(visit.address[:-1] + _href(page, "Turtle")) as reply:
        assert reply.headers.get_content_type() == "text/turtle"


def _href(page: Page, name: str) -> str:
    address = page.get_by_role("link", name=name).get_attribute("href") or ""
    return "/" + address.partition("//")[2].partition("/")[2]


def test_a_yes_or_no_question_is_answered_in_words(visit: Visit) -> None:
    page = visit.open("ja/query?example=evidence-is-complete")

    expect(page.locator(".truth")).to_have_text("いいえ（false）", timeout=30_000)


def test_a_running_query_can_be_stopped(visit: Visit) -> None:
    page = visit.open("ja/query")
    write(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")

    page.get_by_role("button", name="実行").click()
    page.get_by_role("button", name="中止").click()

    expect(page.locator("#outcome")).to_have_text("中止しました。")


def test_examples_are_filtered_at_any_width_of_letters(visit: Visit) -> None:
    page = visit.open("ja/query")

    page.get_by_label("例を絞り込む").fill("ｗｉｋｉｄａｔａ")

    expect(page.locator(".examples li:visible")).to_have_count(1)


def test_the_draft_is_kept_when_an_example_is_opened(visit: Visit) -> None:
    page = visit.open("ja/query")
    write(page, COUNT)

    page.get_by_role("link", name="表ごとの回答数").click()
    page.get_by_role("button", name="書きかけのクエリに戻す").click()

    assert editor(page) == COUNT


def test_everything_is_done_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit.open("ja/query")
    page.locator(".code-host").wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('code-host')"):
            break

    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?name (1 AS ?n) WHERE { ?t a dg:Entry ; rdfs:label ?name ")
    page.keyboard.press("Escape")
    page.keyboard.type("} LIMIT 2")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    page.get_by_role("tab", name="表").wait_for()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "tab-table":
            break
    page.keyboard.press("ArrowRight")

    assert page.evaluate("document.activeElement.id") == "tab-chart"
    expect(page.get_by_role("img", name="棒グラフ")).to_be_visible()


@pytest.fixture(params=["light", pytest.param("dark", marks=pytest.mark.slow), "narrow"])
def reader(request: pytest.FixtureRequest, visit: Visit) -> Visit:
    if request.param == "dark":
        visit.page.emulate_media(color_scheme="dark")
    if request.param == "narrow":
        visit.page.set_viewport_size(NARROW)
    return visit


@pytest.mark.parametrize(
    "language", [Language.JA, pytest.param(Language.EN, marks=pytest.mark.slow)]
)
def test_the_page_has_no_fault_of_accessibility(reader: Visit, language: Language) -> None:
    page = reader.open(f"{language}/query?example=status-by-policy-field")
    page.locator("tbody").wait_for()

    table = reader.violations()
    page.locator("#tab-chart").click()
    page.locator(".takeaway summary").first.click()
    page.locator(".takeaway summary").last.click()
    chart = reader.violations()

    assert table == []
    assert chart == []


def test_the_open_completion_has_no_fault_of_accessibility(reader: Visit) -> None:
    page = reader.open("ja/query")
    write(page, "SELECT * { ?s a 事務")
    page.get_by_role("option").first.wait_for()

    assert reader.violations() == []


@pytest.mark.parametrize("path", ["ja/query?example=prefecture-map", "en/examples"])
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    visit.page.set_viewport_size(NARROW)
    page = visit.open(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_the_form_works_without_javascript(
    browser: Browser, address: str, rows_of: Callable[[str], int]
) -> None:
    with visiting(browser, address, java_script_enabled=False) as made:
        page = made.open("ja/query")
        page.get_by_text("どんな技術か").click()
        page.get_by_role("link", name="技術ごとの手続数").click()

        page.get_by_role("button", name="実行").click()

        rows = page.locator("tbody tr")
        assert rows.count() == rows_of("technologies-by-procedures")
        assert made.faults == []


def test_an_address_with_a_query_fills_the_editor(visit: Visit) -> None:
    page = visit.open(f"ja/query?query={quote(COUNT)}")
    page.locator(".code-host").wait_for()

    assert editor(page) == COUNT
    expect(page.locator("#outcome")).to_be_empty()


def test_a_faulty_query_is_corrected_by_a_button_and_never_by_itself(visit: Visit) -> None:
    page = visit.open("ja/query")
    faulty = "SELECT\u3000?entry, ?label WHERE { ?entry a dg:Entry ; rdfs:label ?label } LIMIT ５"
    write(page, faulty)
    page.get_by_role("button", name="実行", exact=True).click()
    offer = page.get_by_role("button", name="修正案に置き換えて実行")
    expect(offer).to_be_visible()

    unchanged = editor(page)
    offer.click()

    expect(page.locator("tbody tr")).to_have_count(5)
    assert unchanged == faulty
    assert editor(page).startswith("SELECT ?entry ?label WHERE")
