"""Downloads of tables: CSV for spreadsheets, and workbooks that explain their counts."""

import csv
import io
import json
import re
import zipfile
from html import unescape

import pytest
from endpoint import Client
from page_kinds import one_path_of_each_kind
from website import sample_site

from server.engine import LocalDataset
from server.findings.book import load_findings
from server.findings.values import example_named
from server.http.language import Language

PATHS = (
    *("explore", "explore?status=introduced", "compare/prefecture-technology", "compare/map"),
    *("compare/types", "list/procedures", "list/systems"),
    *("list-of/prefecture-entries?of=id/pref/01", "list-of/by-status?of=id/pref/01"),
    *("count/answers?prefecture=01", "count/concepts?scheme=concept/status"),
)
_FILE = re.compile(
    r'<a href="([^"]*(?:\.(?:csv|xlsx|svg|png)(?=["?])|format=csv)[^"]*)"[^>]*>(.*?)</a>'
)
each_table = pytest.mark.parametrize("path", PATHS)


def file_at(path: str, kind: str) -> tuple[bytes, str]:
    name, mark, query = path.partition("?")
    reply = sample_site()(f"/en/{name}.{kind}{mark}{query}")
    assert reply.status == 200
    return reply.body, reply.headers["content-disposition"]


def rows_of(path: str) -> list[list[str]]:
    text = file_at(path, "csv")[0].decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def parts_of(path: str) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(file_at(path, "xlsx")[0])) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


@each_table
def test_a_csv_file_has_a_byte_order_mark_equal_rows_and_a_descriptive_name(path: str) -> None:
    body, disposition = file_at(path, "csv")

    assert body.startswith(b"\xef\xbb\xbf")
    assert len({len(row) for row in rows_of(path)}) == 1
    assert re.fullmatch(r'attachment; filename="digigov-[a-z0-9-]+-en\.csv"', disposition)


@each_table
def test_a_workbook_has_frozen_headers_links_and_a_sheet_about_its_counts(path: str) -> None:
    parts = parts_of(path)

    table = parts["xl/worksheets/sheet1.xml"]
    assert 'state="frozen"' in table
    assert "<autoFilter" in table
    # A figure without answers has no rows and therefore no links.
    links = parts.get("xl/worksheets/_rels/sheet1.xml.rels", "")
    assert ("<hyperlink " in table) == ('Target="http' in links) == (table.count("<row ") > 1)
    texts = parts["xl/sharedStrings.xml"]
    for wanted in ("Limits of the survey", "Query (SPARQL)", "not a census", "National Governors"):
        assert wanted in texts


def test_a_workbook_names_the_unit_and_the_number_of_its_rows() -> None:
    answers = parts_of("explore?status=introduced")["xl/sharedStrings.xml"]
    gaps = parts_of("list-of/prefecture-gaps?of=id/pref/01")["xl/sharedStrings.xml"]

    assert f"{len(rows_of('explore?status=introduced')) - 1} answers, " in answers
    assert "Types of procedure that other prefectures answered as introduced" in gaps


def test_a_workbook_of_a_finding_names_the_unit(bundled_site: Client) -> None:
    for finding in load_findings():
        for part in finding.parts:
            path = f"/en/findings/{finding.slug}/{part.query}.xlsx"
            with zipfile.ZipFile(io.BytesIO(bundled_site(path).body)) as book:
                texts = unescape(book.read("xl/sharedStrings.xml").decode())

            assert "What is counted" in texts
            assert example_named(part.query).descriptions[Language.EN] in texts


def test_a_file_of_a_narrowed_view_names_its_values() -> None:
    narrowed = "explore?status=introduced&technology=robotic-process-automation"

    names = [file_at(path, "csv")[1] for path in (narrowed, "compare/map?status=introduced")]

    assert '"digigov-answers-robotic-process-automation-introduced-en.csv"' in names[0]
    assert '"digigov-map-introduced-en.csv"' in names[1]


def test_the_list_behind_a_number_is_a_workbook_unless_it_is_too_long(bundled_site: Client) -> None:
    page = bundled_site("/en/count/answers?technology=ai-ocr").body.decode()
    rows = bundled_site("/en/count/answers.csv?technology=ai-ocr").body.decode().splitlines()

    number = re.search(r'<data value="(\d+)" data-count="answers\?', page)
    assert number
    assert len(rows) == int(number[1]) + 1
    assert 'href="/en/count/answers.xlsx?technology=ai-ocr"' in page
    assert "/count/all.xlsx" not in bundled_site("/en/count/all").body.decode()
    assert bundled_site("/en/count/all.xlsx").status == 404
    assert bundled_site("/en/count/nothing.xlsx").status == 400


def test_links_of_a_page_to_different_files_have_different_names(
    bundled_site: Client, bundled_data: LocalDataset
) -> None:
    for path in one_path_of_each_kind(bundled_data).values():
        found: dict[str, set[str]] = {}
        page = bundled_site(path).body.decode() if "/ja/" in path else ""
        for href, text in _FILE.findall(page):
            found.setdefault(re.sub(r"<[^>]+>", "", text), set()).add(href)

        assert {name: hrefs for name, hrefs in found.items() if len(hrefs) > 1} == {}, path


