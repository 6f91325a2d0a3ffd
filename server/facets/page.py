"""Builds the page of a view."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from server.counts.facets import EDITION, EVERY, FACETS
from server.counts.view import View
from server.engine import Row
from server.facets.choices import ShownChoice, ShownFacet, address, figures_of, shown_facet
from server.facets.index import Catalogue
from server.facets.sparql import COLUMNS, construct_of, select_of
from server.facets.state import SIZES, SORTS, State
from server.http.language import Language
from server.site.links import sheets_at
from server.site.lists import Pager, last_page
from server.site.site import Download, Frame, Site
from server.site.tables.cells import Cell
from server.site.values import values_of

_SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column; `href` sorts by it ("" if impossible), `direction` is set if sorted by it."""

    name: str
    title: str
    href: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """An entry: its number, its name (as printed, or its translation), and further cells.

    `edition` is the name of its edition where the view has all of them, else "".
    """

    entry: Cell
    name: Cell
    cells: Sequence[Cell]
    technologies: Sequence[str]
    types: Sequence[str]
    edition: str


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """The page of a view."""

    state: State
    total: int
    counted: Sequence[Cell]
    facets: Sequence[ShownFacet]
    columns: Sequence[ShownColumn]
    rows: Sequence[ShownRow]
    pager: Pager
    query: str
    downloads: Sequence[Download]
    clear: str
    without_words: str
    sorts: Sequence[tuple[str, str]]
    sizes: Sequence[int]
    map: str

    @property
    def chosen(self) -> list[tuple[str, ShownChoice]]:
        """Return the chosen values, each with the title of its facet."""
        return [
            (facet.title, shown)
            for facet in self.facets
            for shown in facet.choices
            if shown.choice.chosen
        ]


def build_explore(
    site: Site, catalogue: Catalogue, state: State, language: Language
) -> ExplorePage:
    """Return the page of a view."""
    positions = catalogue.in_order(state)
    # A number beyond the last page gives the last page, because old links may have more pages.
    state = replace(state, page=min(state.page, last_page(len(positions), state.size)))
    start = (state.page - 1) * state.size
    shown = positions[start : start + state.size]
    rows = [catalogue.rows[language][position] for position in shown]
    site.reader(language).read(row["entry"] for row in rows)
    editions = [edition_in(site, catalogue, state, position, language) for position in shown]
    query = select_of(state, language, site.addresses.base)
    return ExplorePage(
        state=state,
        total=len(positions),
        counted=figures_of(site, catalogue, state, language),
        facets=[
            shown_facet(site, catalogue, state, facet, language)
            for facet in FACETS
            # The edition is chosen above the list, not among the facets.
            if facet.name != EDITION
            if len(catalogue.values[facet.name]) > 1 or state.view.of(facet.name)
        ],
        columns=_columns(site, state, language),
        rows=[_row(site, row, own, language) for row, own in zip(rows, editions, strict=True)],
        pager=_pager(site, state, len(positions), language),
        query=query,
        downloads=_downloads(site, state, language),
        without_words=_without_words(site, state, language),
        clear=address(site, replace(state, view=_whole(site, state), page=1), language),
        sorts=[(sort, site.text(language, f"explore.sort_{sort}")) for sort in SORTS],
        sizes=SIZES,
        map=_map(site, state, language),
    )


def _map(site: Site, state: State, language: Language) -> str:
    """Return the address of the view's map, "" for views with search words, which it lacks."""
    if state.view.words:
        return ""
    return site.addresses.url_of(f"{language}/compare/map", state.view.parameters())


def _without_words(site: Site, state: State, language: Language) -> str:
    """Return the address of the view without its search words, "" if it has none."""
    if not state.view.words:
        return ""
    return address(site, replace(state, view=state.view.seeking("", ()), page=1), language)


