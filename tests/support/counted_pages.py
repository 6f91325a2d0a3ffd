"""Compares the figures on pages with SPARQL and with the raw quads."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl

import pyoxigraph as ox
from endpoint import Client

from server.counts.definition import count_of
from server.counts.editions import in_edition
from server.engine import LocalDataset
from server.http.language import Language
from server.site.editions import editions_of
from server.site.tables.list_queries import list_query

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/jp-digigov/"
DATA = re.compile(r'<data (?:class="[a-z]+" )?value="([^"]*)" data-count="([^"]*)">([^<]*)</data>')
# Each landing counts one figure in this many of each unit.
STRIDE = 6
DRAWN = re.compile(r'data-count="([^"]*)" data-value="([^"]*)"')


def figures(page: str) -> Iterator[tuple[str, int]]:
    """Yield each figure on a page with its number."""
    for value, key, shown in DATA.findall(page):
        assert shown.replace(",", "") == value, key
        yield unescape(key), int(value)
    for key, value in DRAWN.findall(page):
        yield unescape(key), int(value)


def found_on(site: Client, paths: list[str]) -> dict[str, set[int]]:
    """Return every figure on pages in both languages, with all its numbers."""
    found: dict[str, set[int]] = {}
    for path in paths:
        languages = [dict(figures(text_of(site, f"/{code}/{path}"))) for code in Language]
        assert languages[0] == languages[1], path
        for key, value in languages[0].items():
            found.setdefault(key, set()).add(value)
    return found


def some_of_each_unit(found: dict[str, set[int]], stride: int) -> dict[str, set[int]]:
    """Return the first figure of each unit, and one in `stride` of the others."""
    units: dict[str, list[str]] = {}
    for key in sorted(found):
        units.setdefault(key.partition("?")[0], []).append(key)
    return {key: found[key] for keys in units.values() for key in keys[::stride]}


def text_of(site: Client, path: str) -> str:
    reply = site(path.partition("#")[0])
    assert reply.status == 200, path
    return reply.body.decode()


def counted(dataset: LocalDataset, key: str) -> int:
    """Return the number by SPARQL: a count, or the number of rows of a list."""
    if not key.startswith("rows?"):
        row = dataset.rows(count_of(key).counting(BASE))[0]
        assert isinstance(row["count"], ox.Literal)
        return int(row["count"].value)
    given = dict(part.split("=", 1) for part in key.partition("?")[2].split("&"))
    this = BASE + given["of"] if "of" in given else ""
    edition = given.get("edition", "")
    rows = dataset.rows(list_query(given["list"]).text(BASE, Language.JA, this, edition))
    return len([row for row in rows if row])


class CountsQuads(Protocol):
    """Counts a figure over raw quads."""

    def count(self, key: str) -> int | None: ...


Rows = list[dict[str, str]]


def answered(dataset: LocalDataset, slug: str, edition: str) -> Rows:
    """Return the rows of an example query, the latest edition's where none is named, as texts."""
    text = (ROOT / "ontology" / "examples" / f"{slug}.rq").read_text("utf-8")
    query = in_edition(text, BASE, edition or editions_of(dataset).default)
    return [
        {name: getattr(term, "value", "") for name, term in row.items()}
        for row in dataset.rows(query)
    ]


def is_of_finding(key: str) -> bool:
    return key.startswith("finding?")


def taken(dataset: LocalDataset, key: str, answers: Callable[[str, str], Rows]) -> int:
    """Return the number for a placeholder of a finding (see server/findings/texts.toml)."""
    given = dict(parse_qsl(key.partition("?")[2]))
    slug, *conditions, wanted = given["of"].split("|")
    rows = answers(slug, given.get("edition", ""))
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


def check(found: dict[str, set[int]], dataset: LocalDataset, raw: CountsQuads) -> None:
    # test_words.py compares the results of word searches with all texts.
    found = {key: own for key, own in found.items() if "q=" not in key}
    answers = cache(lambda slug, edition: answered(dataset, slug, edition))
    by_sparql = {
        key: {taken(dataset, key, answers) if is_of_finding(key) else counted(dataset, key)}
        for key in found
    }
    by_quads = {key: {number} for key in found if (number := raw.count(key)) is not None}

    assert {key: own for key, own in found.items() if own != by_sparql[key]} == {}
    assert {key: own for key, own in by_quads.items() if own != found[key]} == {}
    assert {key.partition("?")[0] for key in by_quads} >= {"answers", "prefectures"}
