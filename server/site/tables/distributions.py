"""Answers by the values of a facet: lists on the start page, concepts and prefectures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from server.counts.definition import Count
from server.counts.facets import SILENT, Facet
from server.counts.grouping import by
from server.counts.view import View
from server.engine import Pattern, Row
from server.engine.row_values import number_of
from server.site.tables.cells import Cell
from server.site.tables.counted import answers, counted
from server.site.tables.list_figures import ListFigures
from server.site.tables.table import Slice, Table, TableMaker

_BROADER = ox.NamedNode("http://www.w3.org/2004/02/skos/core#broader")
PREFIX = "by-"


@dataclass(frozen=True, slots=True)
class Distribution:
    """The answers of a view by a facet, in one language."""

    tables: TableMaker
    view: View
    facet: Facet

    @property
    def query(self) -> str:
        """Return the query of the list."""
        return by(self.view, self.facet, self.tables.language, self._base)

    def queries(self) -> list[str]:
        """Return all queries of the list."""
        silent = [self._silent_query] if self.facet.within else []
        return [self.query, self._total_query, *silent]

    @property
    def _total_query(self) -> str:
        return Count("answers", self.view).counting(self._base)

    @property
    def _silent_query(self) -> str:
        view = self.view.having(**{self.facet.name: SILENT})
        return Count("answers", view).counting(self._base)

    def table(self, name: str = "", part: Slice | None = None) -> Table:
        """Return the list of values with their answers, then the answers without a value."""
        query = self.query
        self.tables.dataset.read(queries=self.queries())
        ordered = self._in_order(self.tables.dataset.rows(query))
        rows, depths = [row for row, _ in ordered], [depth for _, depth in ordered]
        own = slice(part.start, part.start + part.length) if part else slice(None)
        whole = self.tables.of_rows(name or f"{PREFIX}{self.facet.name}", query, rows[own])
        silent = self._silent() if rows else 0
        return replace(
            whole,
            rows=[
                self._cells(*shown)
                for shown in zip(rows[own], whole.rows, depths[own], strict=True)
            ],
            total=len(rows),
            foot=[self._silence(silent, len(whole.columns))] if silent else [],
            counted=self._counted(rows) if rows else (),
        )

    def index(self, name: str, part: Slice) -> Table:
        """Return the list of all values, with their number as its figure."""
        table = self.table(name, part)
        figure = ListFigures(name, "", self.tables.reader, self.tables.edition).of_list(table.total)
        return replace(table, counted=[figure])

    @property
    def _base(self) -> str:
        return self.tables.dataset.identity.base

    def _cells(self, row: Row, cells: Sequence[Cell], depth: int) -> list[Cell]:
        slug = self._iri(row).removeprefix(self._base + self.facet.prefix)
        view = self.view.having(**{self.facet.name: slug})
        units = {"entries": "answers", "prefectures": "prefectures"}
        name = replace(cells[0], depth=depth)
        return [name] + [
            self._figure(view.key(unit), number_of(row[column]))
            for column, unit in units.items()
            if column in row
        ]

    def _counted(self, rows: Sequence[Row]) -> list[Cell]:
        """Return the totals of the list: answers, and the number of prefectures."""
        total = number_of(self.tables.dataset.rows(self._total_query)[0]["count"])
        found = [self._figure(self.view.key("answers"), total)]
        if self.facet.name == "prefecture":
            named = sum(number_of(row["entries"]) > 0 for row in rows)
            found.insert(0, self._figure(self.view.key("prefectures"), named))
        return found

    def _figure(self, key: str, value: int) -> Cell:
        return counted(self.tables.reader.addresses, self.tables.language, key, value)

    def _silent(self) -> int:
        if not self.facet.within:
            return 0
        return number_of(self.tables.dataset.rows(self._silent_query)[0]["count"])

    def _silence(self, value: int, width: int) -> list[Cell]:
        language = self.tables.language
        name = Cell(self.tables.messages.text(language, "count.not-named"))
        view = self.view.having(**{self.facet.name: SILENT})
        figure = answers(self.tables.reader.addresses, language, view, value)
        return [name, figure, *[Cell("")] * (width - 2)]

    def _iri(self, row: Row) -> str:
        term = row[self.facet.name]
        return term.value if isinstance(term, ox.NamedNode) else ""

    def _in_order(self, rows: Sequence[Row]) -> list[tuple[Row, int]]:
        """Return rows with depth: narrower values follow their broader one, if that has a row."""
        if not self.facet.tree:
            # On the page of a region, the prefectures of other regions are left out.
            is_part = "region" in self.view.chosen
            return [(row, 0) for row in rows if number_of(row["entries"]) or not is_part]
        self.tables.dataset.read(Pattern(row_node(row, self.facet)) for row in rows)
        below: dict[str, list[Row]] = {}
        known = {self._iri(row) for row in rows}
        for row in rows:
            found = self.tables.dataset.quads(Pattern(row_node(row, self.facet), _BROADER))
            broader = {str(quad.object).strip("<>") for quad in found}
            # The first by name, because engines give them in any order.
            below.setdefault(min(broader & known, default=""), []).append(row)
        return [
            item
            for row in below.get("", ())
            for item in ((row, 0), *((one, 1) for one in below.get(self._iri(row), ())))
        ]


def row_node(row: Row, facet: Facet) -> ox.NamedNode:
    """Return the value of a facet in a row."""
    term = row[facet.name]
    return term if isinstance(term, ox.NamedNode) else ox.NamedNode("urn:none")
