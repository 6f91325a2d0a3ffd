"""The numbers of findings are counts of the site, and each leads to the list of what it counts."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from counted_pages import counted, figures, is_of_finding, text_of
from endpoint import Client

from server.counts.definition import count_of
from server.engine import LocalDataset
from server.findings.book import load_findings
from server.findings.page import texts_of
from server.findings.query_counts import count_key, definitions
from server.findings.values import Results
from server.http.language import Language
from server.site.site import Site
from server.site.tables.cells import Cell
from server.site.tables.list_queries import columns_of

# Columns whose integers count no list: extremes, sums over prefectures, and numbers of classes.
OF_NO_LIST = {
    *("technology-spread|most", "regional-spread|least", "regional-spread|most"),
    "external-posts-and-procedures|procedures",
    "prefectures-by-posts-and-procedures|prefectures",
}
LINKED = re.compile(r'href="([^"]*)"><data value="(\d+)" data-count="([^"]*)"')
QUERIES = sorted({part.query for finding in load_findings() for part in finding.parts})

in_each_edition = pytest.mark.parametrize(
    "edition", ["nga-2020", pytest.param("test-2022", marks=pytest.mark.slow)]
)


@pytest.fixture(scope="module")
def single(bundled_data: LocalDataset) -> Results:
    return Results(Site.of(bundled_data), Language.JA)


@pytest.fixture(scope="module")
def several(edition_data: LocalDataset) -> Site:
    return Site.of(edition_data)


def in_tables(results: Results) -> Iterator[tuple[str, Cell]]:
    """Yield each number in a table of a finding, with its query and column."""
    for slug in QUERIES:
        columns = columns_of(results.query(slug))
        for index in range(len(results.rows(slug))):
            cells = [(name, results.cell(slug, index, name)) for name in columns]
            yield from ((f"{slug}|{name}", cell) for name, cell in cells if cell.count)


def in_texts(results: Results) -> Iterator[Cell]:
    """Yield each number in a text of a finding."""
    texts = (text for finding in load_findings() for text in texts_of(finding, results.language))
    yield from (cell for text in texts for cell in results.pieces(text) if cell.count)


def faults(dataset: LocalDataset, results: Results) -> list[tuple[str, str, int]]:
    """Return the numbers that differ from the count of their key, and keys in another order."""
    cells = [*(cell for _, cell in in_tables(results)), *in_texts(results)]
    shown = {(cell.count, cell.text) for cell in cells if not is_of_finding(cell.count)}
    assert len(shown) > 500
    numbers = {key: counted(dataset, key) for key, _ in shown}
    return [
        (key, text, numbers[key])
        for key, text in sorted(shown)
        if int(text) != numbers[key] or count_of(key).key != key
    ]


def test_every_number_of_every_finding_is_the_count_that_it_links_to(
    bundled_data: LocalDataset, single: Results
) -> None:
    assert faults(bundled_data, single) == []


@in_each_edition
def test_every_number_of_a_finding_is_the_count_of_its_edition(
    edition_data: LocalDataset, several: Site, edition: str
) -> None:
    results = Results(several, Language.JA, edition)

    assert faults(edition_data, results) == []
    own = {cell.count for _, cell in in_tables(results) if not is_of_finding(cell.count)}
    assert [key for key in own if f"edition={edition}" not in key] == []


def test_only_numbers_that_count_no_list_stay_at_their_table(single: Results) -> None:
    assert {name for name, cell in in_tables(single) if is_of_finding(cell.count)} == OF_NO_LIST


def test_every_count_of_a_query_is_that_of_one_of_its_columns(single: Results) -> None:
    for slug, templates in definitions().items():
        known = {*columns_of(single.query(slug)), "rows"}
        assert {name.rpartition("|")[2] for name in templates} <= known, slug


@pytest.mark.parametrize("slug", definitions())
def test_the_resources_that_counts_name_change_no_row(single: Results, slug: str) -> None:
    columns = columns_of(single.query(slug))
    named = [{name: row.get(name) for name in columns} for row in single.rows(slug)]
    rows = single.site.dataset.rows(single.query(slug))

    assert named == [{name: row.get(name) for name in columns} for row in rows]


def test_a_sum_over_a_facet_is_the_count_without_it(single: Results) -> None:
    rows, reader = single.rows("status-by-policy-field"), single.site.reader(Language.JA)

    every = count_key("status-by-policy-field", "entries", rows, reader)

    assert every == "answers?table=ProcedureEntry"
    first = f"{every}&field=general-affairs&status=introduced"
    assert count_key("status-by-policy-field", "entries", rows[:1], reader) == first


def test_a_sum_over_technologies_is_no_count(single: Results) -> None:
    rows, reader = single.rows("status-by-technology"), single.site.reader(Language.JA)

    assert count_key("status-by-technology", "procedures", rows, reader) == ""
    assert count_key("status-by-technology", "procedures", rows[:1], reader)


@pytest.mark.parametrize("slug", ["specialists", "ai-ocr-and-rpa", "offers"])
def test_the_list_behind_a_number_of_a_finding_has_that_length(
    bundled_site: Client, slug: str
) -> None:
    links = LINKED.findall(text_of(bundled_site, f"/ja/findings/{slug}"))
    lists = [link for link in links if not is_of_finding(link[2])]

    assert lists
    for href, value, key in lists[:: max(1, len(lists) // 12)]:
        shown = dict(figures(text_of(bundled_site, unescape(href))))
        assert shown.get(unescape(key)) == int(value), (href, key)


@pytest.mark.parametrize(
    ("key", "of_each"),
    [
        (
            "prefectures-naming?named=concept/technology/chatbot&table=ProcedureEntry",
            "/ja/count/answers-naming",
        ),
        ("partners?type=concept/procedure-type/payroll&offering=id/pref/24", "/ja/explore"),
    ],
)
def test_each_prefecture_behind_a_number_leads_to_its_answers(
    bundled_site: Client, key: str, of_each: str
) -> None:
    page = text_of(bundled_site, f"/ja/count/{key}")

    ways = re.findall(rf'<td><a href="({of_each}\?[^"]*)"', page)

    assert len(ways) == dict(figures(page))[key]
    for way in ways:
        assert "/ja/id/entry/" in text_of(bundled_site, unescape(way))
