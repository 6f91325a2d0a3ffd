"""The edition of a page: the one that is chosen, or that of the thing that the page shows."""

from collections.abc import Iterator
from dataclasses import replace

import pyoxigraph as ox

from server.counts.facets import EDITION, facet_named
from server.engine import Pattern
from server.site.editions import Editions
from server.site.kinds import kind_of
from server.site.site import Frame, Site
from server.site.statements.statements import iri_of

_PROV, _OA = "http://www.w3.org/ns/prov#", "http://www.w3.org/ns/oa#"
# Properties that lead from a resource to the entries or the document that it was made from.
_FORTH = ("describedIn", f"{_OA}hasTarget", f"{_OA}hasSource", f"{_PROV}hadPrimarySource")
# Parts of things, by path, with the property that leads from the thing to the part.
_BACK = {"id/participation/": "participation", "id/head-count/": "headCount"}
# Annotation, span, entry; head count, organisation, entry; and the edition that these name.
_MOST_STEPS = 4


def with_edition(frame: Frame, editions: Editions, edition: str) -> Frame:
    """Return a frame with its edition; addresses name it unless it is the latest."""
    parameters = (*frame.parameters, *editions.parameters(edition))
    return replace(frame, parameters=parameters, edition=edition)


def editions_shown(site: Site, path: str, edition: str) -> list[str]:
    """Return the editions of the answers on the page at a path, if `edition` is requested.

    The page of one thing has the editions of its own answers, whichever is requested.
    """
    own = [] if kind_of(path).is_of_editions else editions_behind(site, path)
    return own or [edition]


def editions_behind(site: Site, path: str) -> list[str]:
    """Return the editions of the answers about a thing; empty if no answer describes it."""
    if not site.editions.are_several:
        return []
    wave = [site.addresses.iri(path)]
    for _ in range(_MOST_STEPS):
        found = {slug for iri in wave if (slug := _named(site, iri))}
        if found:
            return sorted(found)
        wave = list(dict.fromkeys(end for iri in wave for end in _ends(site, iri)))
    return []


def _named(site: Site, iri: str) -> str:
    """Return the edition if an IRI is that of an edition or of its document."""
    path = site.addresses.path(iri) or ""
    starts = (facet_named(EDITION).prefix, facet_named("source").prefix)
    return next((path.removeprefix(start) for start in starts if path.startswith(start)), "")


def _ends(site: Site, iri: str) -> Iterator[str]:
    """Yield the resources that a resource was made from: for an entry, its edition."""
    node, own = ox.NamedNode(iri), site.addresses.iri("ontology#")
    quads = site.dataset.quads(Pattern(node))
    forth = {name if ":" in name else own + name for name in _FORTH}
    edition = f"{own}edition"
    is_entry = any(quad.predicate.value == edition for quad in quads)
    for quad in quads:
        if quad.predicate.value in ({edition} if is_entry else forth):
            yield iri_of(quad.object)
    for start, name in _BACK.items():
        if iri.startswith(site.addresses.iri(start)):
            whole = Pattern(None, ox.NamedNode(own + name), node)
            yield from (iri_of(quad.subject) for quad in site.dataset.quads(whole))
