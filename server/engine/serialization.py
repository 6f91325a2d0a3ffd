"""Evaluates a query and writes its result, mending what the engine's serialisers get wrong."""

import re

import pyoxigraph as ox

from server.engine.errors import ResultTooLarge, Unrepresentable
from server.engine.wire import Job
from server.formats import FORMATS, Format

_FORMATS = {item.name: item for item in FORMATS}
# Characters that XML 1.0 cannot carry even as references (XML 1.0, 2.2), in UTF-8.
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# How the engine writes a predicate that has no XML name.
_NAMELESS = re.compile(rb'<oxprefix: xmlns:oxprefix="([^"]*)"')
_PREFIX_LINE = re.compile(rb"@prefix ([^:]*): <[^>]*> \.\n")


class BoundedOutput:
    """Gathers bytes up to a limit."""

    def __init__(self, limit: int) -> None:
        """Start empty; `limit` is in bytes."""
        self._limit = limit
        self._size = 0
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep a piece.

        Raises:
            ResultTooLarge: the limit is passed.
        """
        self._size += len(piece)
        if self._size > self._limit:
            raise ResultTooLarge(self._limit)
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: all is in memory."""

    def content(self) -> bytes:
        """Return all that was written."""
        return b"".join(self._pieces)


def evaluate(store: ox.Store, job: Job) -> bytes:
    """Return the serialised result of a job.

    Raises:
        SyntaxError: the query is none.
        ValueError: a graph's or the base IRI is none.
        OSError: a SERVICE could not be reached.
        ResultTooLarge: the result is longer than the job allows.
        Unrepresentable: the format cannot carry the result.
    """
    # A dataset of the protocol, even with no default graph, replaces the query's own.
    has_dataset = bool(job.default_graphs or job.named_graphs)
    result = store.query(
        job.query,
        base_iri=job.base,
        prefixes=dict(job.prefixes),
        use_default_graph_as_union=job.union,
        default_graph=_graphs(job.default_graphs) if has_dataset else None,
        named_graphs=[ox.NamedNode(iri) for iri in job.named_graphs] if has_dataset else None,
    )
    form = _FORMATS[job.form]
    output = BoundedOutput(job.limit)
    if isinstance(result, ox.QueryTriples):
        ox.serialize(result, output, form.rdf, prefixes=dict(job.prefixes))  # type: ignore[arg-type]
        return _mended_graph(form, output.content(), job.limit)
    result.serialize(output, form.results)  # type: ignore[arg-type]
    content = output.content()
    return _mended_xml(content, job.limit) if form.results == ox.QueryResultsFormat.XML else content


def _graphs(iris: tuple[str, ...]) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    return [ox.NamedNode(iri) for iri in iris]


def _mended_graph(form: Format, content: bytes, limit: int) -> bytes:
    if form.rdf == ox.RdfFormat.RDF_XML:
        nameless = _NAMELESS.search(content)
        if nameless:
            iri = nameless[1].decode("utf-8", "replace")
            message = f"RDF/XML cannot name the property <{iri}>; ask for Turtle or N-Triples"
            raise Unrepresentable(message)
        return _mended_xml(content, limit)
    if form.rdf in {ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG}:
        return _without_unused_prefixes(content)
    return content


def _mended_xml(content: bytes, limit: int) -> bytes:
    broken = _NOT_IN_XML.search(content)
    if broken:
        code = ord(broken[0].decode())
        message = f"XML cannot carry the character U+{code:04X} of the result; ask for another form"
        raise Unrepresentable(message)
    if b"\r" not in content:
        return content
    # A parser would read a bare carriage return as a line feed (XML 1.0, 2.11).
    mended = content.replace(b"\r", b"&#13;")
    if len(mended) > limit:
        raise ResultTooLarge(limit)
    return mended


def _without_unused_prefixes(content: bytes) -> bytes:
    lines = []
    start = 0
    while line := _PREFIX_LINE.match(content, start):
        start = line.end()
        lines.append(line)
    used = [line[0] for line in lines if _is_used(line[1], content, start)]
    return b"".join((*used, content[start:]))


def _is_used(prefix: bytes, content: bytes, start: int) -> bool:
    # A hit within a literal keeps a line too many, which does no harm.
    name = prefix + b":"
    if content.startswith(name, start):
        return True
    return any(content.find(before + name, start) >= 0 for before in (b" ", b"\n", b"\t", b"^"))
