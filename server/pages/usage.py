"""Counts the uses of classes and properties, once for each dataset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from server.engine import Dataset, Row
from server.engine.row_values import number_of
from server.rdf.query_files import read_query
from server.site.statements.statements import LAYERS, iri_of, layer_of

_COUNTED = ("classes", "properties", "properties-of-classes", "layers")
# Classes of OWL, RDFS and SHACL, which describe the data.
MACHINERY = tuple(
    f"http://www.w3.org/{name}#" for name in ("2002/07/owl", "ns/shacl", "2000/01/rdf-schema")
)

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts by IRI.

    `classes` counts instances, `properties` counts statements, `having` counts the instances of a
    class with a property. `layers` are the layers that use a term, in the order of `LAYERS`.
    """

    classes: Mapping[str, int]
    properties: Mapping[str, int]
    having: Mapping[Key, int]
    layers: Mapping[str, Sequence[str]]


@lru_cache(maxsize=1)
def usage_of(dataset: Dataset) -> Usage:
    """Return the counts of a dataset; the last ones are cached."""
    return Usage(
        classes=_counts(_rows(dataset, "classes")),
        properties=_counts(_rows(dataset, "properties")),
        having={
            (iri_of(row["class"]), iri_of(row["property"])): number_of(row["count"])
            for row in _rows(dataset, "properties-of-classes")
        },
        layers=_layers(_rows(dataset, "layers")),
    )


def usage_queries(base: str) -> list[str]:
    """Return the queries of `usage_of`."""
    return [
        _query(what, base) for what in ("classes", "properties", "properties-of-classes", "layers")
    ]


def _query(what: str, base: str) -> str:
    return read_query("server.pages", f"used-{what}", base)


def _rows(dataset: Dataset, what: str) -> Sequence[Row]:
    return dataset.rows(_query(what, dataset.identity.base))


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    return {iri_of(row["term"]): number_of(row["count"]) for row in rows}


def _layers(rows: Sequence[Row]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(iri_of(row["term"]), set()).add(layer_of(iri_of(row["graph"])))
    return {term: [name for name in LAYERS if name in names] for term, names in found.items()}
