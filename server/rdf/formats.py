"""The table of formats for negotiation, service description, downloads, docs and tests."""

from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox

from server.query.operation import QueryKind


class Shape(StrEnum):
    """The kinds of content of formats: table or boolean, one graph, several named graphs."""

    ROWS = "rows"
    GRAPH = "graph"
    DATASET = "dataset"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `name` is its value in `?format=`, the first media type is the preferred one.

    `iri` is its IRI in https://www.w3.org/ns/formats/, or None. `results` and `rdf` are the
    engine's serialisers; HTML has neither, because it is rendered from another format.
    """

    name: str
    label: str
    extension: str
    media_types: tuple[str, ...]
    shapes: frozenset[Shape]
    aliases: tuple[str, ...] = ()
    iri: str | None = None
    results: ox.QueryResultsFormat | None = None
    rdf: ox.RdfFormat | None = None

    @property
    def media_type(self) -> str:
        """Return the preferred media type, without parameters."""
        return self.media_types[0]


_W3C = "http://www.w3.org/ns/formats/"
_ROWS = frozenset({Shape.ROWS})
_GRAPH = frozenset({Shape.GRAPH})
_DATASET = frozenset({Shape.GRAPH, Shape.DATASET})

# In order of our preference: the first format of a shape answers `*/*`.
FORMATS: tuple[Format, ...] = (
    Format(
        "json",
        "SPARQL JSON",
        "srj",
        ("application/sparql-results+json", "application/json"),
        _ROWS,
        aliases=("srj", "sparql-json", "sparql-results+json", "results+json"),
        iri=_W3C + "SPARQL_Results_JSON",
        results=ox.QueryResultsFormat.JSON,
    ),
    Format(
        "xml",
        "SPARQL XML",
        "srx",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        _ROWS,
        aliases=("srx", "sparql-xml", "sparql-results+xml", "results+xml"),
        iri=_W3C + "SPARQL_Results_XML",
        results=ox.QueryResultsFormat.XML,
    ),
    Format(
        "csv",
        "CSV",
        "csv",
        ("text/csv",),
        _ROWS,
        iri=_W3C + "SPARQL_Results_CSV",
        results=ox.QueryResultsFormat.CSV,
    ),
    Format(
        "tsv",
        "TSV",
        "tsv",
        ("text/tab-separated-values", "text/plain"),
        _ROWS,
        iri=_W3C + "SPARQL_Results_TSV",
        results=ox.QueryResultsFormat.TSV,
    ),
    Format(
        "turtle",
        "Turtle",
        "ttl",
        # Every Turtle document is an N3 document.
        ("text/turtle", "application/x-turtle", "application/turtle", "text/n3"),
        _GRAPH,
        aliases=("ttl", "n3", "text/rdf+n3", "rdf+n3", "application/n3", "rdf-turtle"),
        iri=_W3C + "Turtle",
        rdf=ox.RdfFormat.TURTLE,
    ),
    Format(
        "ntriples",
        "N-Triples",
        "nt",
        ("application/n-triples", "text/plain"),
        _GRAPH,
        aliases=("nt", "n-triples", "ntriple"),
        iri=_W3C + "N-Triples",
        rdf=ox.RdfFormat.N_TRIPLES,
    ),
    Format(
        "rdfxml",
        "RDF/XML",
        "rdf",
        ("application/rdf+xml", "application/xml", "text/xml"),
        _GRAPH,
        aliases=("rdf", "xml", "rdf+xml", "rdf-xml", "pretty-xml"),
        iri=_W3C + "RDF_XML",
        rdf=ox.RdfFormat.RDF_XML,
    ),
    Format(
        "jsonld",
        "JSON-LD",
        "jsonld",
        ("application/ld+json", "application/json"),
        _DATASET,
        aliases=("json", "json-ld", "ld+json"),
        iri=_W3C + "JSON-LD",
        rdf=ox.RdfFormat.JSON_LD,
    ),
    Format(
        "trig",
        "TriG",
        "trig",
        ("application/trig", "application/x-trig"),
        _DATASET,
        iri=_W3C + "TriG",
        rdf=ox.RdfFormat.TRIG,
    ),
    Format(
        "nquads",
        "N-Quads",
        "nq",
        ("application/n-quads", "text/x-nquads"),
        _DATASET,
        aliases=("nq", "n-quads"),
        iri=_W3C + "N-Quads",
        rdf=ox.RdfFormat.N_QUADS,
    ),
    Format("html", "HTML", "html", ("text/html",), frozenset({Shape.ROWS, Shape.GRAPH})),
)


def shape_of(kind: QueryKind) -> Shape:
    """Return the shape of the result of this kind of query."""
    return Shape.ROWS if kind in {QueryKind.SELECT, QueryKind.ASK} else Shape.GRAPH


def formats_for(shape: Shape) -> tuple[Format, ...]:
    """Return the formats for a shape, best first."""
    return tuple(item for item in FORMATS if shape in item.shapes)


def named(name: str, shape: Shape) -> Format | None:
    """Return the format for a value of `?format=`: a name, an extension or a media type."""
    # A form decodes an unescaped `+` as a space, as in `application/rdf+xml`.
    wanted = name.strip().lower().replace(" ", "+")
    choices = formats_for(shape)
    exact = (item for item in choices if wanted in {item.name, item.extension, *item.aliases})
    by_type = (item for item in choices if wanted in item.media_types)
    return next(exact, None) or next(by_type, None)
