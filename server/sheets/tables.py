"""Makes the tables for files, each with its description."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from server.charts.figure import Chart
from server.charts.tabular import MatrixRow, MatrixTable
from server.counts.facets import EDITION
from server.counts.view import View
from server.engine import Row
from server.facets.choices import figures_of
from server.facets.index import Catalogue
from server.facets.page import edition_in, shows_editions
from server.facets.sparql import COLUMNS, select_of
from server.facets.state import State
from server.findings.page import table_of
from server.findings.values import Results, example_named
from server.http.language import Language
from server.pages.counting import CountPage
from server.sheets.files import Sheet
from server.site.site import Site
from server.site.tables.cells import Cell
from server.site.tables.list_figures import unit_key
from server.site.tables.table import Table

# The last column of lists, by which programs join them.
_IRI = "IRI"
# Maximum characters of a file's name without its beginning and language.
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class _SheetDescription:
    """Describes a sheet: title, query, path of the page, figures, and the unit of its rows."""

    title: str
    query: str
    path: str
    counted: Sequence[Cell] = ()
    lead: str = ""


@dataclass(frozen=True, slots=True)
class SheetMaker:
    """Makes sheets in a language; links begin with `origin`.

    `edition` is the edition of the sheets if there are several; `view` is the narrowed view that
    they are of.
    """

    site: Site
    language: Language
    origin: str
    edition: str = ""
    view: View = field(default_factory=View)

    def of_table(self, table: Table, name: str, title: str, path: str) -> Sheet:
        """Return a list; `path` is the address of its page."""
        columns = [column.title for column in table.columns]
        # The resource of a row is not the edition that it belongs to.
        own = [place for place, one in enumerate(table.columns) if one.name != EDITION]
        rows = [*table.rows, *table.foot]
        description = _SheetDescription(title, table.query, path, table.counted, table.lead)
        return self._sheet(name, description, [*columns, _IRI], _with_iris(rows, own))

    def of_figure(self, figure: Chart, name: str, path: str) -> Sheet:
        """Return a figure: a matrix in its shown form, else the rows of its query."""
        if figure.matrix is None:
            table = replace(figure.table, counted=figure.counted)
            sheet = self.of_table(table, name, figure.title, path)
        else:
            description = _SheetDescription(figure.title, figure.table.query, path, figure.counted)
            columns, rows, total = self._of_matrix(figure.matrix)
            linked = [self._linked(cell) for cell in total]
            sheet = replace(self._sheet(name, description, columns, rows), total=linked)
        counting = (self._text("sheet.counting"), self._counting(figure, name))
        return replace(sheet, about=[*sheet.about, counting])

    def of_finding(self, slug: str, name: str, path: str) -> Sheet:
        """Return all rows of an example query; `path` is the address of their page."""
        results = Results(self.site, self.language, self.edition)
        columns, rows = table_of(results, slug)
        title = example_named(slug).titles[self.language]
        lead = example_named(slug).descriptions[self.language]
        description = _SheetDescription(title, results.query(slug), path, lead=lead)
        return self._sheet(name, description, [column.title for column in columns], rows)

    def of_count(self, page: CountPage, name: str, title: str) -> Sheet:
        """Return the list of a figure; the page of the figure must have all rows."""
        description = _SheetDescription(title, page.query, page.figure.href, (page.figure,))
        return self._sheet(name, description, [*page.names, _IRI], _with_iris(page.rows))

    def of_view(self, catalogue: Catalogue, state: State, title: str, path: str) -> Sheet:
        """Return all answers of a view, in its order."""
        names = [name for name, _ in COLUMNS]
        rows = [
            [
                *self._answer(catalogue.rows[self.language][position], names),
                *self._edition(catalogue, state, position),
            ]
            for position in catalogue.in_order(state)
        ]
        more = [EDITION] if shows_editions(self.site, state) else []
        columns = [*(self._text(f"column.{name}") for name in (*names, *more)), _IRI]
        query = select_of(state, self.language, self.site.addresses.base)
        figures = figures_of(self.site, catalogue, state, self.language)
        description = _SheetDescription(title, query, path, figures)
        return self._sheet("answers", description, columns, _with_iris(rows))

    def _edition(self, catalogue: Catalogue, state: State, position: int) -> list[Cell]:
        found = edition_in(self.site, catalogue, state, position, self.language)
        return [Cell(found)] if shows_editions(self.site, state) else []

    def _answer(self, row: Row, names: Sequence[str]) -> list[Cell]:
        """Return the cells of an answer, its number first."""
        reader = self.site.reader(self.language)
        cells = [reader.cell(row.get(name), row.get(f"{name}Label")) for name in names]
        return [replace(cells[0], text=cells[0].iri.rpartition("/")[2]), *cells[1:]]

    def _of_matrix(self, matrix: MatrixTable) -> tuple[list[str], list[list[Cell]], list[Cell]]:
        """Return the columns, the rows, and the row of totals, empty for a matrix without."""
        last = [matrix.total.name.text] if matrix.total else []
        columns = [matrix.corner, *(head.name.text for head in matrix.heads), *last]
        rows = [
            (band.title or Cell(""), [row.name, *_cells_of(row)])
            for band in matrix.bands
            for row in band.rows
        ]
        total = [Cell(self._text("compare.total")), *matrix.totals] if matrix.totals else []
        if not matrix.band_head:
            return columns, [cells for _, cells in rows], total
        banded = [[title, *cells] for title, cells in rows]
        return [matrix.band_head, *columns], banded, [Cell(""), *total] if total else []

    def _counting(self, figure: Chart, slug: str) -> str:
        """Return the text on how the numbers of a figure are counted."""
        lead = figure.lead or self._text(f"compare.{slug}-lead")
        has_totals = figure.matrix is not None and bool(figure.matrix.totals)
        return " ".join([lead, self._text("compare.total_note")] if has_totals else [lead])

    def _sheet(
        self,
        name: str,
        description: _SheetDescription,
        columns: Sequence[str],
        rows: Sequence[Sequence[Cell]],
    ) -> Sheet:
        return Sheet(
            name=f"digigov-{self._narrowed(name)}-{self.language}",
            titles=(self._text("sheet.table"), self._text("sheet.about")),
            columns=columns,
            rows=[[self._linked(cell) for cell in row] for row in rows],
            about=self._about(description),
        )

    def _narrowed(self, name: str) -> str:
        """Return a name with the values of the view, as far as a file name should be long."""
        slugs = [slug.replace("/", "-") for _, own in self.view.by_facet() for slug in own]
        return "-".join([name, *slugs])[:_LONGEST_NAME].rstrip("-")

    def _about(self, description: _SheetDescription) -> list[tuple[str, str]]:
        period = self.site.period(self.language, self.edition)
        texts = {
            "title": description.title,
            "edition": self.site.edition_name(self.language, self.edition),
            "address": self.origin + description.path,
            "counted": self._counted(description),
            "survey": self._text("survey.line", period=period),
            "source": self.site.source(self.language, self.edition),
            "rights": self._text("frame.rights"),
            "version": self.site.dataset.identity.version,
            "query": description.query,
        }
        return [(self._text(f"sheet.{name}"), text) for name, text in texts.items() if text]

    def _counted(self, description: _SheetDescription) -> str:
        """Return the figures beside the title with their units, and the unit of the rows."""
        amounts = [
            self._text("pdf.counted", count=cell.text, unit=self._text(unit_key(cell)))
            for cell in description.counted
            if cell.count
        ]
        separator = self._text("resource.separator")
        return "\n".join(filter(None, (separator.join(amounts), description.lead)))

    def _linked(self, cell: Cell) -> Cell:
        is_own = cell.href.startswith("/")
        return replace(cell, href=self.origin + cell.href) if is_own else cell

    def _text(self, key: str, **values: object) -> str:
        return self.site.text(self.language, key, **values)


def _with_iris(rows: Sequence[Sequence[Cell]], own: Sequence[int] = ()) -> list[list[Cell]]:
    """Return rows, each with the IRI of the first resource that it names in the `own` columns."""
    return [[*row, Cell(_iri_in([row[place] for place in own] or row))] for row in rows]


def _iri_in(cells: Sequence[Cell]) -> str:
    return next((cell.iri for cell in cells if cell.iri), "")


def _cells_of(row: MatrixRow) -> list[Cell]:
    """Return the cells of a row of a matrix, its total last; nothing counted is 0."""
    cells = [Cell(one.sign or one.cell.text or "0", one.cell.href) for one in row.cells]
    return [*cells, row.total] if row.total else cells
