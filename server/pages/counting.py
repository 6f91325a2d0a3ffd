"""The page of a figure: its description, its query, and the list of counted items."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import parse_qsl

import pyoxigraph as ox

from server.counts.definition import Count, CountError, read_count
from server.counts.facets import value_at
from server.engine import Pattern, Row
from server.engine.row_values import number_of
from server.http.errors import request_is_malformed
from server.http.language import Language
from server.site.links import sheets_at
from server.site.lists import ROWS_PER_PAGE, Pager, last_page, part_of
from server.site.nearest.resources import nearest_to
from server.site.parameters import page_number, value_is_unknown
from server.site.site import Download, Frame, Site
from server.site.statements.statements import iri_of
from server.site.tables.cells import Cell
from server.site.tables.counted import address_of, counted
from server.site.tables.list_queries import columns_of
from server.site.tables.table import Slice
from server.site.values import in_words
from server.site.views import view_in
from server.sparql.terms import QueryTerms

# Maximum rows of a file; the result of the query has the rest, such as all 90,000 triples.
MOST_FILED = 10_000
# Maximum similar resources in a message.
_NEAR = 3
# An IRI with zeros before its numbers, so that 1-48 comes before 1-107.
_NATURAL = 'REPLACE(REPLACE(STR({}), "([0-9]+)", "00000000$1"), "[0-9]*([0-9]{{9}})", "$1")'
# The units whose rows are prefectures, with that of the answers to which each row links.
_ANSWERS = "answers"
_WHOSE = {"prefectures": _ANSWERS, "partners": _ANSWERS, "prefectures-naming": "answers-naming"}


@dataclass(frozen=True, slots=True)
class CountPage:
    """The content of the page: figure, subject, rows, query, and the rows as files.

    `answers` are links from prefectures to those of their answers that the figure counts.
    """

    figure: Cell
    of: str
    names: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    answers: Sequence[Cell]
    pager: Pager
    query: str
    files: Sequence[Download]


def build_count(
    site: Site,
    unit: str,
    parameters: Sequence[tuple[str, str]],
    language: Language,
    part: Slice | None = None,
) -> CountPage:
    """Return the page of a figure; `part` are the rows of a file, else those of the page.

    A list that is too long for a file has no rows there.

    Raises:
        HttpError: 400 if the figure has no definition, a value of a facet is invalid, or the figure
            is about a resource that the dataset does not name.
    """
    figure, base = _valid_figure(site, unit, parameters), site.addresses.base
    page = page_number(dict(parameters).get("page", ""))
    listing, counting = figure.listing(base), figure.counting(base)
    listed = _listed(listing, part or part_of(page))
    # A file is refused by its count alone: reading up to 10,000 rows takes long.
    site.dataset.read(queries=(counting,) if part else (counting, listed))
    total = number_of(site.dataset.rows(counting)[0]["count"])
    if not part and page > last_page(total):
        return build_count(site, unit, [*parameters, ("page", f"{last_page(total)}")], language)
    files = _files(site, figure, total, language)
    rows = site.dataset.rows(listed) if files or not part else ()
    of = (ox.NamedNode(iri) for iri in figure.resources(base))
    site.reader(language).read([*of, *(term for row in rows for term in row.values())])
    names = list(rows[0]) if rows else []
    return CountPage(
        figure=counted(site.addresses, language, figure.key, total),
        of=_of(site, figure, language),
        names=[site.text(language, f"column.{name}") for name in names],
        rows=[_cells(site, row, names, language) for row in rows],
        answers=[_answers(site, row, figure, language) for row in rows if unit in _WHOSE],
        pager=_pager(site, figure, page, total, language),
        query=listing,
        files=files,
    )


def _listed(listing: str, shown: Slice) -> str:
    # Sorted, because engines give rows in any order, but pages must not overlap.
    columns = [f"?{name}" for name in columns_of(listing)]
    # Statements, which are many, are not read by their numbers.
    keys = [_NATURAL.format(columns[0]), *columns] if len(columns) == 1 else columns
    return f"{listing}ORDER BY {' '.join(keys)} LIMIT {shown.length} OFFSET {shown.start}"


def _valid_figure(site: Site, unit: str, parameters: Sequence[tuple[str, str]]) -> Count:
    try:
        figure = read_count(unit, parameters, partial(view_in, site))
        iris = figure.resources(site.addresses.base)
    except CountError as error:
        raise request_is_malformed(error.text) from error
    _refuse_unknown(site, figure, iris)
    return figure


def _refuse_unknown(site: Site, figure: Count, iris: Sequence[str]) -> None:
    """Refuse a resource that occurs nowhere: a figure would be a statement about it."""
    existing = site.statements.existing(iris)
    for (name, value), iri in zip(figure.given, iris, strict=True):
        if iri not in existing and not site.dataset.has(Pattern(predicate=ox.NamedNode(iri))):
            raise value_is_unknown(name, value, _near(site, iri))


def _near(site: Site, iri: str) -> list[str]:
    """Return similar resources for an IRI of a resource, else similar terms of a vocabulary."""
    if "#" in iri or not iri.startswith(site.addresses.base):
        return QueryTerms(site.dataset).nearest(iri)[:_NEAR]
    near = nearest_to(site.dataset, iri)[:_NEAR]
    return [one.removeprefix(site.addresses.base) for one in near]


def count_frame(site: Site, unit: str, page: CountPage, language: Language) -> Frame:
    """Return the frame of the page of a figure."""
    words = site.text(language, f"count.title_{unit}")
    title = site.text(language, "explore.titled", title=words, names=page.of) if page.of else words
    number = 1 + page.pager.first // ROWS_PER_PAGE
    shown = [("page", str(number))] if number > 1 else []
    return Frame(
        language,
        f"count/{unit}",
        title,
        title,
        crumbs=[site.home(language)],
        robots="noindex, follow",
        parameters=(*_parameters(page.figure.count), *shown),
    )


def _files(site: Site, figure: Count, total: int, language: Language) -> list[Download]:
    """Return the links to the list as files, none for a list of too many rows."""
    if total > MOST_FILED or not site.about.is_survey:
        return []
    address = f"{language}/count/{figure.unit}"
    return sheets_at(site.addresses, address, _parameters(figure.key))


def _of(site: Site, figure: Count, language: Language) -> str:
    names = [site.reader(language).link(iri).text for iri in figure.resources(site.addresses.base)]
    separator = site.text(language, "resource.separator")
    return separator.join(filter(None, [*names, in_words(site, figure.view, language)]))


def _cells(site: Site, row: Row, names: Sequence[str], language: Language) -> list[Cell]:
    reader = site.reader(language)
    return [reader.cell(row.get(name)) for name in names]


def _answers(site: Site, row: Row, figure: Count, language: Language) -> Cell:
    """Return a link from a prefecture to those of its answers that the figure counts."""
    unit, code = _WHOSE[figure.unit], iri_of(row["prefecture"]).rpartition("/")[2]
    own = _with_facets(figure) if unit == _ANSWERS else figure
    answers = replace(own, unit=unit, view=own.view.having(prefecture=code))
    name = site.reader(language).cell(row["prefecture"]).text
    path = address_of(site.addresses, language, answers.key)
    return Cell(site.text(language, "count.answers_of", name=name), path)


def _with_facets(figure: Count) -> Count:
    """Return a figure whose parameters are choices of its view: answers have no others."""
    values = filter(None, (value_at(path) for _, path in figure.given))
    view = figure.view.having(**{facet.name: slug for facet, slug in values})
    return Count(figure.unit, view)


def _pager(site: Site, figure: Count, page: int, total: int, language: Language) -> Pager:
    address, own = f"{language}/count/{figure.unit}", _parameters(figure.key)
    before, after = (
        site.addresses.url_of(address, [*own, ("page", str(number))])
        for number in (page - 1, page + 1)
    )
    return Pager.of(page, ROWS_PER_PAGE, total, previous=before, next_=after)


def _parameters(key: str) -> list[tuple[str, str]]:
    return parse_qsl(key.partition("?")[2])
