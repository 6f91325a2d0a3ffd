"""Pages of lists: all resources of a kind, or one list of a resource, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.counts.facets import EDITION
from server.http.language import Language
from server.site.kinds import INDEXES, IndexPage
from server.site.site import Frame, MenuItem, Site
from server.site.tables.cells import Cell
from server.site.tables.table import Slice, Table

_CLASSES = "ontology#"
# Rows of a page, which prints on three sheets and renders in a few milliseconds.
ROWS_PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Pager:
    """The number of a list's page, from 1, and the addresses of its neighbours."""

    first: int
    last: int
    total: int
    previous: str
    next: str

    @classmethod
    def of(cls, page: int, size: int, total: int, *, previous: str, next_: str) -> "Pager":
        """Return the pager of a page of `size` rows; neighbours that do not exist are left out."""
        first, last = (page - 1) * size + 1, min(page * size, total)
        return cls(
            first=min(first, total),
            last=last,
            total=total,
            previous=previous if page > 1 else "",
            next=next_ if last < total else "",
        )


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list: path below the language, name on a resource's page, page number.

    `edition` is the edition in its address, "" for the latest.
    """

    path: str
    name: str
    page: int
    edition: str = ""


def part_of(page: int) -> Slice:
    """Return the rows of a page."""
    return Slice((page - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)


def last_page(total: int, size: int = ROWS_PER_PAGE) -> int:
    """Return the number of the last page of a list, 1 for an empty one; `size` in rows a page."""
    return max(1, -(-total // size))


def list_pager(site: Site, where: ListPage, table: Table, language: Language) -> Pager:
    """Return the pager below a list."""
    before, after = (_address(site, where, where.page + step, language) for step in (-1, 1))
    return Pager.of(where.page, ROWS_PER_PAGE, table.total, previous=before, next_=after)


def _address(site: Site, where: ListPage, page: int, language: Language) -> str:
    return site.addresses.url(f"{language}/{where.path}", **_parameters(where, page))


def _parameters(where: ListPage, page: int) -> dict[str, str]:
    named = {"list": where.name} if where.name else {}
    own = {EDITION: where.edition} if where.edition else {}
    return named | own | ({"page": str(page)} if page > 1 else {})


def list_frame(
    site: Site, where: ListPage, table: Table, language: Language, about: Cell | None
) -> Frame:
    """Return the frame of a list's page."""
    title = f"{about.text}: {table.title}" if about else table.title
    home = site.home(language)
    return Frame(
        language=language,
        path=where.path,
        title=title,
        summary=f"{title} ({table.total})",
        crumbs=[home, about] if about else [home],
        parameters=tuple(_parameters(where, where.page).items()),
        card=True,
    )


def entry_tabs(site: Site, index: IndexPage, language: Language) -> Sequence[MenuItem]:
    """Return links between the four tables of the survey, empty for other lists."""
    tables = [item for item in INDEXES if item.slug.startswith("entries-")]
    if index not in tables:
        return ()
    return [
        MenuItem(
            site.addresses.url(f"{language}/list/{item.slug}"),
            # The title of a table is too long for a tab.
            site.text(language, f"table_value.{item.about.removeprefix(_CLASSES)}"),
            item == index,
        )
        for item in tables
    ]
