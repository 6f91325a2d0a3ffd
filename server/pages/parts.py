"""The parts of a resource that have IRIs of their own, and the shapes, which are nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from server.site.facts import PropertyValues, facts_of
from server.site.site import Site
from server.site.statements.statements import Statement, iri_of, parts_of
from server.site.tables.cells import Cell, Reader

# The path of the shapes, of which each has its own page.
SHAPES = "shapes"


@dataclass(frozen=True, slots=True)
class ResourcePart:
    """A part of a resource with an IRI of its own (`…#selector`): its fragment and facts.

    `href` links to its facts if these are on a separate page.
    """

    fragment: str
    title: str
    facts: Sequence[PropertyValues]
    href: str = ""


def title_of(site: Site, iri: str, part: str, reader: Reader) -> Cell:
    """Return the title of a page; the data has no label for the shapes as a whole."""
    if site.addresses.path(iri) != SHAPES:
        return replace(reader.link(iri), href="")
    title = site.text(reader.language, "shapes.title")
    name = reader.link(f"{iri}#{part}").text if part else ""
    return Cell(
        site.text(reader.language, "explore.titled", title=title, names=name) if name else title
    )


def shapes_in(site: Site, iri: str, reader: Reader, part: str) -> list[ResourcePart]:
    """Return the names of all shapes, or one shape with its parts.

    All parts of all shapes would be too many for one page.
    """
    if part:
        return parts_of_resource(site, [f"{iri}#{part}"], reader)
    nodes = [node.value for node in parts_of(site.dataset, iri)]
    address = f"{reader.language}/{SHAPES}"
    return [
        ResourcePart(name, reader.link(node).text, (), site.addresses.url(address, part=name))
        for node in nodes
        if (name := node.partition("#")[2])
    ]


def parts_of_resource(site: Site, fragments: Sequence[str], reader: Reader) -> list[ResourcePart]:
    """Return the parts with these IRIs, and the parts to which they lead."""
    found: dict[str, ResourcePart] = {}
    waiting = list(fragments)
    while waiting:
        part = waiting.pop(0)
        if part in found:
            continue
        own = site.statements.about(part)
        title = reader.link(part).text
        found[part] = ResourcePart(part.partition("#")[2], title, facts_of(own, reader))
        waiting += fragments_of(part.partition("#")[0], own)
    return list(found.values())


def fragments_of(iri: str, statements: Sequence[Statement]) -> list[str]:
    """Return the parts of a resource that are named in statements."""
    terms = (value.term for statement in statements for value in statement.values)
    iris = (iri_of(term) for term in terms if isinstance(term, ox.NamedNode))
    return [found for found in iris if found.startswith(f"{iri}#")]
