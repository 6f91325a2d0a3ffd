"""Reads a requested figure: its view, the column to sort by, and the measure of a map."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from server.charts.figure import ChartContext, Comparison
from server.charts.measures import MapMeasure
from server.counts.facets import FACETS
from server.counts.view import View
from server.facets.index import Catalogue
from server.http.language import Language
from server.site.parameters import value_is_none_of
from server.site.site import Site
from server.site.views import view_in

_SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class RequestedFigure:
    """A requested figure; `sort` is a column of a matrix, `measure` what a map shows, or ""."""

    comparison: Comparison
    view: View
    sort: str
    measure: str

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters of its address in a fixed order."""
        own = (("sort", self.sort), ("measure", self.measure))
        return (*self.view.parameters(), *((name, value) for name, value in own if value))

    def context(self, site: Site, catalogue: Catalogue, language: Language) -> ChartContext:
        """Return the context of the figure in a language."""
        shown = self.comparison.shown(self.view)
        return ChartContext(site, catalogue, language, shown, self.sort, self.measure)


def read_figure(
    site: Site, catalogue: Catalogue, comparison: Comparison, arguments: MultiDict[str, str]
) -> RequestedFigure:
    """Return the figure in these parameters; `of=technology:ai-ocr` is a single choice.

    Raises:
        HttpError: 400 if a parameter has an invalid value.
    """
    view = view_in(site, [*arguments.items(multi=True), *_single(arguments.get("of", ""))])
    columns = comparison.columns(catalogue)
    sort = _one_of("sort", arguments.get("sort", ""), columns) if columns else ""
    measure = _one_of("measure", arguments.get("measure", ""), list(MapMeasure))
    return RequestedFigure(comparison, view, sort, measure)


def _single(choice: str) -> Sequence[tuple[str, str]]:
    name, _, slug = choice.partition(_SEPARATOR)
    names = [facet.name for facet in FACETS]
    if name and name not in names:
        expected = ", ".join(f"{known}{_SEPARATOR}…" for known in names)
        raise value_is_none_of("of", choice, expected)  # noqa: EM101 -- a parameter, no message
    return ((name, slug),) if name else ()


def _one_of(name: str, found: str, known: Sequence[str]) -> str:
    if found and found not in known:
        raise value_is_none_of(name, found, ", ".join(known))
    return found
