"""Describes the endpoint: SPARQL 1.1 Service Description and VoID.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/
Every number is counted in the store, every format comes from the table of formats.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import pyoxigraph as ox

from server.engine.dataset import Dataset, Graph
from server.rdf.formats import FORMATS, Format
from server.rdf.prefixes import WELL_KNOWN, writing_prefixes
from server.rdf.query_files import read_query
from server.sparql.statistics import GraphStatistics, count

_SD = WELL_KNOWN["sd"]
_VOID = WELL_KNOWN["void"]
_DCT = WELL_KNOWN["dct"]
_XSD = WELL_KNOWN["xsd"]
_TYPE = ox.NamedNode(WELL_KNOWN["rdf"] + "type")
_FORMATS = "http://www.w3.org/ns/formats/"
_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"

Term = ox.NamedNode | ox.Literal
Statement = tuple[str, str, Term]


@dataclass(frozen=True, slots=True)
class DatasetDescriptions:
    """The descriptions of one dataset; `public`, their address, is passed when writing them.

    `catalogue` are the statements of the dataset's own catalogue about it (`about`), if any.
    """

    statistics: GraphStatistics
    graphs: Sequence[Graph]
    union: bool
    federated: bool
    prefixes: Mapping[str, str]
    catalogue: Sequence[Statement] = ()
    about: str = ""

    def service(self, format_: Format, public: str) -> bytes:
        """Return the service description of the server at `public`, which ends with a slash."""
        return _written(self, "service", format_, public)

    def void(self, format_: Format, public: str) -> bytes:
        """Return the VoID description of the server at `public`, which ends with a slash."""
        return _written(self, "void", format_, public)

    def statements(self, which: str, public: str) -> list[Statement]:
        """Return the statements of `service` or `void`, grouped by subject."""
        found = list(_service(self, public) if which == "service" else _void(self, public))
        order = {subject: index for index, (subject, _, _) in reversed([*enumerate(found)])}
        return sorted(found, key=lambda statement: order[statement[0]])

    def __hash__(self) -> int:
        """Hash by identity: there is one instance, which never changes."""
        return id(self)


def describe(
    dataset: Dataset, prefixes: Mapping[str, str], *, federated: bool
) -> DatasetDescriptions:
    """Return the descriptions of the dataset, counted once."""
    return DatasetDescriptions(
        statistics=count(dataset),
        graphs=dataset.graphs(),
        union=dataset.union,
        federated=federated,
        prefixes=prefixes,
        catalogue=_catalogue(dataset),
        about=f"{dataset.identity.base}id/dataset/digigov",
    )


def _catalogue(dataset: Dataset) -> list[Statement]:
    triples = dataset.construct(read_query("server.sparql", "catalogue", dataset.identity.base))
    return sorted(
        (
            (triple.subject.value, triple.predicate.value, triple.object)
            for triple in triples
            if isinstance(triple.subject, ox.NamedNode)
            and isinstance(triple.object, ox.NamedNode | ox.Literal)
        ),
        key=str,
    )


@lru_cache(maxsize=64)
def _written(description: DatasetDescriptions, which: str, format_: Format, public: str) -> bytes:
    triples = [
        ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), term)
        for subject, predicate, term in description.statements(which, public)
    ]
    used = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    prefixes = {
        name: namespace
        for name, namespace in writing_prefixes(description.prefixes).items()
        if any(iri.startswith(namespace) for iri in used)
    }
    output = io.BytesIO()
    ox.serialize(triples, output, format_.rdf, prefixes=prefixes)
    return output.getvalue()


def _service(description: DatasetDescriptions, public: str) -> Iterator[Statement]:
    endpoint = f"{public}sparql"
    service = f"{endpoint}#service"
    dataset = f"{endpoint}#dataset"
    yield _a(service, _SD + "Service")
    yield service, _SD + "endpoint", ox.NamedNode(endpoint)
    yield service, _SD + "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query")
    for format_ in FORMATS:
        if format_.iri:
            yield service, _SD + "resultFormat", ox.NamedNode(format_.iri)
    for feature in _features(description):
        yield service, _SD + "feature", ox.NamedNode(_SD + feature)
    yield service, _SD + "defaultEntailmentRegime", ox.NamedNode(_ENTAILMENT)
    yield service, _SD + "defaultDataset", ox.NamedNode(dataset)
    yield service, _SD + "availableGraphs", ox.NamedNode(dataset)
    yield _a(dataset, _SD + "Dataset")
    yield _a(dataset, _SD + "GraphCollection")
    default = f"{endpoint}#default-graph"
    yield dataset, _SD + "defaultGraph", ox.NamedNode(default)
    yield _a(default, _SD + "Graph")
    yield _a(default, _VOID + "Dataset")
    yield _number(default, _VOID + "triples", description.statistics.triples)
    for graph in description.graphs:
        yield from _named_graph(dataset, graph)


def _features(description: DatasetDescriptions) -> Iterator[str]:
    if description.union:
        yield "UnionDefaultGraph"
    if description.federated:
        yield "BasicFederatedQuery"


def _named_graph(dataset: str, graph: Graph) -> Iterator[Statement]:
    if graph.iri is None:
        return
    entry = f"{dataset.removesuffix('dataset')}named-graph-{_slug(graph.iri)}"
    content = f"{dataset.removesuffix('dataset')}graph-{_slug(graph.iri)}"
    yield dataset, _SD + "namedGraph", ox.NamedNode(entry)
    yield _a(entry, _SD + "NamedGraph")
    yield entry, _SD + "name", ox.NamedNode(graph.iri)
    yield entry, _SD + "graph", ox.NamedNode(content)
    yield _a(content, _SD + "Graph")
    yield _a(content, _VOID + "Dataset")
    yield _number(content, _VOID + "triples", graph.triples)


def _void(description: DatasetDescriptions, public: str) -> Iterator[Statement]:
    document = f"{public}.well-known/void"
    dataset = description.about if description.catalogue else f"{document}#dataset"
    statistics = description.statistics
    yield _a(document, _VOID + "DatasetDescription")
    yield document, WELL_KNOWN["foaf"] + "primaryTopic", ox.NamedNode(dataset)
    yield _a(dataset, _VOID + "Dataset")
    yield dataset, _VOID + "sparqlEndpoint", ox.NamedNode(f"{public}sparql")
    for format_ in FORMATS:
        if format_.rdf and format_.iri:
            yield dataset, _VOID + "feature", ox.NamedNode(format_.iri)
    if description.catalogue:
        # Counted by the converter, without the catalogue itself.
        yield from description.catalogue
        return
    for name, value in statistics.totals():
        yield _number(dataset, _VOID + name, value)
    for iri in statistics.vocabularies:
        yield dataset, _VOID + "vocabulary", ox.NamedNode(iri)
    yield from _partitions(dataset, statistics)
    yield from _graph_subsets(dataset, description.graphs)
    yield from _linksets(dataset, statistics)


def _partitions(dataset: str, statistics: GraphStatistics) -> Iterator[Statement]:
    for iri, entities in statistics.classes:
        part = f"{dataset}-class-{_slug(iri)}"
        yield dataset, _VOID + "classPartition", ox.NamedNode(part)
        yield part, _VOID + "class", ox.NamedNode(iri)
        yield _number(part, _VOID + "entities", entities)
    for iri, triples in statistics.properties:
        part = f"{dataset}-property-{_slug(iri)}"
        yield dataset, _VOID + "propertyPartition", ox.NamedNode(part)
        yield part, _VOID + "property", ox.NamedNode(iri)
        yield _number(part, _VOID + "triples", triples)


def _graph_subsets(dataset: str, graphs: Sequence[Graph]) -> Iterator[Statement]:
    for graph in graphs:
        if graph.iri is not None:
            subset = f"{dataset}-graph-{_slug(graph.iri)}"
            yield dataset, _VOID + "subset", ox.NamedNode(subset)
            yield _a(subset, _VOID + "Dataset")
            yield subset, _DCT + "identifier", ox.Literal(graph.iri)
            yield _number(subset, _VOID + "triples", graph.triples)


def _linksets(dataset: str, statistics: GraphStatistics) -> Iterator[Statement]:
    for link in statistics.links:
        name = f"{dataset}-links-{_slug(link.predicate)}-{_slug(link.target)}"
        target = f"{dataset}-target-{_slug(link.target)}"
        yield dataset, _VOID + "subset", ox.NamedNode(name)
        yield _a(name, _VOID + "Linkset")
        yield name, _VOID + "linkPredicate", ox.NamedNode(link.predicate)
        yield name, _VOID + "subjectsTarget", ox.NamedNode(dataset)
        yield name, _VOID + "objectsTarget", ox.NamedNode(target)
        yield _number(name, _VOID + "triples", link.triples)
        yield _a(target, _VOID + "Dataset")
        yield target, _VOID + "uriSpace", ox.Literal(link.target)


def _a(subject: str, kind: str) -> Statement:
    return subject, _TYPE.value, ox.NamedNode(kind)


def _number(subject: str, predicate: str, value: int) -> Statement:
    return subject, predicate, ox.Literal(str(value), datatype=ox.NamedNode(_XSD + "integer"))


def _slug(iri: str) -> str:
    """Return an IRI as a fragment; different IRIs give different fragments."""
    return quote(iri, safe="")
