"""Reads the view in the parameters of a request; refuses values that the dataset does not have."""

import unicodedata
from collections.abc import Iterable

import pyoxigraph as ox

from server.counts.facets import EDITION, EVERY, SILENT, Facet, facet_named
from server.counts.view import FacetValueError, View, ViewError, read_view
from server.engine.row_values import text_in
from server.http.errors import HttpError, request_is_malformed
from server.http.texts import text_of
from server.rdf.query_files import read_query
from server.site.missing import nearest_to
from server.site.parameters import value_is_none_of
from server.site.site import Site

_CLASSES = "ontology#"
# Maximum characters of a value in a message, and maximum similar values.
_SHOWN = 50
_NEAR = 3


def view_in(site: Site, parameters: Iterable[tuple[str, str]]) -> View:
    """Return the view for these parameters; empty and unknown parameters are ignored.

    Raises:
        HttpError: 400 if a value is invalid or not in the dataset, with the values that are meant.
    """
    given = [*parameters]
    for name, slug in given:
        if name == EDITION:
            site.editions.asked(slug)
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
    asked = {
        site.addresses.iri(facet.prefix + slug): (facet, slug)
        for facet, slugs in view.by_facet()
        for slug in slugs
        if not _is_valid_anywhere(facet, slug)
    }
    existing = site.statements.existing(asked)
    for iri, (facet, slug) in asked.items():
        if iri not in existing:
            raise _unknown(site, facet, slug)


def _is_valid_anywhere(facet: Facet, slug: str) -> bool:
    # A class of answers need not be described; a facet accepts only the four of the survey.
    # The example that the API documents is valid, whether or not a small dataset has it.
    return slug in {SILENT, EVERY} or facet.prefix == _CLASSES or slug == facet.example


def _unknown(site: Site, facet: Facet, found: str) -> HttpError:
    """Return 400 with the values of this name, else with those of a similar spelling."""
    start = site.addresses.iri(facet.prefix)
    called = _called(site, start, found)
    nearest = called or nearest_to(site.dataset, start + found)
    near = [iri.removeprefix(start) for iri in nearest] or [facet.example]
    key = "unknown_value_called" if called else "unknown_value"
    text = text_of(
        f"problem.{key}", name=facet.name, found=found[:_SHOWN], near=", ".join(near[:_NEAR])
    )
    return request_is_malformed(text)


def _called(site: Site, start: str, name: str) -> list[str]:
    """Return the resources below `start` with this label, alternative label or notation."""
    wanted = _folded(name)
    base = site.addresses.base
    query = read_query("server.site.statements", "called", base, start=ox.Literal(start))
    named = (row for row in site.dataset.rows(query) if _folded(text_in(row, "name")) == wanted)
    return list(dict.fromkeys(text_in(row, "value") for row in named))


def _folded(text: str) -> str:
    """Return a name without differences of width, case, spaces and hyphens."""
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "").replace("-", "")
