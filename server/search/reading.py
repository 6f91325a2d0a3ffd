"""Shows on the search page how a question was read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from server.counts.definition import Count
from server.counts.facets import EDITION
from server.engine.row_values import number_of
from server.http.language import Language
from server.search.interpretation import NotUnderstoodError, QuestionReading
from server.search.parameters import Search
from server.search.question import QuestionWords
from server.site.site import Site
from server.site.tables.cells import Cell
from server.site.tables.counted import counted
from server.site.values import value_of


@dataclass(frozen=True, slots=True)
class ShownReading:
    """The reading of a question: unit, figure, values by facet, and query.

    `figure` is None if the question was not understood; `unknown` is the unknown word.
    """

    unknown: str = ""
    unit: str = ""
    figure: Cell | None = None
    parts: Sequence[tuple[str, Sequence[Cell]]] = ()
    query: str = ""


def read(site: Site, vocabulary: QuestionWords | None, search: Search) -> ShownReading | None:
    """Return the reading of a question, None if the text is not a question."""
    if vocabulary is None:
        return None
    try:
        reading = vocabulary.read(search.query)
    except NotUnderstoodError as error:
        return ShownReading(unknown=str(error))
    if reading is None:
        return None
    own = {EDITION: search.edition} if search.edition else {}
    shown = replace(reading, view=reading.view.having(**own))
    return _shown(site, shown, search.request.language)


def _shown(site: Site, reading: QuestionReading, language: Language) -> ShownReading:
    base = site.addresses.base
    count = Count(reading.unit, reading.view)
    (row,) = site.dataset.rows(count.counting(base))
    return ShownReading(
        unit=site.text(language, f"question.{reading.unit}"),
        figure=counted(site.addresses, language, count.key, number_of(row["count"])),
        parts=[
            (
                site.text(language, f"explore.facet_{facet.name}"),
                [value_of(site, facet, slug, language) for slug in slugs],
            )
            for facet, slugs in reading.view.by_facet()
        ],
        query=count.listing(base),
    )
