"""The page of a resource: its statements, the subjects that point to it, and its lists."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from server.http.language import Language
from server.pages.parts import (
    SHAPES,
    ResourcePart,
    fragments_of,
    parts_of_resource,
    shapes_in,
    title_of,
)
from server.pages.trail import trail_of
from server.rdf.formats import Shape, formats_for
from server.rdf.query_files import read_query
from server.site.facts import (
    RDFS_LABEL,
    FactGroup,
    groups_of,
    in_language,
)
from server.site.kinds import ResourceKind, kind_of
from server.site.site import Download, Frame, Site
from server.site.statements.annotations import Quote, quote_of
from server.site.statements.statements import Inbound, Statement
from server.site.tables.cells import Cell, Reader
from server.site.tables.resource_lists import list_of
from server.site.tables.table import Slice, Table, TableMaker

# Maximum values of a facet on a resource's page.
_COUNTED = 12
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SAID_ELSEWHERE = frozenset({RDFS_LABEL, *(_SKOS + name for name in ("prefLabel", "inScheme"))})
_DEFINITION = (f"{_SKOS}definition", f"{_SKOS}scopeNote")
_OA = "http://www.w3.org/ns/oa#"
_OF_ANNOTATIONS = (_OA, "http://www.w3.org/1999/02/22-rdf-syntax-ns#")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The subjects that point to the resource with one property."""

    property: Cell
    subjects: Sequence[Cell]
    more: int


@dataclass(frozen=True, slots=True)
class Resource:
    """The content of a resource's page."""

    iri: str
    kind: ResourceKind
    title: Cell
    other_title: str
    definition: Sequence[Cell]
    groups: Sequence[FactGroup]
    quote: Quote | None
    parts: Sequence[ResourcePart]
    pointers: Sequence[Pointer]
    inbound_query: str
    counts: Sequence[Table]
    lists: Sequence[Table]


def build_resource(
    site: Site, iri: str, language: Language, part: str = "", edition: str = ""
) -> Resource:
    """Return the content of a resource's page in a language; of the shapes only one `part`."""
    path = site.addresses.path(iri) or ""
    kind = kind_of(path)
    statements = site.statements.about(iri)
    reader = site.reader(language)
    tables = site.tables(language, edition)
    parts = (
        shapes_in(site, iri, reader, part)
        if path == SHAPES
        else parts_of_resource(site, fragments_of(iri, statements), reader)
    )
    return Resource(
        iri=iri,
        kind=kind,
        title=title_of(site, iri, parts[0].title if part and parts else "", reader),
        other_title=_other_title(site, iri, language),
        definition=(
            [Cell(site.text(language, "shapes.lead"))]
            if path == SHAPES
            else _definition(statements, reader)
        ),
        groups=groups_of(_without_texts(statements), reader),
        quote=quote_of(site.dataset, iri) if kind.name in {"annotation", "span"} else None,
        parts=parts,
        pointers=_pointers(site, iri, reader),
        inbound_query=read_query(
            "server.pages", "inbound", site.addresses.base, this=ox.NamedNode(iri)
        ),
        counts=[_list(tables, name, iri, min(kind.rows, _COUNTED)) for name in kind.counts],
        lists=[_list(tables, name, iri, kind.rows) for name in kind.lists],
    )


def resource_frame(site: Site, resource: Resource, language: Language) -> Frame:
    """Return the frame of a resource's page."""
    path = site.addresses.path(resource.iri) or ""
    kind = site.text(language, f"kind.{resource.kind.name}")
    definition = resource.definition[0].text if resource.definition else ""
    numbers = answers_said(site, language, resource.counts)
    return Frame(
        language=language,
        path=path,
        title=resource.title.text,
        summary=site.described(language, numbers, definition or f"{kind}: {resource.title.text}"),
        crumbs=trail_of(site, resource.iri, resource.kind, language),
        alternates=downloads_of(site, path),
        card=True,
    )


def answers_said(site: Site, language: Language, counts: Iterable[Table]) -> str:
    """Return how many answers a resource has, "" if none of its lists counts them.

    The first list that does so has their total beside its title.
    """
    figures = (cell for table in counts for cell in table.counted)
    own = next((one.text for one in figures if one.count.startswith("answers")), "")
    return site.text(language, "share.answers", count=own) if own else ""


def side_by_side(resource: Resource) -> list[tuple[str, str]]:
    """Return the parameters to compare a prefecture with the three most similar ones."""
    alike = next((table for table in resource.lists if table.name == "prefecture-alike"), None)
    if alike is None or not alike.rows:
        return []
    addresses = [resource.iri, *(row[0].href for row in alike.rows[:3])]
    return [("prefecture", address.rpartition("/")[2]) for address in addresses]


def downloads_of(site: Site, path: str) -> list[Download]:
    """Return the RDF documents of one resource."""
    return [
        Download(site.addresses.url(f"{path}.{item.extension}"), item.media_type, item.label)
        for item in formats_for(Shape.GRAPH)
        if item.rdf is not None and Shape.GRAPH in item.shapes and item.name not in _QUADS
    ]


_QUADS = frozenset({"trig", "nquads"})


def _other_title(site: Site, iri: str, language: Language) -> str:
    other = Language.EN if language is Language.JA else Language.JA
    own, found = site.labels.label(iri, language), site.labels.label(iri, other)
    if found is None or found.lang != other or (own and own.text == found.text):
        return ""
    return found.text


def _definition(statements: Sequence[Statement], reader: Reader) -> list[Cell]:
    texts = [
        value.term
        for name in _DEFINITION
        for statement in statements
        if statement.property == name
        for value in statement.values
    ]
    return [reader.cell(term) for term in in_language(texts, reader.language)]


def _without_texts(statements: Sequence[Statement]) -> list[Statement]:
    hidden = _SAID_ELSEWHERE | set(_DEFINITION)
    return [statement for statement in statements if statement.property not in hidden]


def _pointers(site: Site, iri: str, reader: Reader) -> list[Pointer]:
    """Return the subjects that point to a resource; annotations, which are many, come last."""
    found = site.statements.pointing_to(iri)
    found.sort(key=lambda item: item.property.startswith(_OF_ANNOTATIONS))
    reader.labels.read([iri for item in found for iri in (item.property, *item.subjects)])
    return [_pointer(item, reader) for item in found]


def _pointer(inbound: Inbound, reader: Reader) -> Pointer:
    subjects = [reader.link(subject) for subject in inbound.subjects]
    return Pointer(reader.link(inbound.property), subjects, inbound.count - len(subjects))


def _list(tables: TableMaker, name: str, iri: str, most: int) -> Table:
    table = list_of(tables, name, iri, Slice(0, most))
    if table.total <= most:
        return table
    addresses, path = tables.reader.addresses, f"{tables.language}/{table.of}"
    return replace(table, more=addresses.url(path, list=name, **tables.of_edition))
