"""Builds pages of lists for a request: list, page number and edition."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from server.http.language import Language
from server.pages.edition import editions_behind
from server.site.kinds import IndexPage
from server.site.lists import ListPage, entry_tabs, last_page, list_frame, list_pager, part_of
from server.site.site import Site
from server.site.tables.cells import Cell
from server.site.tables.resource_lists import index_list, list_of
from server.site.tables.table import Slice, Table


@dataclass(frozen=True, slots=True)
class RequestedList:
    """A requested list: its path, its name on a resource's page, page number and edition.

    A list of a single thing has no edition to choose.
    """

    site: Site
    path: str
    name: str
    page: int
    edition: str

    @property
    def key(self) -> tuple[object, ...]:
        """Return the key of the page among those of its language and edition."""
        return (self.path, self.name, self.page)

    @property
    def where(self) -> ListPage:
        """Return the position of the page; addresses do not name the latest edition."""
        is_default = self.edition == self.site.editions.default
        return ListPage(self.path, self.name, self.page, "" if is_default else self.edition)

    def written(self, table: Table, language: Language, about: Cell | None, **more: object) -> str:
        """Return the page of the list."""
        frame = list_frame(self.site, self.where, table, language, about)
        behind = () if self.edition else editions_behind(self.site, self.path)
        frame = replace(frame, edition=self.edition, surveys=behind)
        pager = list_pager(self.site, self.where, table, language)
        context = {"table": table, "pager": pager, "about": about, "tabs": ()} | more
        return self.site.render("list.html", frame, **context)


def index_page(requested: RequestedList, index: IndexPage, language: Language) -> str:
    """Return the page that lists all of a kind."""
    site = requested.site
    this = site.addresses.iri(index.about) if index.about else ""
    tables = site.tables(language, requested.edition)
    requested, table = _within(requested, lambda part: index_list(tables, index, this, part))
    return requested.written(table, language, None, tabs=entry_tabs(site, index, language))


def list_page(requested: RequestedList, iri: str, language: Language) -> str:
    """Return the page of a list of a resource."""
    tables = requested.site.tables(language, requested.edition)
    requested, table = _within(requested, lambda part: list_of(tables, requested.name, iri, part))
    return requested.written(table, language, requested.site.reader(language).link(iri))


def _within(
    requested: RequestedList, make: Callable[[Slice], Table]
) -> tuple[RequestedList, Table]:
    """Return the list and its rows, those of its last page for a number beyond it."""
    table = make(part_of(requested.page))
    last = last_page(table.total)
    if requested.page <= last:
        return requested, table
    return replace(requested, page=last), make(part_of(last))
