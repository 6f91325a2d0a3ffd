"""Reads the view in the parameters of a request; refuses values that the dataset does not have."""

import unicodedata
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from server.counts.facets import EDITION, EVERY, SILENT, Facet, facet_named
from server.counts.view import FacetValueError, View, ViewError, read_view
from server.engine.row_values import text_in
from server.http.errors import HttpError
from server.rdf.query_files import read_query
from server.site.nearest.resources import nearest_to
from server.site.parameters import value_is_none_of, value_is_unknown
from server.site.site import Site

_CLASSES = "ontology#"
# Maximum similar values.
_NEAR = 3
# Maximum values to name if none is similar.
_FEW = 9


def view_in(site: Site, parameters: Iterable[tuple[str, str]]) -> View:
    """Return the view for these parameters; empty and unknown parameters are ignored.

    Raises:
        HttpError: 400 if a value is invalid or not in the dataset, with the values that are meant.
    """
    given = [*parameters]
    for name, slug in given:
        if name == EDITION:
            site.editions.requested(slug)
    try:
        view = read_view(given)
    except FacetValueError as error:
        raise _unknown(site, facet_named(error.name), error.found) from error
    except ViewError as error:
        raise refusal(error) from error
    _refuse_unknown(site, view)
    return view


def refusal(error: ViewError) -> HttpError:
    """Return 400 with the invalid value of a parameter and the expected ones."""
    return value_is_none_of(error.name, error.found, error.expected)


def _refuse_unknown(site: Site, view: View) -> None:
    resources = {
        site.addresses.iri(facet.prefix + slug): (facet, slug)
        for facet, slugs in view.by_facet()
        for slug in slugs
        if not _is_valid_anywhere(facet, slug)
    }
    existing = site.statements.existing(resources)
    for iri, (facet, slug) in resources.items():
        if iri not in existing:
            raise _unknown(site, facet, slug)


def _is_valid_anywhere(facet: Facet, slug: str) -> bool:
    # A class of answers need not be described; a facet accepts only the four of the survey.
    # The example that the API documents is valid, whether or not a small dataset has it.
    return slug in {SILENT, EVERY} or facet.prefix == _CLASSES or slug == facet.example


def _unknown(site: Site, facet: Facet, found: str) -> HttpError:
    """Return 400 with the values of this name, else with those of a similar spelling."""
    start = site.addresses.iri(facet.prefix)
    names = _names_of_values(site, facet, start)
    called = [slug for slug, name in names if _folded(name) == _folded(found)]
    similar = called or _spelt_like(site, facet, start, found)
    near = list(dict.fromkeys(similar))[:_NEAR] or _some(facet, names)
    return value_is_unknown(facet.name, found, near, are_meant=bool(called))


def _spelt_like(site: Site, facet: Facet, start: str, found: str) -> list[str]:
    """Return values of a facet whose slug is spelt like a text."""
    nearest = [iri.removeprefix(start) for iri in nearest_to(site.dataset, start + found)]
    return [slug for slug in nearest if facet.accepts(slug)]


def _names_of_values(site: Site, facet: Facet, start: str) -> list[tuple[str, str]]:
    """Return values of a facet with their labels, alternative labels and codes."""
    base = site.addresses.base
    query = read_query("server.site.statements", "called", base, start=ox.Literal(start))
    named = [(text_in(row, "value"), text_in(row, "name")) for row in site.dataset.rows(query)]
    slugs = [(value.removeprefix(start), name) for value, name in named]
    return [(slug, name) for slug, name in slugs if facet.accepts(slug)]


def _some(facet: Facet, names: Sequence[tuple[str, str]]) -> list[str]:
    """Return all values of a facet if they are few, else an example."""
    slugs = list(dict.fromkeys(slug for slug, _ in names))
    return slugs if 0 < len(slugs) <= _FEW else [facet.example]


def _folded(text: str) -> str:
    """Return a name without differences of width, case, spaces and hyphens."""
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "").replace("-", "")
