"""The dataset as RDF files: whole and by layer, in every format."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

import pyoxigraph as ox

from converter.publication.manifest import BuildDescription, File, FileKind
from converter.publication.order import prefixes_for, sorted_quads, sorted_triples

# Formats by extension: those with named graphs first, then those with a single graph.
QUADS = {"nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
TRIPLES = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}
BASIC = ("nq", "trig", "ttl")
FURTHER = ("nt", "rdf", "jsonld")
EVERY = (*BASIC, *FURTHER)
READABLE = frozenset({ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG})
BARE = frozenset({ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES})


@dataclass(frozen=True, slots=True)
class PublishedDataset:
    """All quads to publish, in their published order, and the quads of the SHACL report."""

    quads: Sequence[ox.Quad]
    report: Sequence[ox.Quad]
    description: BuildDescription

    @classmethod
    def of(
        cls, quads: Iterable[ox.Quad], report: Iterable[ox.Quad], description: BuildDescription
    ) -> "PublishedDataset":
        """Return a dataset of quads in any order."""
        return cls(sorted_quads(quads), sorted_quads(report), description)

    @property
    def base(self) -> str:
        """Return the beginning of all IRIs of the dataset."""
        return self.description.base


@dataclass(frozen=True, slots=True)
class Dump:
    """Quads to write as files: their content, and the stem of the file names."""

    stem: str
    quads: Sequence[ox.Quad]
    kind: FileKind = FileKind.DATASET
    name: str = ""


def dataset_to_dumps(dataset: PublishedDataset) -> Iterator[File]:
    """Yield the dataset as N-Quads, TriG and Turtle, and the report as Turtle."""
    yield from part_to_files(Dump("digigov", dataset.quads), BASIC, dataset.base)
    if dataset.report:
        report = Dump("validation-report", dataset.report, FileKind.REPORT)
        yield from part_to_files(report, ("ttl",), dataset.base)


def dataset_to_further_dumps(dataset: PublishedDataset) -> Iterator[File]:
    """Yield the dataset in the other formats, and each layer in all formats."""
    yield from part_to_files(Dump("digigov", dataset.quads), FURTHER, dataset.base)
    for name, quads in groupby(dataset.quads, key=lambda quad: quad.graph_name):
        layer = str(name)[1:-1].rpartition("/")[2]
        part = Dump(f"layers/{layer}", list(quads), FileKind.LAYER, layer)
        yield from part_to_files(part, EVERY, dataset.base)


def part_to_files(part: Dump, formats: Iterable[str], base: str) -> Iterator[File]:
    """Yield a file for each format; those without named graphs contain the union of the graphs."""
    prefixes = prefixes_for(part.quads, base)
    for extension in formats:
        # Do not bind a file to a name here: its bytes can then be freed as soon as they are
        # written.
        yield _part_to_file(part, extension, prefixes)


def _part_to_file(part: Dump, extension: str, prefixes: dict[str, str]) -> File:
    path = f"{part.stem}.{extension}"
    if extension in QUADS:
        form = QUADS[extension]
        content, number = _bytes(part.quads, form, prefixes), len(part.quads)
    else:
        form = TRIPLES[extension]
        content, number = _counted(sorted_triples(part.quads), form, prefixes)
    return File(path, form.media_type, content, number, part.kind, part.name)


def _counted(
    triples: Iterable[ox.Triple], form: ox.RdfFormat, prefixes: dict[str, str]
) -> tuple[bytes, int]:
    seen = 0

    def counted() -> Iterator[ox.Triple]:
        nonlocal seen
        for seen, triple in enumerate(triples, start=1):  # noqa: B007 -- read after the loop
            yield triple

    return _bytes(counted(), form, prefixes), seen


def _bytes(
    statements: Iterable[ox.Quad] | Iterable[ox.Triple],
    form: ox.RdfFormat,
    prefixes: dict[str, str],
) -> bytes:
    # Write to a buffer: the bytes that `serialize` returns would take twice the memory.
    buffer = io.BytesIO()
    used = None if form in BARE else prefixes
    ox.serialize(statements, output=buffer, format=form, prefixes=used)
    return _spaced(buffer.getvalue()) if form in READABLE else buffer.getvalue()


def _spaced(content: bytes) -> bytes:
    """Return Turtle or TriG with sorted prefixes and a blank line between subjects.

    The serializer escapes line feeds in literals, so each line feed here ends a line.
    """
    heads = sorted(takewhile(_is_prefix, io.BytesIO(content)))
    body = content[sum(map(len, heads)) :]
    body = body.replace(b" .\n", b" .\n\n").replace(b"\n\n}", b"\n}\n")
    return b"".join(heads) + b"\n" + body.rstrip(b"\n") + b"\n"


def _is_prefix(line: bytes) -> bool:
    return line.startswith(b"@prefix ")
