"""The content of a prefecture's sheet: the parts of its page, cut to fit two pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.http.language import Language
from server.pages.resource import Resource, build_resource
from server.site.site import Site
from server.site.tables.cells import Cell
from server.site.tables.list_figures import unit_key
from server.site.tables.resource_lists import list_of
from server.site.tables.table import ListColumn, Slice, Table
from server.site.templating import grouped

Part = Mapping[str, object]
_FIGURES = "figures"
# The list that follows the figures of all answers; the second page has room for more rows.
_ENTRIES = "prefecture-entries"
_SHOWN_ENTRIES = Slice(0, 20)
# Relative widths of columns; the others have 1.
_SHARES = {
    "name": 5,
    "sharing": 2,
    "whoList": 4,
    "withList": 4,
    "procedure": 3,
    "contact": 3,
    "system": 3,
}
_SHARES_OF = {
    "prefecture-alike": {"typeList": 8},
    "prefecture-gaps": {"type": 2},
    "prefecture-offers": {"typeList": 2},
}
# Maximum values of a distribution.
_OF_FIGURES = 2
# Maximum names of prefectures in a cell.
_NAMES = 8


@dataclass(frozen=True, slots=True)
class PrefectureSheet:
    """Makes the content of a prefecture's sheet in one language; links begin with `origin`."""

    site: Site
    language: Language
    origin: str
    edition: str

    def values(self, iri: str) -> dict[str, object]:
        """Return the values of the template `prefecture.typ`."""
        resource = build_resource(self.site, iri, self.language, edition=self.edition)
        period = self.site.period(self.language, self.edition)
        version = self.site.dataset.identity.version
        return {
            "language": str(self.language),
            "title": resource.title.text,
            "other": resource.other_title,
            "author": self._text("cite.author"),
            "survey": self._text("pdf.survey", period=period),
            "limits": self._text("survey.line", period=period),
            "parts": list(self._parts(resource)),
            "source": self.site.source(self.language, self.edition),
            "address": self.origin + self._page(iri),
            "version": self._text("pdf.version", version=version) if version else "",
        }

    def _page(self, iri: str) -> str:
        """Return the address of the page, with its edition if that is not the latest."""
        suffix = self.site.editions.suffix(self.edition)
        return self.site.addresses.page(iri, self.language) + suffix

    def _parts(self, resource: Resource) -> Iterator[Part]:
        """Yield the parts in the order of the page; if there is no contact, a text says so."""
        for short in resource.lists:
            table = short
            if short.name == _ENTRIES:
                yield self._figures([table for table in resource.counts if table.total])
                tables = self.site.tables(self.language, self.edition)
                table = list_of(tables, short.name, resource.iri, _SHOWN_ENTRIES)
            if table.total:
                yield self._part(table)
            elif table.name == "prefecture-contacts":
                yield self._headed(table, self._text("prefecture.contacts_none"))

    def _figures(self, tables: Sequence[Table]) -> Part:
        groups = [self._distribution(table) for table in tables]
        headed = {"title": self._text("prefecture.do"), "counted": "", "lead": ""}
        return {**headed, "kind": _FIGURES, "groups": groups}

    def _distribution(self, table: Table) -> Part:
        rows = [row[:_OF_FIGURES] for row in (*table.rows, *table.foot)]
        columns = table.columns[:_OF_FIGURES]
        return {**self._headed(table, ""), **self._rows(table, columns, rows)}

    def _part(self, table: Table) -> Part:
        more = table.total - len(table.rows)
        said = self._text("pdf.more", count=grouped(more)) if more else ""
        rows = self._rows(table, table.columns, table.rows)
        return {**self._headed(table, table.lead), **rows, "more": said}

    def _headed(self, table: Table, lead: str) -> dict[str, object]:
        """Return the head of a part without rows."""
        counted = " · ".join(self._counted(cell) for cell in table.counted)
        about = {"title": table.title, "counted": counted, "lead": lead}
        return {**about, "kind": "rows", "columns": [], "rows": [], "more": ""}

    def _counted(self, cell: Cell) -> str:
        return self._text("pdf.counted", count=grouped(cell.text), unit=self._text(unit_key(cell)))

    def _rows(
        self, table: Table, columns: Sequence[ListColumn], rows: Sequence[Sequence[Cell]]
    ) -> dict[str, object]:
        shares = _SHARES | _SHARES_OF.get(table.name, {})
        heads = [
            {"title": one.title, "number": one.number, "share": shares.get(one.name, 1)}
            for one in columns
        ]
        return {"columns": heads, "rows": [[self._cell(cell) for cell in row] for row in rows]}

    def _cell(self, cell: Cell) -> dict[str, str]:
        href = self.origin + cell.href if cell.href.startswith("/") else cell.href
        return {"text": self._words(cell), "href": href}

    def _words(self, cell: Cell) -> str:
        """Return the text of a cell on one line, with only the first of many names."""
        names = [one.text for one in cell.several]
        if len(names) > _NAMES:
            separator = self._text("resource.separator")
            first = separator.join(names[:_NAMES])
            return self._text("pdf.names", names=first, count=len(names) - _NAMES)
        return grouped(" ".join(cell.text.split()))

    def _text(self, key: str, **values: object) -> str:
        return self.site.text(self.language, key, **values)