def title_of(site: Site, state: State, language: Language) -> str:
    """Return the title of a view: its search words and choices."""
    title = site.text(language, "explore.title")
    chosen = values_of(site, state.view, language)
    listed = site.text(language, "resource.separator").join(
        filter(None, (state.view.words, chosen))
    )
    return site.text(language, "explore.titled", title=title, names=listed) if listed else title


def explore_frame(site: Site, page: ExplorePage, language: Language) -> Frame:
    """Return the frame of the page of a view."""
    title = title_of(site, page.state, language)
    return Frame(
        language=language,
        path="explore",
        title=title,
        summary=site.text(language, "explore.summary", count=page.total),
        crumbs=[site.home(language)],
        parameters=tuple(page.state.parameters()),
        # Search engines should index only the plain page, not every combination of choices.
        robots="noindex, follow" if page.state != _plain(page.state) else "",
        edition=page.state.view.edition,
        card=True,
    )


def _whole(site: Site, state: State) -> View:
    return site.editions.view(state.view.edition)


def _plain(state: State) -> State:
    """Return the state with only the edition chosen."""
    own = {name: slugs for name, slugs in state.view.chosen.items() if name == EDITION}
    return State(View(own))


def edition_in(
    site: Site, catalogue: Catalogue, state: State, position: int, language: Language
) -> str:
    """Return the name of an entry's edition in a view of all editions, else ""."""
    if not shows_editions(site, state):
        return ""
    edition = site.editions.named(catalogue.edition_at(position))
    return edition.label(language) if edition else ""


def shows_editions(site: Site, state: State) -> bool:
    """Return whether rows name their edition: in a view of all editions, if there are several."""
    return site.editions.are_several and state.view.edition == EVERY


def _columns(site: Site, state: State, language: Language) -> list[ShownColumn]:
    names = [name for name, _ in COLUMNS if name != "page"]
    names += [EDITION] if shows_editions(site, state) else []
    return [_column(site, state, name, language) for name in names]


def _column(site: Site, state: State, name: str, language: Language) -> ShownColumn:
    title = site.text(language, f"column.{name}")
    sort = "printed" if name == "entry" else name
    if sort not in SORTS:
        return ShownColumn(name, title)
    wanted = f"-{sort}" if state.sort == sort else sort
    directions = {sort: "ascending", f"-{sort}": "descending"}
    href = address(site, replace(state, sort=wanted, page=1), language)
    return ShownColumn(name, title, href, directions.get(state.sort, ""))


def _row(site: Site, row: Row, edition: str, language: Language) -> ShownRow:
    reader = site.reader(language)
    entry = reader.cell(row["entry"])
    number = entry.href.rpartition("/")[2]
    return ShownRow(
        entry=Cell(number, entry.href),
        name=reader.cell(row["name"], row.get("nameLabel")),
        cells=[
            reader.cell(row.get(name), row.get(f"{name}Label"))
            for name, has_label in COLUMNS
            if has_label
        ],
        technologies=_parts(reader.cell(row.get("technologies")).text),
        types=_parts(reader.cell(row.get("types")).text),
        edition=edition,
    )


def _parts(text: str) -> list[str]:
    return sorted(text.split(_SEPARATOR)) if text else []


def _pager(site: Site, state: State, total: int, language: Language) -> Pager:
    before, after = (
        address(site, replace(state, page=state.page + step), language) for step in (-1, 1)
    )
    return Pager.of(state.page, state.size, total, previous=before, next_=after)


def _downloads(site: Site, state: State, language: Language) -> list[Download]:
    url = site.addresses.url
    turtle = construct_of(state, site.addresses.base)
    everything = replace(state, page=1).parameters()
    return [
        *sheets_at(site.addresses, f"{language}/explore", everything),
        Download(
            site.addresses.url_of("api/explore", [*everything, ("lang", language)]),
            "application/json",
            "JSON",
        ),
        Download(url("sparql", query=turtle, format="turtle"), "text/turtle", "Turtle"),
    ]
