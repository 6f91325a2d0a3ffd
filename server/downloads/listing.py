"""The files of a dataset folder according to its manifest."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from server.engine.loading import state_of

MANIFEST = "manifest.json"
_INDEX = "index"
# The names of formats by extension, in the order of the page.
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
    """A file: its path in the folder, media type, size in bytes, and content.

    `coding` is gzip or zstd for a compressed twin of `twin_of`. `triples` is None if the file is
    not RDF. `state` is that of the file system when the checksum was valid.
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
        """Return a file name that is unique after download: `digigov-source.ttl`."""
        name = self.path.rpartition("/")[2]
        return name if name.startswith(("digigov", "CITATION")) else f"digigov-{name}"

    @property
    def format(self) -> str:
        """Return the name of its format."""
        extension = (self.twin_of or self.path).rpartition(".")[2]
        return LABELS.get(extension, extension.upper())


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of one version; `folder` is None if the dataset is a single file.

    `manifest` is the text of the manifest.
    """

    folder: Path | None
    version: str
    entries: Mapping[str, ListedFile] = field(default_factory=dict)
    validation: Mapping[str, int] = field(default_factory=dict)
    manifest: bytes = b""

    def offered(self) -> Sequence[ListedFile]:
        """Return the files for users: all except the server's indexes."""
        return [entry for entry in self.entries.values() if entry.kind != _INDEX]

    def of_kind(self, kind: str, part: str = "") -> Sequence[ListedFile]:
        """Return the files of a kind without compressed twins, in the order of formats."""
        found = [
            entry
            for entry in self.entries.values()
            if entry.kind == kind and not entry.coding and (not part or entry.part == part)
        ]
        order = {label: index for index, label in enumerate(LABELS.values())}
        last = len(order)
        return sorted(found, key=lambda one: (one.part, order.get(one.format, last), one.format))

    def parts(self, kind: str) -> Sequence[str]:
        """Return the layers or tables of a kind."""
        return list(dict.fromkeys(e.part for e in self.entries.values() if e.kind == kind))

    def twin(self, entry: ListedFile, coding: str) -> ListedFile | None:
        """Return the twin of a file in a content coding."""
        twins = (twin for twin in self.entries.values() if twin.twin_of == entry.path)
        return next((twin for twin in twins if twin.coding == coding), None)


def read_listing(folder: Path | None, version: str) -> Listing:
    """Return the files of a folder; an empty listing without a folder."""
    if folder is None:
        return Listing(None, version)
    content = (folder / MANIFEST).read_bytes()
    manifest = json.loads(content)
    rows = [_entry(row) for row in manifest.get("files", ())]
    entries = [replace(row, state=state_of(folder / row.path)) for row in rows]
    checks = manifest.get("validation") or {}
    return Listing(folder, version, _by_path(entries), checks, content)


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
