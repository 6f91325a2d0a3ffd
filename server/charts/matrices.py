"""Matrices: the answers of a view, one facet against another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil, sqrt

from server.charts.drawing.svg import STEPS
from server.charts.figure import Chart, ChartContext, Comparison
from server.charts.tabular import Head, MatrixRow, MatrixTable, RowGroup, Shaded, drawing_of
from server.counts.facets import SILENT, Facet, facet_named
from server.counts.grouping import across
from server.counts.view import View
from server.facets.index import Catalogue, FacetChoice
from server.site.tables.cells import Cell
from server.site.tables.counted import answers
from server.site.tables.table import Table
from server.site.tiles import short_name
from server.site.values import facet_title, value_of

_TOTAL = "total"


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Builds a matrix from two facets; only some values of the column's facet may be shown."""

    context: ChartContext
    slug: str
    down: Facet
    across: Facet
    depth: int | None = None

    def figure(self) -> Chart:
        context = self.context
        table = self._table()
        title = context.title(self.slug)
        return Chart(
            title=title,
            draw=lambda: drawing_of(table, title),
            table=self._query_as_table(),
            matrix=table,
            counted=[self._answers(View(context.view.chosen))],
            facets=(self.down, self.across),
        )

    def _columns(self) -> list[FacetChoice]:
        choices = _ranked(
            self.across, self.context.catalogue.choices(self.context.view, self.across)
        )
        named = [
            choice
            for choice in choices
            if choice.count and self.depth in {None, choice.depth} and choice.slug != SILENT
        ]
        silent = [choice for choice in choices if choice.count and choice.slug == SILENT]
        return [*named, *silent]

    def _slugs(self) -> list[str]:
        """Return the values of all rows, including those without answers in the view."""
        catalogue, name = self.context.catalogue, self.down.name
        found = catalogue.selected(self.context.view)
        choices = [
            replace(choice, count=(catalogue.values[name][choice.slug].entries & found).bit_count())
            for choice in catalogue.choices(self.context.whole, self.down)
        ]
        return [choice.slug for choice in _ranked(self.down, choices)]

    def _table(self) -> MatrixTable:
        columns = self._columns()
        numbers = {slug: self._numbers(slug, columns) for slug in self._slugs()}
        most = max((max(found[:-1], default=0) for found in numbers.values()), default=0)
        rows = {slug: self._row(slug, columns, found, most) for slug, found in numbers.items()}
        named = [index for index, column in enumerate(columns) if column.slug != SILENT]
        silent = [
            slug for slug, found in numbers.items() if not any(found[index] for index in named)
        ]
        return MatrixTable(
            corner=facet_title(self.context.site, self.down, self.context.language),
            heads=[self._head(column) for column in columns],
            total=self._total_head(),
            bands=self._bands(rows, numbers, columns),
            totals=[
                *(self._answers(self._view(column.slug)) for column in columns),
                self._answers(self.context.view),
            ],
            silent=[rows[slug].name for slug in silent],
        )

    def _view(self, column: str, row: str = "") -> View:
        chosen = {self.across.name: column} | ({self.down.name: row} if row else {})
        return self.context.view.having(**chosen)

    def _numbers(self, slug: str, columns: Sequence[FacetChoice]) -> list[int]:
        """Return the numbers of a row, its total last."""
        catalogue = self.context.catalogue
        values = catalogue.values
        own = catalogue.selected(self.context.view) & values[self.down.name][slug].entries
        found = [values[self.across.name][column.slug].entries & own for column in columns]
        return [bits.bit_count() for bits in (*found, own)]

    def _row(
        self, slug: str, columns: Sequence[FacetChoice], numbers: Sequence[int], most: int
    ) -> MatrixRow:
        name = value_of(self.context.site, self.down, slug, self.context.language)
        own = self.context.view.having(**{self.down.name: slug})
        return MatrixRow(
            name=Cell(name.text, self.context.address(own), name.lang),
            short=short_name(name.text) if self.down.name == "prefecture" else name.text,
            cells=[
                self._shaded(self._view(column.slug, slug), number, most)
                for column, number in zip(columns, numbers, strict=False)
            ],
            total=self._figure(own, numbers[-1]),
        )

    def _shaded(self, view: View, number: int, most: int) -> Shaded:
        # Square roots, because a few counts are large and most are small.
        step = min(STEPS, ceil(STEPS * sqrt(number / most))) if most else 0
        return Shaded(self._figure(view, number) if number else Cell(""), step)

    def _figure(self, view: View, number: int) -> Cell:
        return answers(self.context.site.addresses, self.context.language, view, number)

    def _answers(self, view: View) -> Cell:
        return self._figure(view, self.context.catalogue.selected(view).bit_count())

    def _head(self, column: FacetChoice) -> Head:
        name = value_of(self.context.site, self.across, column.slug, self.context.language)
        cell = Cell(name.text, self.context.address(self._view(column.slug)), name.lang)
        return Head(cell, *self._sorting(column.slug), narrower=bool(column.depth))

    def _total_head(self) -> Head:
        name = Cell(self.context.text("compare.total"))
        return Head(name, *self._sorting(_TOTAL))

    def _sorting(self, slug: str) -> tuple[str, str]:
        """Return the address that sorts by a column, or ends sorting, and the present direction."""
        is_sorted = self.context.sort == slug
        own = [] if is_sorted else [("sort", slug)]
        path = f"{self.context.language}/compare/{self.slug}"
        parameters = [*self.context.view.parameters(), *own]
        href = self.context.site.addresses.url_of(path, parameters)
        return href, "descending" if is_sorted else ""

    def _bands(
        self,
        rows: dict[str, MatrixRow],
        numbers: dict[str, list[int]],
        columns: Sequence[FacetChoice],
    ) -> list[RowGroup]:
        indexes = {column.slug: index for index, column in enumerate(columns)} | {_TOTAL: -1}
        if self.context.sort in indexes:
            at = indexes[self.context.sort]
            ordered = sorted(rows, key=lambda slug: (-numbers[slug][at], slug))
            return [RowGroup(None, [rows[slug] for slug in ordered])]
        if self.down.name != "prefecture":
            return [RowGroup(None, list(rows.values()))]
        return self._by_region(rows)

    def _by_region(self, rows: dict[str, MatrixRow]) -> list[RowGroup]:
        values = self.context.catalogue.values
        region = facet_named("region")
        bands: dict[str, list[MatrixRow]] = {}
        for slug, row in rows.items():
            own = values["prefecture"][slug].entries
            area = next((name for name, one in values["region"].items() if one.entries & own), "")
            bands.setdefault(area, []).append(row)
        return [
            RowGroup(value_of(self.context.site, region, name, self.context.language), found)
            for name, found in bands.items()
        ]

    def _query_as_table(self) -> Table:
        base, language = self.context.site.addresses.base, self.context.language
        query = across(self.context.view, (self.down, self.across), language, base)
        name = f"compare-{self.slug}"
        return self.context.tables.of_rows(name, query, ())


