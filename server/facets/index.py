"""Entries and their values as bit sets: what a view has, and what each choice would leave."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import pyoxigraph as ox

from server.engine import Dataset, Row
from server.facets.facets import FACETS, Facet
from server.facets.sparql import select_of
from server.facets.state import SORTS, State
from server.http.language import Language

_NOTATIONS = """SELECT ?value ?code WHERE {
  ?value <http://www.w3.org/2004/02/skos/core#notation> ?code }"""
_BROADER = """SELECT ?value ?broader WHERE {
  ?value <http://www.w3.org/2004/02/skos/core#broader> ?broader } ORDER BY DESC(?broader)"""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: its entries as bits, its code, and the slug of the broader value."""

    slug: str
    entries: int
    code: str = ""
    broader: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value as a choice: how many entries it has under the other facets' choices.

    `depth` is 1 below a broader value.
    """

    slug: str
    count: int
    chosen: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The index: bit i of a set is the i-th entry as printed.

    `orders` has the places of all entries in each order, `rows` what the query of a view tells.
    """

    base: str
    values: Mapping[str, Mapping[str, Value]]
    orders: Mapping[str, Sequence[int]]
    rows: Mapping[Language, Sequence[Row]]

    def selected(self, state: State, without: str = "") -> int:
        """Return the entries of a view; the choices in the facet `without` do not count."""
        found = (1 << len(self.orders[SORTS[0]])) - 1
        for name in state.chosen:
            if name != without:
                found &= self._any_of(name, state.of(name))
        return found

    def _any_of(self, facet: str, slugs: Sequence[str]) -> int:
        known = self.values[facet]
        return reduce(or_, (known[slug].entries for slug in slugs if slug in known), 0)

    def in_order(self, state: State) -> list[int]:
        """Return the places of all entries of a view, in its order."""
        found = self.selected(state)
        order = self.orders[state.sort.removeprefix("-")]
        places = [place for place in order if found >> place & 1]
        return places[::-1] if state.sort.startswith("-") else places

    def choices(self, state: State, facet: Facet) -> list[Choice]:
        """Return the values of a facet that have entries, or are chosen, in their order."""
        others = self.selected(state, without=facet.name)
        chosen = set(state.of(facet.name))
        counted = [
            Choice(
                value.slug,
                (value.entries & others).bit_count(),
                value.slug in chosen,
                int(bool(value.broader)),
            )
            for value in _in_order(facet, self.values[facet.name])
        ]
        unknown = chosen - self.values[facet.name].keys()
        shown = [choice for choice in counted if choice.count or choice.chosen]
        return shown + [Choice(slug, 0, chosen=True, depth=0) for slug in sorted(unknown)]


def catalogue_of(dataset: Dataset) -> Catalogue:
    """Return the index of a dataset's entries."""
    base = dataset.identity.base
    rows = {language: dataset.rows(select_of(State(), language, base)) for language in Language}
    places = {_value(row, "entry"): place for place, row in enumerate(rows[Language.JA])}
    orders = {
        sort: [
            places[_value(row, "entry")]
            for row in dataset.rows(select_of(State(sort=sort), Language.JA, base))
        ]
        for sort in SORTS
    }
    codes = {_value(row, "value"): _value(row, "code") for row in dataset.rows(_NOTATIONS)}
    broader = {_value(row, "value"): _value(row, "broader") for row in dataset.rows(_BROADER)}
    values = {
        facet.name: _values(dataset, facet, places, codes, broader if facet.tree else {})
        for facet in FACETS
    }
    return Catalogue(base, values, orders, rows)


def _values(
    dataset: Dataset,
    facet: Facet,
    places: Mapping[str, int],
    codes: Mapping[str, str],
    broader: Mapping[str, str],
) -> dict[str, Value]:
    base = dataset.identity.base
    start = base + facet.prefix
    query = (
        f"PREFIX dg: <{base}ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        f"SELECT DISTINCT ?entry ?value WHERE {{ ?entry a dg:Entry . ?entry {facet.path} ?value }}"
    )
    entries: dict[str, int] = {}
    for row in dataset.rows(query):
        iri, entry = _value(row, "value"), _value(row, "entry")
        slug = iri.removeprefix(start)
        if iri.startswith(start) and re.fullmatch(facet.pattern, slug) and entry in places:
            entries[slug] = entries.get(slug, 0) | 1 << places[entry]
    return {
        slug: Value(slug, bits, codes.get(start + slug, ""), broader.get(start + slug, ""))
        for slug, bits in entries.items()
    }


def _in_order(facet: Facet, values: Mapping[str, Value]) -> list[Value]:
    """Return values by code, or the most frequent first; narrower ones follow their broader one."""
    if facet.ordered:
        return sorted(values.values(), key=lambda value: (_scheme(value), value.code, value.slug))
    ranked = sorted(values.values(), key=lambda value: (-value.entries.bit_count(), value.slug))
    below: dict[str, list[Value]] = {}
    for value in ranked:
        below.setdefault(value.broader.rpartition("/")[2], []).append(value)
    return [item for top in below.pop("", []) for item in (top, *below.get(top.slug, ()))]


def _scheme(value: Value) -> str:
    # Joint use of procedures stands before further joint use of systems.
    return {"j": "1", "f": "2"}.get(value.slug[0], "") if "/" in value.slug else ""


def _value(row: Row, name: str) -> str:
    term = row[name]
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
