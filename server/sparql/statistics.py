"""Counts of a dataset, each by the SPARQL query that stands beside it (VoID, 4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from server.engine.dataset import Dataset, Row

_TRIPLES = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
_SUBJECTS = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
_OBJECTS = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"
_CLASSES = (
    "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x FILTER(isIRI(?x)) } GROUP BY ?x ORDER BY ?x"
)
_PROPERTIES = "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x ORDER BY ?x"
# Links from the dataset's own things to those of others, by the predicates that state identity,
# likeness or place; a target is the authority of the other's IRIs.
_LINKS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX schema: <http://schema.org/>
SELECT ?p ?target (COUNT(*) AS ?n) {
  VALUES ?p {
    skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch
    owl:sameAs schema:sameAs dct:spatial
  }
  ?s ?p ?o .
  FILTER(isIRI(?s) && isIRI(?o))
  BIND(REPLACE(STR(?o), "^([a-z]+://[^/]+/).*$", "$1") AS ?target)
  FILTER(!STRSTARTS(STR(?s), ?target) && !STRSTARTS(STR(?o), "@BASE@"))
} GROUP BY ?p ?target ORDER BY ?p ?target
"""


@dataclass(frozen=True, slots=True)
class Linkset:
    """The links of one predicate to IRIs that begin with `target`."""

    predicate: str
    target: str
    triples: int


@dataclass(frozen=True, slots=True)
class GraphStatistics:
    """Counts of the default graph; classes and properties are pairs of IRI and count, by IRI."""

    triples: int
    subjects: int
    objects: int
    classes: tuple[tuple[str, int], ...]
    properties: tuple[tuple[str, int], ...]
    links: tuple[Linkset, ...]

    def totals(self) -> Iterator[tuple[str, int]]:
        """Yield the names that VoID has for the totals, with their values."""
        yield "triples", self.triples
        yield "distinctSubjects", self.subjects
        yield "distinctObjects", self.objects
        yield "classes", len(self.classes)
        yield "properties", len(self.properties)

    @property
    def vocabularies(self) -> tuple[str, ...]:
        """Return the namespaces of the properties, sorted."""
        return tuple(sorted({_namespace(iri) for iri, _ in self.properties}))


def count(dataset: Dataset) -> GraphStatistics:
    """Return the counts of the dataset."""
    links = dataset.rows(_LINKS.replace("@BASE@", dataset.identity.base))
    return GraphStatistics(
        triples=_total(dataset, _TRIPLES),
        subjects=_total(dataset, _SUBJECTS),
        objects=_total(dataset, _OBJECTS),
        classes=_counted(dataset, _CLASSES),
        properties=_counted(dataset, _PROPERTIES),
        links=tuple(
            Linkset(_text(row, "p"), _text(row, "target"), int(_text(row, "n"))) for row in links
        ),
    )


def _total(dataset: Dataset, query: str) -> int:
    return int(_text(dataset.rows(query)[0], "n"))


def _counted(dataset: Dataset, query: str) -> tuple[tuple[str, int], ...]:
    return tuple((_text(row, "x"), int(_text(row, "n"))) for row in dataset.rows(query))


def _text(row: Row, name: str) -> str:
    value = getattr(row[name], "value", "")
    return str(value)


def _namespace(iri: str) -> str:
    cut = max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":"))
    return iri[: cut + 1]
