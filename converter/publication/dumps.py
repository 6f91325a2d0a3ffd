"""The whole dataset in the three dump formats."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, takewhile

import pyoxigraph as ox

from converter.publication.manifest import File
from converter.publication.order import prefixes_for, sorted_triples


@dataclass(frozen=True, slots=True)
class Dataset:
    """What is published: all quads in their published order, and the quads of the SHACL report."""

    quads: Sequence[ox.Quad]
    report: Sequence[ox.Quad]
    base: str


def dataset_to_dumps(dataset: Dataset) -> Iterator[File]:
    """Yield the dataset as N-Quads, TriG and Turtle, and the report as Turtle."""
    prefixes = prefixes_for(dataset.quads, dataset.base)
    quads = len(dataset.quads)
    yield _dump(
        "digigov.nq", ox.RdfFormat.N_QUADS, _bytes(dataset.quads, ox.RdfFormat.N_QUADS), quads
    )
    trig = _bytes(dataset.quads, ox.RdfFormat.TRIG, prefixes)
    yield _dump("digigov.trig", ox.RdfFormat.TRIG, trig, quads)
    yield turtle_file("digigov.ttl", dataset.quads, prefixes)
    if dataset.report:
        report_prefixes = prefixes_for(dataset.report, dataset.base)
        yield turtle_file("validation-report.ttl", dataset.report, report_prefixes)


def turtle_file(path: str, quads: Sequence[ox.Quad], prefixes: dict[str, str]) -> File:
    """Return the union of the quads' graphs as a readable Turtle file."""
    counted = count()
    triples = (triple for triple, _ in zip(sorted_triples(quads), counted, strict=False))
    content = _bytes(triples, ox.RdfFormat.TURTLE, prefixes)
    return _dump(path, ox.RdfFormat.TURTLE, content, next(counted))


def _bytes(
    statements: Iterable[ox.Quad] | Iterable[ox.Triple],
    form: ox.RdfFormat,
    prefixes: dict[str, str] | None = None,
) -> bytes:
    # Written to a buffer: what `serialize` returns by itself takes twice the memory.
    buffer = io.BytesIO()
    ox.serialize(statements, output=buffer, format=form, prefixes=prefixes)
    return _spaced(buffer.getvalue()) if prefixes else buffer.getvalue()


def _spaced(content: bytes) -> bytes:
    """Return Turtle or TriG with its prefixes sorted and an empty line between subjects.

    Inside a literal the serializer escapes line feeds, so each one here ends a line.
    """
    heads = sorted(takewhile(_is_prefix, io.BytesIO(content)))
    body = content[sum(map(len, heads)) :]
    body = body.replace(b" .\n", b" .\n\n").replace(b"\n\n}", b"\n}\n")
    return b"".join(heads) + b"\n" + body.rstrip(b"\n") + b"\n"


def _is_prefix(line: bytes) -> bool:
    return line.startswith(b"@prefix ")


def _dump(path: str, form: ox.RdfFormat, content: bytes, triples: int) -> File:
    return File(path, form.media_type, content, triples)
