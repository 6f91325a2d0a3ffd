"""Counts a dataset by the queries in `queries/` (VoID, 4)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.engine.dataset import Dataset, Row
from server.engine.row_values import text_in
from server.rdf.query_files import read_query


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
        """Yield the totals with their names in VoID."""
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
    links = _rows(dataset, "links")
    return GraphStatistics(
        triples=_total(dataset, "triples"),
        subjects=_total(dataset, "subjects"),
        objects=_total(dataset, "objects"),
        classes=_counted(dataset, "classes"),
        properties=_counted(dataset, "properties"),
        links=tuple(
            Linkset(text_in(row, "p"), text_in(row, "target"), int(text_in(row, "n")))
            for row in links
        ),
    )


def _rows(dataset: Dataset, query: str) -> Sequence[Row]:
    return dataset.rows(read_query("server.sparql", query, dataset.identity.base))


def _total(dataset: Dataset, query: str) -> int:
    return int(text_in(_rows(dataset, query)[0], "n"))


def _counted(dataset: Dataset, query: str) -> tuple[tuple[str, int], ...]:
    return tuple((text_in(row, "x"), int(text_in(row, "n"))) for row in _rows(dataset, query))


def _namespace(iri: str) -> str:
    cut = max(iri.rfind("#"), iri.rfind("/"), iri.rfind(":"))
    return iri[: cut + 1]
