"""The files of a dataset folder, as its manifest lists them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

MANIFEST = "manifest.json"
_INDEX = "index"
# The extensions under which formats are known to readers, in the order of the page.
LABELS: Mapping[str, str] = {
    "ttl": "Turtle",
    "trig": "TriG",
    "nq": "N-Quads",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
    "jsonld": "JSON-LD",
    "csv": "CSV",
    "json": "JSON",
    "md": "Markdown",
    "cff": "CFF",
}


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file: its path below the folder, media type, size in bytes, and what it holds.

    `coding` is gzip or zstd for the twin of the file `twin_of`; `triples` is None without RDF.
    `state` is what the file system says of the file whose checksum this is.
    """

    path: str
    media_type: str
    size: int
    sha256: str
    triples: int | None = None
    kind: str = "dataset"
    part: str = ""
    language: str = ""
    coding: str = ""
    twin_of: str = ""
    state: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """Return a name that tells it from the files of others: `digigov-source.ttl`."""
        name = self.path.rpartition("/")[2]
        return name if name.startswith(("digigov", "CITATION")) else f"digigov-{name}"

    @property
    def format(self) -> str:
        """Return the name of its format."""
        extension = (self.twin_of or self.path).rpartition(".")[2]
        return LABELS.get(extension, extension.upper())


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of one version; `folder` is None where the dataset is a single file.

    `manifest` is the text that lists them.
    """

    folder: Path | None
    version: str
    entries: Mapping[str, ListedFile] = field(default_factory=dict)
    validation: Mapping[str, int] = field(default_factory=dict)
    manifest: bytes = b""

    def offered(self) -> Sequence[ListedFile]:
        """Return the files that are of use elsewhere: all but the server's own indexes."""
        return [entry for entry in self.entries.values() if entry.kind != _INDEX]

    def of_kind(self, kind: str, part: str = "") -> Sequence[ListedFile]:
        """Return the files that are no twins, in the order of their formats."""
        found = [
            entry
            for entry in self.entries.values()
            if entry.kind == kind and not entry.coding and (not part or entry.part == part)
        ]
        order = {label: place for place, label in enumerate(LABELS.values())}
        last = len(order)
        return sorted(found, key=lambda one: (one.part, order.get(one.format, last), one.format))

    def parts(self, kind: str) -> Sequence[str]:
        """Return the layers or tables that there are."""
        return list(dict.fromkeys(e.part for e in self.entries.values() if e.kind == kind))

    def twin(self, entry: ListedFile, coding: str) -> ListedFile | None:
        """Return the twin of a file in a content coding."""
        twins = (twin for twin in self.entries.values() if twin.twin_of == entry.path)
        return next((twin for twin in twins if twin.coding == coding), None)


def read_listing(folder: Path | None, version: str) -> Listing:
    """Return the files that a folder offers; none where the dataset has no folder."""
    if folder is None:
        return Listing(None, version)
    content = (folder / MANIFEST).read_bytes()
    manifest = json.loads(content)
    rows = [_entry(row) for row in manifest.get("files", ())]
    entries = [replace(row, state=state_of(folder / row.path)) for row in rows]
    checks = manifest.get("validation") or {}
    return Listing(folder, version, _by_path(entries), checks, content)


def state_of(file: Path) -> tuple[int, ...]:
    """Return what changes when a file is replaced or written to; empty where there is none."""
    try:
        status = file.stat()
    except OSError:
        return ()
    return (status.st_ino, status.st_size, status.st_mtime_ns)


def _by_path(entries: Iterable[ListedFile]) -> dict[str, ListedFile]:
    return {entry.path: entry for entry in entries}


def _entry(row: Mapping[str, object]) -> ListedFile:
    size, triples = row["bytes"], row.get("triples")
    return ListedFile(
        path=str(row["path"]),
        media_type=str(row["mediaType"]),
        size=size if isinstance(size, int) else 0,
        sha256=str(row["sha256"]),
        triples=triples if isinstance(triples, int) else None,
        kind=str(row.get("kind", "dataset")),
        part=str(row.get("part", "")),
        language=str(row.get("language", "")),
        coding=str(row.get("coding", "")),
        twin_of=str(row.get("twinOf", "")),
    )
