"""A job → the bytes of its result, by the store of this process."""

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from server.engine.errors import ResultTooLarge
from server.engine.wire import Job, unpacked
from server.formats import FORMATS
from server.naming import NO_NAMES, Naming
from server.serialisation import serialise

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_FORMATS = {item.name: item for item in FORMATS}


class BoundedBuffer(io.BytesIO):
    """Bytes in memory, up to a limit."""

    def __init__(self, limit: int) -> None:
        """Start empty; `limit` is in bytes."""
        super().__init__()
        self._limit = limit

    def write(self, piece: "ReadableBuffer", /) -> int:
        """Keep a piece.

        Raises:
            ResultTooLarge: the limit is passed.
        """
        count = super().write(piece)
        if self.tell() > self._limit:
            raise ResultTooLarge(self._limit)
        return count


def evaluate(store: ox.Store, job: Job) -> bytes:
    """Return the serialised result of a job.

    Raises:
        SyntaxError: the query is none.
        ValueError: a graph's or the base IRI is none.
        OSError: a SERVICE could not be reached.
        ResultTooLarge: the result is longer than the job allows.
        NotWritableError: the format cannot carry the result.
    """
    # A dataset of the protocol, even with no default graph, replaces the query's own.
    has_dataset = bool(job.default_graphs or job.named_graphs)
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
        ox.NamedNode(iri) for iri in job.default_graphs
    ]
    results = store.query(
        job.query,
        base_iri=job.base,
        prefixes=job.prefixes or None,
        default_graph=default if has_dataset else None,
        named_graphs=[ox.NamedNode(iri) for iri in job.named_graphs] if has_dataset else None,
    )
    naming = _naming(job.writing) if job.writing else NO_NAMES
    return serialise(results, _FORMATS[job.form], naming, BoundedBuffer(job.limit))


@lru_cache(maxsize=8)
def _naming(writing: bytes) -> Naming:
    return Naming.of(unpacked(writing))
