"""The page for 404: similar resources, and a search."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import unquote

import pyoxigraph as ox

from server.engine import Dataset, Pattern
from server.http.language import Language
from server.rdf.addresses import iri_form
from server.site.site import Frame, Site
from server.site.statements.statements import iri_of

# Maximum names to compare, taken from those before and after in the alphabet.
_CANDIDATES = 400
_NEAREST = 8
_LONGEST = 200
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def missing_page(site: Site, path: str, language: Language) -> str:
    """Return the page for a path without a resource."""
    iri = site.addresses.iri(iri_form(path))
    frame = Frame(
        language=language,
        path=path[:_LONGEST],
        title=site.text(language, "error.not_found"),
        summary=site.text(language, "error.not_found"),
        crumbs=[site.home(language)],
        robots="noindex",
    )
    nearest = [site.reader(language).link(found) for found in nearest_to(site.dataset, iri)]
    words = unquote(path.rstrip("/").rpartition("/")[2])[:_LONGEST]
    return site.render("missing.html", frame, iri=iri[:_LONGEST], nearest=nearest, words=words)


def nearest_to(dataset: Dataset, iri: str) -> list[str]:
    """Return at most eight IRIs of the same kind with the most similar spelling."""
    head, _, last = iri[: _LONGEST + len(dataset.identity.base)].rpartition("/")
    names = _names(dataset).get(head, ())
    place = bisect_left(names, last)
    near = names[max(0, place - _CANDIDATES // 2) : place + _CANDIDATES // 2]
    return [f"{head}/{name}" for name in get_close_matches(last, near, n=_NEAREST, cutoff=0.5)]


@lru_cache(maxsize=1)
def _names(dataset: Dataset) -> Mapping[str, Sequence[str]]:
    """Return the sorted last segments of the dataset's IRIs by path."""
    found: dict[str, set[str]] = {}
    for quad in dataset.quads(Pattern(predicate=_RDF_TYPE)):
        head, _, name = iri_of(quad.subject).partition("#")[0].rpartition("/")
        found.setdefault(head, set()).add(name)
    return {head: sorted(names) for head, names in found.items()}
