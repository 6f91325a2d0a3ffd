"""Reads an earlier dataset for a comparison: a folder or an RDF file, compressed or not."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from converter.errors import DocumentFault, InputError
from converter.input_files import read_file, shown
from server.rdf.file_text import DAMAGE, OPENERS

QUADS = "digigov.nq"
EXPECTED = "a dataset folder, or an RDF file that digigov-convert wrote"
# Maximum bytes of a decompressed file: a few kilobytes can expand to any size.
LONGEST = 1 << 30


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier dataset: its name for display, and its quads."""

    name: str
    quads: frozenset[ox.Quad]

    @property
    def is_one_graph(self) -> bool:
        """Return whether the format has no named graphs, so that only triples can be compared."""
        return all(isinstance(quad.graph_name, ox.DefaultGraph) for quad in self.quads)


def read_earlier(path: Path) -> Earlier:
    """Return the dataset of a folder or of one file, which may be compressed (`.gz`, `.zst` …).

    Raises:
        InputError: The dataset cannot be read, or is not RDF.
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
    # The name only: the path is private, and differs between machines.
    return Earlier(shown(Path(path.absolute().name)), parsed)


def _expanded(file: Path, content: bytes, opener: Callable[[bytes, int], bytes]) -> bytes:
    try:
        expanded = opener(content, LONGEST + 1)
    except DAMAGE as error:
        raise _fault(file, f"a damaged {file.suffix} file ({error})") from error
    if len(expanded) > LONGEST:
        raise _fault(file, f"a file that expands to more than {LONGEST >> 20} MiB")
    return expanded


def _fault(file: Path, found: str, line: int | None = None) -> InputError:
    return InputError((DocumentFault(shown(file), None, line, found, EXPECTED),))