def _ranked(facet: Facet, choices: Sequence[FacetChoice]) -> list[FacetChoice]:
    """Return choices in the order of their scheme if it has one, else by their numbers of answers.

    Narrower values follow their broader one, “none named” comes last.
    """
    if facet.ordered:
        return list(choices)
    groups: list[list[FacetChoice]] = []
    for choice in choices:
        if choice.depth and groups:
            groups[-1].append(choice)
        else:
            groups.append([choice])
    groups.sort(key=lambda group: (group[0].slug == SILENT, -group[0].count))
    return [
        choice
        for top, *below in groups
        for choice in (top, *sorted(below, key=lambda one: -one.count))
    ]


def _make(
    context: ChartContext, slug: str, facets: tuple[str, str], depth: int | None = None
) -> Chart:
    down, column = (facet_named(name) for name in facets)
    # Rows and columns are all values of their facets, even if the view has a choice in them.
    chosen = {name: own for name, own in context.view.chosen.items() if name not in facets}
    return _Matrix(replace(context, view=View(chosen)), slug, down, column, depth).figure()


def _columns(catalogue: Catalogue, facet: str, depth: int | None) -> Sequence[str]:
    """Return the values of the facet across, and the total, which can sort the rows."""
    values = catalogue.values[facet].values()
    return [
        *(
            one.slug
            for one in values
            if one.slug == SILENT or depth in {None, int(bool(one.broader))}
        ),
        _TOTAL,
    ]


def _matrix(
    slug: str, facets: tuple[str, str], default: View | None = None, depth: int | None = None
) -> Comparison:
    return Comparison(
        slug,
        partial(_make, slug=slug, facets=facets, depth=depth),
        default or View(),
        partial(_columns, facet=facets[1], depth=depth),
    )


_PROCEDURES = View({"table": ("ProcedureEntry",)})
_WORK = ("prefecture", "type")

MATRICES: Sequence[Comparison] = (
    _matrix("prefecture-technology", ("prefecture", "technology")),
    _matrix("prefecture-type-group", _WORK, _PROCEDURES, depth=0),
    _matrix("prefecture-type", _WORK, _PROCEDURES, depth=1),
    _matrix("field-status", ("field", "status"), _PROCEDURES),
    _matrix("reason-technology", ("reason", "technology"), _PROCEDURES),
    _matrix("task-technology", ("task", "technology"), _PROCEDURES),
)
