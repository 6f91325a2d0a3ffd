"""An index of entries as bit sets: the entries of a view, and the count of each choice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from server.counts.facets import EDITION, EVERY, FACETS, SILENT, Facet
from server.counts.view import View
from server.engine import Dataset, Row
from server.engine.row_values import text_in
from server.facets.sparql import select_of, view_query
from server.facets.state import SORTS, State
from server.http.language import Language


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet: its entries as a bit set, its code, and the slug of the broader value."""

    slug: str
    entries: int
    code: str = ""
    broader: str = ""


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """A value as a choice: its number of entries, given the choices in other facets.

    `depth` is 1 below a broader value.
    """

    slug: str
    count: int
    chosen: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The index: bit i of a set stands for the i-th entry in printed order.

    `positions` has the index of each entry by its path, `orders` the indices of all entries in each
    sort order, `rows` the rows of the view's query by language.
    """

    base: str
    positions: Mapping[str, int]
    values: Mapping[str, Mapping[str, FacetValue]]
    orders: Mapping[str, Sequence[int]]
    rows: Mapping[Language, Sequence[Row]]

    @property
    def every(self) -> int:
        """Return all entries."""
        return (1 << len(self.positions)) - 1

    def paths(self, found: int) -> tuple[str, ...]:
        """Return the paths of entries in printed order."""
        return tuple(path for path, position in self.positions.items() if found >> position & 1)

    def selected(self, view: View, without: str = "") -> int:
        """Return the entries of a view, ignoring the choices in the facet `without`."""
        found = self.every
        if view.words:
            found = reduce(or_, (1 << self.positions[path] for path in view.found), 0)
        for name in view.chosen:
            if name != without and not (name == EDITION and EVERY in view.of(name)):
                found &= self._any_of(name, view.of(name))
        return found

    def _any_of(self, facet: str, slugs: Sequence[str]) -> int:
        known = self.values[facet]
        return reduce(or_, (known[slug].entries for slug in slugs if slug in known), 0)

    def edition_at(self, position: int) -> str:
        """Return the slug of the edition of the entry at a position, "" if it has none."""
        found = self.values[EDITION].items()
        return next((slug for slug, value in found if value.entries >> position & 1), "")

    def in_order(self, state: State) -> list[int]:
        """Return the indices of all entries of a view, in its order."""
        found = self.selected(state.view)
        order = self.orders[state.sort.removeprefix("-")]
        positions = [position for position in order if found >> position & 1]
        return positions[::-1] if state.sort.startswith("-") else positions

    def choices(self, view: View, facet: Facet) -> list[FacetChoice]:
        """Return, in order, the values of a facet that have entries or are chosen."""
        others = self.selected(view, without=facet.name)
        chosen = set(view.of(facet.name))
        counted = [
            FacetChoice(
                value.slug,
                (value.entries & others).bit_count(),
                value.slug in chosen,
                int(bool(value.broader)),
            )
            for value in _in_order(facet, self.values[facet.name])
        ]
        unknown = chosen - self.values[facet.name].keys() - {EVERY}
        shown = [choice for choice in counted if choice.count or choice.chosen]
        return shown + [FacetChoice(slug, 0, chosen=True, depth=0) for slug in sorted(unknown)]


def catalogue_of(dataset: Dataset) -> Catalogue:
    """Return the index of a dataset's entries."""
    base = dataset.identity.base
    rows = {language: dataset.rows(select_of(State(), language, base)) for language in Language}
    positions = {text_in(row, "entry"): index for index, row in enumerate(rows[Language.JA])}
    orders = {
        sort: [
            positions[text_in(row, "entry")]
            for row in dataset.rows(select_of(State(sort=sort), Language.JA, base))
        ]
        for sort in SORTS
    }
    codes = _pairs(dataset, "notations", "code")
    broader = _pairs(dataset, "broader", "broader")
    by_class = _entries_by_class(dataset, positions)
    values = {
        facet.name: _values(dataset, facet, positions, codes, broader if facet.tree else {})
        | _silent(dataset, facet, positions, by_class)
        for facet in FACETS
    }
    paths = {iri.removeprefix(base): position for iri, position in positions.items()}
    return Catalogue(base, paths, values, orders, rows)


def _pairs(dataset: Dataset, name: str, of: str) -> dict[str, str]:
    rows = dataset.rows(view_query(name, dataset.identity.base))
    return {text_in(row, "value"): text_in(row, of) for row in rows}


def _entries_by_class(dataset: Dataset, positions: Mapping[str, int]) -> Mapping[str, int]:
    """Return the entries of each class as a bit set, by the class's name."""
    base = dataset.identity.base
    found: dict[str, int] = {}
    for row in dataset.rows(view_query("classes", base)):
        name = text_in(row, "class").removeprefix(f"{base}ontology#")
        found[name] = found.get(name, 0) | _bit(positions, row)
    return found


def _bit(positions: Mapping[str, int], row: Row) -> int:
    entry = text_in(row, "entry")
    return 1 << positions[entry] if entry in positions else 0


def _silent(
    dataset: Dataset, facet: Facet, positions: Mapping[str, int], by_class: Mapping[str, int]
) -> dict[str, FacetValue]:
    """Return the entries that could have a value of the facet but have none."""
    query = view_query("values", dataset.identity.base, path=facet.entry_path)
    having = reduce(or_, (_bit(positions, row) for row in dataset.rows(query)), 0)
    could = reduce(or_, (by_class.get(name, 0) for name in facet.within), 0)
    silent = could & ~having
    return {SILENT: FacetValue(SILENT, silent)} if having and silent else {}


def _values(
    dataset: Dataset,
    facet: Facet,
    positions: Mapping[str, int],
    codes: Mapping[str, str],
    broader: Mapping[str, str],
) -> dict[str, FacetValue]:
    base = dataset.identity.base
    start = base + facet.prefix
    query = view_query("values", base, path=facet.entry_path)
    entries: dict[str, int] = {}
    for row in dataset.rows(query):
        iri = text_in(row, "value")
        slug = iri.removeprefix(start)
        if iri.startswith(start) and re.fullmatch(facet.pattern, slug):
            entries[slug] = entries.get(slug, 0) | _bit(positions, row)
    return {
        slug: FacetValue(slug, bits, codes.get(start + slug, ""), broader.get(start + slug, ""))
        for slug, bits in sorted(entries.items())
    }


def _in_order(facet: Facet, values: Mapping[str, FacetValue]) -> list[FacetValue]:
    """Return values by code or by frequency, narrower ones after their broader one."""
    if facet.ordered:
        return sorted(values.values(), key=_by_code)
    ranked = sorted(values.values(), key=_by_frequency)
    below: dict[str, list[FacetValue]] = {}
    for value in ranked:
        below.setdefault(value.broader.rpartition("/")[2], []).append(value)
    return [item for top in below.pop("", []) for item in (top, *below.get(top.slug, ()))]


def _by_code(value: FacetValue) -> tuple[bool, str, str, str]:
    return value.slug == SILENT, _scheme(value), value.code, value.slug


def _by_frequency(value: FacetValue) -> tuple[bool, int, str]:
    # “None named” comes last, however frequent.
    return value.slug == SILENT, -value.entries.bit_count(), value.slug


def _scheme(value: FacetValue) -> str:
    # Joint use of procedures comes before further joint use of systems.
    return {"j": "1", "f": "2"}.get(value.slug[0], "") if "/" in value.slug else ""
