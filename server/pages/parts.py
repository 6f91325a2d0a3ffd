"""The parts of a resource that have IRIs of their own, and the shapes, which are nothing else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from server.engine import Term
from server.rdf.addresses import quoted
from server.rdf.query_files import read_query
from server.site.facts import FactValue, PropertyValues, facts_of, in_language
from server.site.site import Site
from server.site.statements.statements import Statement, iri_of, parts_of
from server.site.tables.cells import Cell, Reader

# The path of the shapes, of which each has its own page.
SHAPES = "shapes"
# A placeholder in a message, which a validator replaces by a value (SHACL, 5.3.2).
_FILLED_IN = re.compile(r"\{[?$]\w+\}")


@dataclass(frozen=True, slots=True)
class ResourcePart:
    """A part of a resource with an IRI of its own (`…#selector`): its fragment and facts.

    `href` links to its facts if these are on a separate page.
    """

    fragment: str
    title: str
    facts: Sequence[PropertyValues]
    href: str = ""

    @property
    def group(self) -> str:
        """Return the fragment of the shape it belongs to: `Entry` for `Entry-label`."""
        return self.fragment.partition("-")[0]


def title_of(site: Site, iri: str, shape: str, reader: Reader) -> Cell:
    """Return the title of a page; the data has no label for the shapes as a whole.

    `shape` is the name of the shape that is shown alone, or "".
    """
    if site.addresses.path(iri) != SHAPES:
        return replace(reader.link(iri), href="")
    title = site.text(reader.language, "shapes.title")
    if shape:
        title = site.text(reader.language, "explore.titled", title=title, names=shape)
    return Cell(title)


def shapes_in(site: Site, iri: str, reader: Reader, part: str) -> list[ResourcePart]:
    """Return the names of all shapes, or one shape with its parts.

    All parts of all shapes would be too many for one page.
    """
    messages = _messages(site)
    if part:
        found = parts_of_resource(site, [f"{iri}#{part}"], reader)
        return [
            replace(one, title=_name_of_shape(f"{iri}#{one.fragment}", messages, reader))
            for one in found
        ]
    nodes = [node.value for node in parts_of(site.dataset, iri)]
    address = f"{reader.language}/{SHAPES}"
    return [
        ResourcePart(
            name,
            _name_of_shape(node, messages, reader),
            (),
            site.addresses.url(address, part=name),
        )
        for node in nodes
        if (name := node.partition("#")[2])
    ]


def _messages(site: Site) -> Mapping[str, Sequence[Term]]:
    """Return the messages of each shape in all languages."""
    found: dict[str, list[Term]] = {}
    query = read_query("server.pages", "shape-messages", site.addresses.base)
    for row in site.dataset.rows(query):
        found.setdefault(iri_of(row["shape"]), []).append(row["message"])
    return found


def _name_of_shape(iri: str, messages: Mapping[str, Sequence[Term]], reader: Reader) -> str:
    """Return the label of a shape, else its message, else its fragment."""
    own = messages.get(iri)
    if own and reader.labels.label(iri, reader.language) is None:
        return _FILLED_IN.sub("…", reader.cell(in_language(own, reader.language)[0]).text)
    return reader.link(iri).text


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
    return [_with_links_to_parts(one, found) for one in found.values()]


def _with_links_to_parts(part: ResourcePart, found: Mapping[str, ResourcePart]) -> ResourcePart:
    """Return a part whose links to others of the same page lead to them; a browser opens a fold."""

    def within(value: FactValue) -> FactValue:
        other = found.get(value.cell.iri)
        here = replace(value.cell, href=f"#{quoted(other.fragment)}") if other else value.cell
        return replace(value, cell=here)

    facts = [replace(one, values=[*map(within, one.values)]) for one in part.facts]
    return replace(part, facts=facts)


def fragments_of(iri: str, statements: Sequence[Statement]) -> list[str]:
    """Return the parts of a resource that are named in statements."""
    terms = (value.term for statement in statements for value in statement.values)
    iris = (iri_of(term) for term in terms if isinstance(term, ox.NamedNode))
    return [found for found in iris if found.startswith(f"{iri}#")]
