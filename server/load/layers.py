"""The layers of a dataset folder as N-Triples for their named graphs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.engine.errors import DatasetError
from server.engine.loading import CATALOGUE, QUADS
from server.engine.manifest import MANIFEST, read_manifest
from server.engine.remote.expected import Expected


@dataclass(frozen=True, slots=True)
class LayerGraph:
    """A named graph of a dataset, its number of triples, and its N-Quads file."""

    name: str
    graph: str
    triples: int
    file: Path

    def lines(self) -> Iterator[bytes]:
        """Yield its triples as lines of N-Triples."""
        ending = f" <{self.graph}> .\n".encode()
        with self.file.open("rb") as lines:
            for line in lines:
                if line.endswith(ending):
                    yield line.removesuffix(ending) + b" .\n"


@dataclass(frozen=True, slots=True)
class LoadedDataset:
    """A dataset to load: its base, the SHA-256 of `digigov.nq`, and its layers."""

    base: str
    checksum: str
    layers: Sequence[LayerGraph]

    @classmethod
    def of(cls, folder: Path) -> "LoadedDataset":
        """Return the dataset of a folder that digigov-convert wrote.

        Raises:
            DatasetError: The folder, its manifest or a file is missing or broken.
        """
        expected, manifest = Expected.of(folder), read_manifest(folder / MANIFEST)
        counts = _mapping(_mapping(manifest.get("counts")).get("layers"))
        found = [(name, count, folder / QUADS) for name, count in counts.items()]
        found.append(("catalogue", _triples(manifest), folder / CATALOGUE))
        missing = next((file for _, _, file in found if not file.is_file()), None)
        if missing:
            message = f"{missing}: not found"
            raise DatasetError(message)
        layers = [
            LayerGraph(name, f"{expected.base}graph/{name}", int(str(count)), file)
            for name, count, file in found
        ]
        return cls(expected.base, expected.checksum, layers)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _triples(manifest: Mapping[str, object]) -> int:
    files = manifest.get("files")
    rows = files if isinstance(files, list) else []
    return next((row["triples"] for row in rows if row["path"] == CATALOGUE), 0)
