"""Evaluates a job on the store of this process: job → bytes of the result."""

import re
from functools import lru_cache

import pyoxigraph as ox

from server.engine.embedded.first_rows import first_rows
from server.engine.embedded.prefix_writing import NO_NAMES, Naming
from server.engine.embedded.serialisation import Results, serialise
from server.engine.embedded.wire import Job, unpacked
from server.engine.errors import ResultTooLarge
from server.query.column_order import in_order_of_query
from server.rdf.formats import FORMATS

_STAR = re.compile(r"select\b[^{?$(]{0,200}\*", re.IGNORECASE)
# On the empty store SERVICE would send a second request to the endpoint.
_SERVICE = re.compile("service", re.IGNORECASE)
_LONGEST_ORDERED = 20_000
_FORMATS = {item.name: item for item in FORMATS}


class BoundedBuffer:
    """A writable buffer in memory with a maximum size."""

    __slots__ = ("_left", "_limit", "_pieces")

    def __init__(self, limit: int) -> None:
        """Start empty; `limit` is in bytes."""
        self._limit = self._left = limit
        self._pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        """Append a piece.

        Raises:
            ResultTooLarge: The buffer would exceed its limit.
        """
        self._left -= len(piece)
        if self._left < 0:
            raise ResultTooLarge(self._limit)
        self._pieces.append(piece)
        return len(piece)

    def flush(self) -> None:
        """Do nothing: the bytes are in memory."""

    def getvalue(self) -> bytes:
        """Return all bytes written."""
        return b"".join(self._pieces)


def evaluate(store: ox.Store, job: Job) -> bytes:
    """Return the serialised result of a job.

    Raises:
        SyntaxError: the text is not a valid query.
        ValueError: the IRI of a graph, or the base, is not a valid IRI.
        OSError: An endpoint of SERVICE could not be reached.
        ResultTooLarge: the result is longer than the job allows.
        NotWritableError: the format cannot carry the result.
    """
    # A dataset in the request, even one without default graph, replaces the query's own.
    has_dataset = bool(job.default_graphs or job.named_graphs)
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [
        ox.NamedNode(iri) for iri in job.default_graphs
    ]
    results = store.query(
        _with_columns_in_order(job),
        base_iri=job.base,
        prefixes=job.prefixes or None,
        use_default_graph_as_union=job.union,
        default_graph=default if has_dataset else None,
        named_graphs=[ox.NamedNode(iri) for iri in job.named_graphs] if has_dataset else None,
    )
    return write(results, job)


def write(results: Results, job: Job) -> bytes:
    """Return results in the format of the job.

    Raises:
        ResultTooLarge: the result is longer than the job allows.
        NotWritableError: the format cannot carry the result.
    """
    if job.rows:
        body = first_rows(results, job.rows)
        if len(body) > job.limit:
            raise ResultTooLarge(job.limit)
        return body
    naming = _naming(job.writing) if job.writing else NO_NAMES
    return serialise(results, _FORMATS[job.form], naming, BoundedBuffer(job.limit))


def _with_columns_in_order(job: Job) -> str:
    """Return the query with the `*` of `SELECT *` replaced by its variables in text order."""
    is_long = len(job.query) > _LONGEST_ORDERED
    if is_long or not _STAR.search(job.query) or _SERVICE.search(job.query):
        return job.query
    # On an empty store nothing is evaluated, but the engine tells the variables.
    results = _empty().query(job.query, base_iri=job.base, prefixes=job.prefixes or None)
    if not isinstance(results, ox.QuerySolutions):
        return job.query
    return in_order_of_query(job.query, [item.value for item in results.variables]) or job.query


@lru_cache(maxsize=1)
def _empty() -> ox.Store:
    return ox.Store()


@lru_cache(maxsize=8)
def _naming(writing: bytes) -> Naming:
    return Naming.of(unpacked(writing))
