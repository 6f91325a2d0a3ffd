"""An earlier dataset, to compare with: a folder or an RDF file, compressed or not."""

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox
import zstandard

from converter.errors import Fault, InputError
from converter.input_files import read_file, shown

QUADS = "digigov.nq"
EXPECTED = "a dataset folder, or an RDF file that digigov-convert wrote"
# Bytes that a compressed file may expand to: a few kilobytes can hold any number.
LONGEST = 1 << 30


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return `size` bytes, fewer at the end."""


OPENERS: Mapping[str, Callable[[bytes], Readable]] = {
    ".gz": lambda content: gzip.GzipFile(fileobj=io.BytesIO(content)),
    ".zst": lambda content: zstandard.ZstdDecompressor().stream_reader(
        content, read_across_frames=True
    ),
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier dataset: its name for people, and its quads."""

    name: str
    quads: frozenset[ox.Quad]

    @property
    def is_one_graph(self) -> bool:
        """Return whether its format keeps no named graphs, so that only triples compare."""
        return all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in self.quads)


def read_earlier(path: Path) -> Earlier:
    """Return the dataset of a folder or of one file, which may be compressed (`.gz`, `.zst`).

    Raises:
        InputError: it cannot be read, or is no RDF.
    """
    file = path / QUADS if path.is_dir() else path
    suffix = file.suffix.lower()
    name = file.with_suffix("") if suffix in OPENERS else file
    form = ox.RdfFormat.from_extension(name.suffix.removeprefix(".").lower())
    if form is None:
        raise _fault(file, "no known kind of RDF file")
    content = read_file(file, EXPECTED)
    if suffix in OPENERS:
        content = _expanded(file, content, OPENERS[suffix])
    try:
        parsed = frozenset(ox.parse(content.removeprefix(codecs.BOM_UTF8), format=form))
    except SyntaxError as error:
        raise _fault(file, f"broken RDF: {error.msg}", error.lineno) from error
    if not parsed:
        raise _fault(file, "no statement")
    # Its name only: where it lies is nobody else's business, and differs between machines.
    return Earlier(shown(Path(path.absolute().name)), parsed)


def _expanded(file: Path, content: bytes, opener: Callable[[bytes], Readable]) -> bytes:
    try:
        expanded = opener(content).read(LONGEST + 1)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        raise _fault(file, f"no whole {file.suffix} file ({error})") from error
    if len(expanded) > LONGEST:
        raise _fault(file, f"a file that expands to more than {LONGEST >> 20} MiB")
    return expanded


def _fault(file: Path, found: str, line: int | None = None) -> InputError:
    return InputError((Fault(shown(file), None, line, found, EXPECTED),))
