"""Every number on a page names its count and equals two independent counts."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pyoxigraph as ox
import pytest
from counted_pages import (
    BASE,
    STRIDE,
    check,
    figures,
    found_on,
    some_of_each_unit,
    text_of,
)
from endpoint import Client
from raw_counts import RawCounts
from raw_structures import RawStructures

from server.charts.routes import COMPARISONS
from server.engine import LocalDataset
from server.findings.book import load_findings
from server.http.language import Language
from server.site.kinds import INDEXES, kind_of
from server.site.tables.list_queries import list_query

LINKED = re.compile(r'href="([^"]*)"><data (?:class="value" )?value="(\d+)" data-count="([^"]*)"')
# A number in a table without the name of a count; the data themselves state some.
BARE = re.compile(r'<td(?=[^>]*class="number")(?:[^>]*data-label="([^"]*)")?[^>]*>\s*[\d,]+\s*<')
STATED = {
    "ページ",
    "記載件数",
    "計算件数",
    "専任",
    "兼務",
    "合計",
    "参加団体数",
    "#",
    "大きさ",
    "トリプル",
}
VIEWS = (
    *("", "?technology=artificial-intelligence", "?technology=not-named&table=ProcedureEntry"),
    *("?type=group-taxation&status=introduced&sort=-name", "?prefecture=08&prefecture=24"),
    *("?offer=scenario&reason=not-named", "?kind=unit", "?scope=all-municipalities&size=25"),
    *("?participation=planned", "?participation=not-named&table=SharedSystemEntry"),
)
# Counts that come from the query of a list or a finding.
OF_QUERIES = {"rows", "finding"}
MAPS = ("?of=technology:ai-ocr", "?status=planned&table=PostEntry", "?measure=share")
PLAIN = (
    *("", "about/survey", "ontology", "ontology?part=reused", "dictionary", "dictionary/dg-Entry"),
    *("dictionary/dg-ProcedureEntry", "search?q=RPA", "search?q=AI-OCR+%E7%A8%8E"),
)


@dataclass(frozen=True, slots=True)
class RawFigures:
    """All counts over raw quads: those of answers and things, and those of single resources."""

    counts: RawCounts
    structures: RawStructures

    def count(self, key: str) -> int | None:
        found = self.counts.count(key)
        return self.structures.count(key) if found is None else found


@pytest.fixture(scope="module")
def raw(bundled_dataset: Path) -> RawFigures:
    counts = RawCounts.of(bundled_dataset / "digigov.nq", BASE)
    files = [bundled_dataset / name for name in ("digigov.nq", "catalogue.nq")]
    return RawFigures(counts, RawStructures.of(files, BASE))


def resources(dataset: LocalDataset) -> list[str]:
    found = {
        quad.subject.value.removeprefix(BASE)
        for quad in dataset.store
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE)
    }
    return sorted(path for path in found if "#" not in path)


def one_of_each_kind(dataset: LocalDataset) -> list[str]:
    firsts: dict[object, str] = {}
    for path in resources(dataset):
        firsts.setdefault((kind_of(path), path.split("/")[:2][-1]), path)
    return list(firsts.values())


def pages() -> list[str]:
    return [
        *PLAIN,
        *(f"list/{index.slug}" for index in INDEXES),
        *(f"explore{view}" for view in VIEWS),
        *(f"compare/{item.slug}" for item in COMPARISONS),
        *(f"compare/map{view}" for view in MAPS),
        *("findings", *(f"findings/{finding.slug}" for finding in load_findings())),
        *("compare/prefecture-technology?sort=ai-ocr", "compare/field-status?table=PostEntry"),
    ]


def some_pages(dataset: LocalDataset) -> list[str]:
    """Return every second page about the whole dataset, and one of each kind of resource."""
    return [*pages()[::2], *one_of_each_kind(dataset)]


def test_the_numbers_of_every_kind_of_page_agree_with_sparql_and_the_quads(
    site: Client, dataset: LocalDataset, raw: RawFigures
) -> None:
    found = found_on(site, some_pages(dataset))

    check(some_of_each_unit(found, STRIDE), dataset, raw)

    uncounted = {key for key in found if raw.count(key) is None and "q=" not in key}
    assert {key.partition("?")[0] for key in uncounted} <= OF_QUERIES


@pytest.mark.slow
def test_the_numbers_of_every_page_agree_with_sparql_and_the_quads(
    site: Client, dataset: LocalDataset, raw: RawFigures
) -> None:
    evidence = ("id/annotation/", "id/span/")
    paths = [path for path in resources(dataset) if not path.startswith(evidence)]

    check(found_on(site, [*pages(), *paths]), dataset, raw)


def test_no_number_in_a_table_is_without_its_figure(site: Client, dataset: LocalDataset) -> None:
    bare = {
        (path, label)
        for path in some_pages(dataset)
        for label in BARE.findall(text_of(site, f"/ja/{path}"))
        if label not in STATED
    }

    assert bare == set()


def test_every_list_has_one_row_for_each_thing(dataset: LocalDataset) -> None:
    for index in INDEXES:
        if index.query.startswith("index-"):
            query = list_query(index.query)
            rows = dataset.rows(query.text(BASE, Language.JA))
            firsts = [row[query.columns[0]] for row in rows]
            assert len(firsts) == len(set(firsts)), index.slug


def test_a_figure_links_to_a_list_of_that_length(site: Client) -> None:
    for path in ("", "concept/technology/artificial-intelligence", "id/pref/08", "list/schemes"):
        page = text_of(site, f"/ja/{path}")
        links = LINKED.findall(page)
        assert links
        for href, value, key in links[:: max(1, len(links) // 12)]:
            shown = dict(figures(text_of(site, unescape(href))))
            assert shown.get(unescape(key)) == int(value), (path, href, key)
