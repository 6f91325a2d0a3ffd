"""Every number on a page says which figure it is, and is what two independent counts say."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pyoxigraph as ox
import pytest
from endpoint import Client
from raw_counts import RawCounts

from server.charts.routes import COMPARISONS
from server.counts.definition import count_of
from server.engine import LocalDataset
from server.findings.book import load_findings
from server.http.language import Language
from server.site.kinds import INDEXES, kind_of
from server.site.tables.list_queries import list_query

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/jp-digigov/"
DATA = re.compile(r'<data (?:class="[a-z]+" )?value="([^"]*)" data-count="([^"]*)">([^<]*)</data>')
LINKED = re.compile(r'href="([^"]*)"><data (?:class="value" )?value="(\d+)" data-count="([^"]*)"')
DRAWN = re.compile(r'data-count="([^"]*)" data-value="([^"]*)"')
# A number in a table that no figure is named for; the data themselves state some.
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
MAPS = ("?of=technology:ai-ocr", "?status=planned&table=PostEntry", "?measure=share")
PLAIN = (
    *("", "about/survey", "ontology", "ontology?part=reused", "dictionary", "dictionary/dg-Entry"),
    *("dictionary/dg-ProcedureEntry", "search?q=RPA", "search?q=AI-OCR+%E7%A8%8E"),
)


@pytest.fixture(scope="module")
def raw(bundled_dataset: Path) -> RawCounts:
    return RawCounts.of(bundled_dataset / "digigov.nq", BASE)


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


def figures(page: str) -> Iterator[tuple[str, int]]:
    """Yield each figure that a page names, with the number that it gives."""
    for value, key, shown in DATA.findall(page):
        assert shown.replace(",", "") == value, key
        yield unescape(key), int(value)
    for key, value in DRAWN.findall(page):
        yield unescape(key), int(value)


def found_on(site: Client, paths: list[str]) -> dict[str, set[int]]:
    """Return every figure of pages in both languages, with all numbers that are given for it."""
    found: dict[str, set[int]] = {}
    for path in paths:
        languages = [dict(figures(text_of(site, f"/{code}/{path}"))) for code in Language]
        assert languages[0] == languages[1], path
        for key, value in languages[0].items():
            found.setdefault(key, set()).add(value)
    return found


def text_of(site: Client, path: str) -> str:
    reply = site(path.partition("#")[0])
    assert reply.status == 200, path
    return reply.body.decode()


def counted(dataset: LocalDataset, key: str) -> int:
    """Return what SPARQL says: a count, or how many rows a list has."""
    if not key.startswith("rows?"):
        row = dataset.rows(count_of(key).counting(BASE))[0]
        assert isinstance(row["count"], ox.Literal)
        return int(row["count"].value)
    given = dict(part.split("=", 1) for part in key.partition("?")[2].split("&"))
    this = BASE + given["of"] if "of" in given else ""
    rows = dataset.rows(list_query(given["list"]).text(BASE, Language.JA, this))
    return len([row for row in rows if row])


Rows = list[dict[str, str]]


def answered(dataset: LocalDataset, slug: str) -> Rows:
    """Return the rows of an example query, with values as texts."""
    query = (ROOT / "ontology" / "examples" / f"{slug}.rq").read_text("utf-8")
    return [
        {name: getattr(term, "value", "") for name, term in row.items()}
        for row in dataset.rows(query)
    ]


def is_of_finding(key: str) -> bool:
    return key.startswith("finding?")


def taken(dataset: LocalDataset, key: str, answers: Callable[[str], Rows]) -> int:
    """Return the number at a place of a finding (server/findings/texts.toml says how it reads)."""
    slug, *conditions, wanted = dict(parse_qsl(key.partition("?")[2]))["of"].split("|")
    rows = answers(slug)
    for condition in conditions:
        column, _, value = condition.partition("=")
        named = label_of(dataset, value)
        rows = (
            [row for row in rows if row.get(column) == named]
            if column != condition
            else [rows[int(condition)]]
        )
    if wanted == "rows":
        return len(rows)
    numbers = [int(row[wanted.removeprefix("+")]) for row in rows]
    return sum(numbers) if wanted.startswith("+") else numbers[0]


def label_of(dataset: LocalDataset, value: str) -> str:
    """Return the Japanese name of a concept, and a literal as it is."""
    if "/" not in value:
        return value
    named = f"<{BASE}concept/{value}> skos:prefLabel ?label FILTER(LANG(?label) = 'ja')"
    prefix = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"
    (row,) = dataset.rows(f"{prefix} SELECT ?label {{ {named} }}")
    assert isinstance(row["label"], ox.Literal)
    return row["label"].value


def check(found: dict[str, set[int]], dataset: LocalDataset, raw: RawCounts) -> None:
    # What words find is compared with all texts in test_words.py.
    found = {key: own for key, own in found.items() if "q=" not in key}
    answers = cache(lambda slug: answered(dataset, slug))
    by_sparql = {
        key: {taken(dataset, key, answers) if is_of_finding(key) else counted(dataset, key)}
        for key in found
    }
    by_quads = {key: {number} for key in found if (number := raw.count(key)) is not None}

    assert {key: own for key, own in found.items() if own != by_sparql[key]} == {}
    assert {key: own for key, own in by_quads.items() if own != found[key]} == {}
    assert {key.partition("?")[0] for key in by_quads} >= {"answers", "prefectures"}


def test_the_numbers_of_every_kind_of_page_are_what_sparql_and_the_quads_say(
    site: Client, dataset: LocalDataset, raw: RawCounts
) -> None:
    paths = [*pages(), *one_of_each_kind(dataset)]

    check(found_on(site, paths), dataset, raw)


@pytest.mark.slow
def test_the_numbers_of_every_page_are_what_sparql_and_the_quads_say(
    site: Client, dataset: LocalDataset, raw: RawCounts
) -> None:
    evidence = ("id/annotation/", "id/span/")
    paths = [path for path in resources(dataset) if not path.startswith(evidence)]

    check(found_on(site, [*pages(), *paths]), dataset, raw)


def test_no_number_in_a_table_is_without_its_figure(site: Client, dataset: LocalDataset) -> None:
    bare = {
        (path, label)
        for path in [*pages(), *one_of_each_kind(dataset)]
        for label in BARE.findall(text_of(site, f"/ja/{path}"))
        if label not in STATED
    }

    assert bare == set()


def test_every_list_has_one_row_a_thing(dataset: LocalDataset) -> None:
    for index in INDEXES:
        if index.query.startswith("index-"):
            query = list_query(index.query)
            rows = dataset.rows(query.text(BASE, Language.JA))
            firsts = [row[query.columns[0]] for row in rows]
            assert len(firsts) == len(set(firsts)), index.slug


def test_a_figure_leads_to_a_list_that_is_as_long_as_it_says(site: Client) -> None:
    for path in ("", "concept/technology/artificial-intelligence", "id/pref/08", "list/schemes"):
        page = text_of(site, f"/ja/{path}")
        links = LINKED.findall(page)
        assert links
        for href, value, key in links[:: max(1, len(links) // 12)]:
            shown = dict(figures(text_of(site, unescape(href))))
            assert shown.get(unescape(key)) == int(value), (path, href, key)
