"""The page of the ontology, made from the ontology and the use of its terms in the data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

import pyoxigraph as ox

from server.http.language import Language
from server.pages.dictionary import address_in_dictionary
from server.pages.usage import MACHINERY, Usage, usage_of, usage_queries
from server.rdf.query_files import read_query
from server.site.facts import in_language
from server.site.site import Site
from server.site.statements.statements import Statement, iri_of, own_patterns
from server.site.tables.cells import Cell, Reader

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SCHEMA = "http://schema.org/"
_USAGE = (f"{_SKOS}scopeNote", f"{_SKOS}example", "http://purl.org/vocab/vann/usageNote")
# The part of the page for terms of other vocabularies; the first part has our own.
REUSED = "reused"
ONTOLOGY = "ontology"
# Maximum classes listed for a property; the dictionary has all.
_USERS = 6
_OWL_CLASS = "http://www.w3.org/2002/07/owl#Class"


@dataclass(frozen=True, slots=True)
class User:
    """A class with instances that have a property: link to the dictionary, and their number."""

    name: Cell
    curie: str
    count: int


@dataclass(frozen=True, slots=True)
class OntologyTerm:
    """A term of the ontology.

    `uses` counts its instances or statements in the dataset, `layers` names where they are, and
    `users` are the classes that have a property; a class is explained in the dictionary.
    """

    fragment: str
    curie: str
    label: str
    definition: Sequence[Cell]
    usage: Sequence[Cell]
    domain: Sequence[Cell]
    range: Sequence[Cell]
    parents: Sequence[Cell]
    inverse: Sequence[Cell]
    uses: int
    layers: Sequence[str]
    users: Sequence[User]
    dictionary: str
    example: str


@dataclass(frozen=True, slots=True)
class ReusedTerm:
    """A term of another vocabulary with the number of its uses."""

    term: Cell
    curie: str
    uses: int
    figure: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """The content of the page."""

    classes: Sequence[OntologyTerm]
    properties: Sequence[OntologyTerm]
    reused: Sequence[ReusedTerm]


def build_ontology(site: Site, iri: str, language: Language) -> Ontology:
    """Return the terms of an ontology with their numbers of uses."""
    base = site.addresses.base
    terms = read_query("server.pages", "ontology-terms", base, this=ox.NamedNode(iri))
    site.dataset.read(queries=(terms, *usage_queries(base)))
    rows = site.dataset.rows(terms)
    kinds = {iri_of(row["term"]): iri_of(row["class"]) for row in rows}
    usage = usage_of(site.dataset)
    reader = site.reader(language)
    _read(site, kinds, usage, reader)
    own = {
        term: _term(site, term, reader, is_class=kind == _OWL_CLASS, usage=usage)
        for term, kind in kinds.items()
    }
    used = {**usage.classes, **usage.properties}
    reused = sorted(set(used) - set(kinds), key=lambda term: (-used[term], term))
    return Ontology(
        classes=[own[term] for term, kind in kinds.items() if kind == _OWL_CLASS],
        properties=[own[term] for term, kind in kinds.items() if kind != _OWL_CLASS],
        reused=[_reused(term, usage, used[term], reader) for term in reused],
    )


def _read(site: Site, terms: Iterable[str], usage: Usage, reader: Reader) -> None:
    """Prefetch the statements about the terms, and the labels of other terms in use."""
    own, users = [*terms], [iri for key in usage.having for iri in key]
    used = (ox.NamedNode(iri) for iri in (*usage.classes, *usage.properties, *users))
    site.dataset.read([*(pattern for iri in own for pattern in own_patterns(iri))])
    said = (value for iri in own for item in site.statements.about(iri) for value in item.values)
    reader.read([*used, *(value.term for value in said)])


def _reused(iri: str, usage: Usage, uses: int, reader: Reader) -> ReusedTerm:
    curie = reader.short(iri)
    unit = "uses?property=" if iri in usage.properties else "instances?class="
    return ReusedTerm(reader.link(iri), curie, uses, f"{unit}{quote(curie, safe=':/')}")


def _term(site: Site, iri: str, reader: Reader, *, is_class: bool, usage: Usage) -> OntologyTerm:
    said = {item.property: item for item in site.statements.about(iri)}
    example = read_query(
        *("server.pages", "example-of-class" if is_class else "example-of-property"),
        site.addresses.base,
        term=reader.short(iri),
        lang=ox.Literal(str(reader.language)),
    )
    return OntologyTerm(
        fragment=iri.partition("#")[2],
        curie=reader.short(iri),
        label=reader.link(iri).text,
        definition=_cells(said, (f"{_SKOS}definition",), reader),
        usage=_cells(said, _USAGE, reader),
        domain=_cells(said, (f"{_RDFS}domain", f"{_SCHEMA}domainIncludes"), reader),
        range=_cells(said, (f"{_RDFS}range", f"{_SCHEMA}rangeIncludes"), reader),
        parents=_cells(said, (f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf"), reader),
        inverse=_cells(said, ("http://www.w3.org/2002/07/owl#inverseOf",), reader),
        uses=(usage.classes if is_class else usage.properties).get(iri, 0),
        layers=usage.layers.get(iri, ()),
        users=_users(iri, usage, site, reader),
        dictionary=address_in_dictionary(site, iri, reader) if iri in usage.classes else "",
        example=example,
    )


def _users(iri: str, usage: Usage, site: Site, reader: Reader) -> list[User]:
    """Return the classes with instances that have a property, the most frequent first."""
    having = [(name, count) for (name, item), count in usage.having.items() if item == iri]
    having.sort(key=lambda pair: (-pair[1], pair[0]))
    return [
        User(
            replace(reader.link(name), href=address_in_dictionary(site, name, reader)),
            reader.short(name),
            count,
        )
        for name, count in having
        if not name.startswith(MACHINERY)
    ][:_USERS]


def _cells(
    said: Mapping[str, Statement], properties: Sequence[str], reader: Reader
) -> Sequence[Cell]:
    terms = [value.term for name in properties if name in said for value in said[name].values]
    return [reader.cell(term) for term in in_language(terms, reader.language)]
