"""Compares two to four prefectures side by side by the values of several facets."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from server.charts.choices import Option
from server.charts.drawing.svg import STEPS
from server.charts.figure import Chart, ChartContext, Comparison
from server.charts.tabular import Head, MatrixRow, MatrixTable, RowGroup, Shaded, drawing_of
from server.counts.facets import Facet, facet_named
from server.counts.grouping import across
from server.counts.view import View
from server.site.tables.cells import Cell
from server.site.tables.counted import answers
from server.site.values import facet_title, value_of

SLUG = "prefectures"
# Maximum columns: the matrix compares more prefectures.
MOST = 4
_FACETS = ("table", "status", "technology", "type", "system", "task", "sharing", "offer")
_DEFAULT = View({"prefecture": ("13", "27")})
_PREFECTURE = "prefecture"


@dataclass(frozen=True, slots=True)
class _SideBySide:
    """Builds the comparison."""

    context: ChartContext
    codes: Sequence[str]

    def table(self) -> MatrixTable:
        most = max((self._count(self._view(code)) for code in self.codes), default=0)
        return MatrixTable(
            corner=self.context.text("column.entries"),
            heads=[Head(self._page(code), "") for code in self.codes],
            total=None,
            bands=[band for name in _FACETS if (band := self._band(facet_named(name), most)).rows],
            totals=[self._answers(self._view(code)) for code in self.codes],
            silent=(),
            band_head=self.context.text("column.aspect"),
        )

    def counted(self) -> Cell:
        """Return the number of answers of all the prefectures together."""
        return self._answers(self._view(*self.codes))

    def _view(self, *codes: str) -> View:
        return View({**self.context.whole.chosen, _PREFECTURE: codes})

    def _page(self, code: str) -> Cell:
        return value_of(self.context.site, facet_named(_PREFECTURE), code, self.context.language)

    def _band(self, facet: Facet, most: int) -> RowGroup:
        both = self._view(*self.codes)
        choices = self.context.catalogue.choices(both, facet)
        rows = [self._row(facet, choice.slug, most) for choice in choices if choice.count]
        return RowGroup(Cell(facet_title(self.context.site, facet, self.context.language)), rows)

    def _row(self, facet: Facet, slug: str, most: int) -> MatrixRow:
        name = value_of(self.context.site, facet, slug, self.context.language)
        views = [self._view(code).having(**{facet.name: slug}) for code in self.codes]
        numbers = [self._count(view) for view in views]
        all_of_them = self._view(*self.codes).having(**{facet.name: slug})
        cells = [
            Shaded(self._answers(view) if number else Cell(""), _step(number, most))
            for view, number in zip(views, numbers, strict=True)
        ]
        link = Cell(name.text, self.context.address(all_of_them), name.lang)
        return MatrixRow(name=link, short=name.text, cells=cells, total=None)

    def _answers(self, view: View) -> Cell:
        site, language = self.context.site, self.context.language
        return answers(site.addresses, language, view, self._count(view))

    def _count(self, view: View) -> int:
        return self.context.catalogue.selected(view).bit_count()


def _step(number: int, most: int) -> int:
    """Return the shade of a number: the same number has the same shade in every row."""
    return ceil(STEPS * sqrt(number / most)) if number else 0


def _make(context: ChartContext) -> Chart:
    known = context.catalogue.values[_PREFECTURE]
    chosen = [code for code in context.view.of(_PREFECTURE) if code in known]
    beside = _SideBySide(context, chosen[:MOST])
    table = beside.table()
    title = context.text(f"compare.{SLUG}")
    named = context.text("resource.separator").join(head.name.text for head in table.heads)
    shown = context.text("explore.titled", title=title, names=named) if named else title
    view = View({**context.whole.chosen, _PREFECTURE: tuple(chosen[:MOST])})
    facets = (facet_named("table"), facet_named(_PREFECTURE))
    query = across(view, facets, context.language, context.site.addresses.base)
    return Chart(
        title=shown,
        draw=lambda: drawing_of(table, shown),
        table=context.tables.of_rows(f"compare-{SLUG}", query, ()),
        matrix=table,
        counted=[beside.counted()],
    )


def prefecture_choices(context: ChartContext) -> list[list[Option]]:
    """Return the choices for each column; columns after the second may stay empty."""
    known = sorted(context.catalogue.values[_PREFECTURE])
    chosen = [*context.view.of(_PREFECTURE)[:MOST], *[""] * MOST][:MOST]
    facet = facet_named(_PREFECTURE)
    names = {code: value_of(context.site, facet, code, context.language).text for code in known}
    return [
        [Option("", "–", not column)]
        + [Option(code, name, code == column) for code, name in names.items()]
        for column in chosen
    ]


BESIDE: Sequence[Comparison] = (Comparison(SLUG, _make, _DEFAULT),)