def test_a_workbook_of_a_matrix_says_how_to_read_its_numbers() -> None:
    texts = parts_of("compare/prefecture-technology")["xl/sharedStrings.xml"]

    assert "How it is counted" in texts
    assert "a broader technology includes its narrower ones" in texts
    assert "the columns need not add up to the total" in texts


@each_table
def test_a_workbook_has_as_many_rows_as_the_csv_file(path: str) -> None:
    table = parts_of(path)["xl/worksheets/sheet1.xml"]

    totals = path == "compare/prefecture-technology"
    assert table.count("<row ") == len(rows_of(path)) + totals


def test_a_workbook_of_the_same_table_has_the_same_bytes() -> None:
    assert file_at("list/procedures", "xlsx") == file_at("list/procedures", "xlsx")


def test_a_file_of_a_view_has_the_rows_of_all_pages() -> None:
    found = json.loads(sample_site()("/api/explore").body)

    assert len(rows_of("explore?size=25&page=9")) == found["total"] + 1


def test_a_matrix_is_as_wide_as_its_columns_with_numbers_and_totals() -> None:
    head, *rows = rows_of("compare/prefecture-technology")

    assert head[0] == "Prefecture"
    assert head[-1] == "All answers"
    assert all(cell.isdigit() for row in rows for cell in row[1:])


def test_the_table_of_a_map_has_the_figures_that_the_map_shows(bundled_site: Client) -> None:
    lines = bundled_site("/en/compare/map.csv?measure=share").body.decode("utf-8-sig").splitlines()

    assert lines[:2] == [
        "Prefecture,Answers,Share of the prefecture’s answers,IRI",
        "Kagawa,36,100%,https://w3id.org/jp-digigov/id/pref/37",
    ]


def test_only_the_workbook_of_a_matrix_has_a_row_of_totals() -> None:
    path = "compare/prefecture-technology"
    rows, table = rows_of(path), parts_of(path)["xl/worksheets/sheet1.xml"]

    assert "All answers" not in {row[0] for row in rows}
    assert table.count("<row ") == len(rows) + 1
    assert re.search(rf'<autoFilter ref="A1:[A-Z]+{len(rows)}"', table)


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith("compare/pref")])
def test_the_last_column_of_a_list_is_the_iri_of_its_row(path: str) -> None:
    base = "https://w3id.org/jp-digigov/"
    head, *rows = rows_of(path)

    assert head[-1] == "IRI"
    assert [row[-1] for row in rows if not row[-1].startswith(base)] == []
    assert len({row[-1] for row in rows}) == len(rows)


def test_a_workbook_keeps_the_number_of_an_answer_which_excel_may_read_as_a_date(
    bundled_site: Client,
) -> None:
    parts = parts_of("explore")

    strings = re.findall(r"<t[^>]*>([^<]*)</t>", parts["xl/sharedStrings.xml"])
    assert rows_of("explore")[1][0] in strings
    assert "Excel may read" in bundled_site("/en/download").body.decode()


def test_a_row_for_answers_without_a_value_has_no_iri(bundled_site: Client) -> None:
    text = bundled_site("/en/list/technologies.csv").body.decode("utf-8-sig")
    *_, silent = csv.DictReader(io.StringIO(text, newline=""))

    assert silent["Technology"] == "(none named)"
    assert silent["IRI"] == ""


def test_an_unknown_list_is_not_found() -> None:
    for path in (
        *("list/nothing.csv", "list-of/nothing.csv?of=id/pref/01", "compare/nothing.xlsx"),
        "list-of/by-status.csv?of=id/pref/99",
    ):
        assert sample_site()(f"/en/{path}").status == 404


def test_an_empty_column_is_in_the_file_and_not_on_the_page(bundled_site: Client) -> None:
    path = "concept/counted-kind"

    page = bundled_site(f"/en/{path}").body.decode()
    coded = bundled_site("/en/concept/employment").body.decode()
    file = bundled_site(f"/en/list-of/scheme-users.csv?of={path}")

    assert 'data-label="Code"' not in page
    assert 'data-label="Code"' in coded
    assert "Code" in file.body.decode("utf-8-sig").splitlines()[0]


def test_a_list_of_things_names_their_entries_by_number(bundled_site: Client) -> None:
    page = bundled_site("/en/concept/technology/ai-ocr?list=concept-things").body.decode()

    assert ">1-334</a>" in page
    assert ">Entry 1-334 (Fukushima)</a>" not in page


def test_a_file_of_prefectures_side_by_side_says_of_what_each_row_is(bundled_site: Client) -> None:
    path = "/en/compare/prefectures.csv?prefecture=24&prefecture=13"
    text = bundled_site(path).body.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    aspects = [row[0] for row in rows]

    assert head == ["Aspect", "Answers", "Tokyo", "Mie"]
    assert {"Table", "Status", "Technology"} <= set(aspects)
    assert len({tuple(row[:2]) for row in rows}) == len(rows)
    assert "All answers" not in {row[1] for row in rows}
    by_table = [row[2:] for row in rows if row[0] == "Table"]
    assert [sum(map(int, counts)) for counts in zip(*by_table, strict=True)] == [17, 34]
