"""The dataset that an engine must have, according to the manifest of a folder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.engine.errors import DatasetError
from server.engine.loading import QUADS, base_of
from server.engine.manifest import MANIFEST, read_manifest

_CATALOGUE = "catalogue"


@dataclass(frozen=True, slots=True)
class Expected:
    """The dataset's base, its graphs, its number of quads, and the SHA-256 of `digigov.nq`."""

    base: str
    checksum: str
    graphs: Sequence[str]
    quads: int

    @classmethod
    def of(cls, path: Path) -> "Expected":
        """Read the manifest of a folder.

        Raises:
            DatasetError: The path is not a folder, or its manifest lacks one of these.
        """
        if not path.is_dir():
            message = (
                f"{path}: --engine needs a folder that digigov-convert wrote: "
                "the manifest of the folder tells which dataset the engine has to hold"
            )
            raise DatasetError(message)
        manifest = read_manifest(path / MANIFEST)
        base = base_of(path)
        counts = _mapping(manifest.get("counts"))
        layers = [*_mapping(counts.get("layers")), _CATALOGUE]
        graphs = tuple(f"{base}graph/{layer}" for layer in layers)
        quads = counts.get("quads")
        return cls(base, _checksum(path, manifest), graphs, quads if isinstance(quads, int) else 0)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _checksum(path: Path, manifest: Mapping[str, object]) -> str:
    files = manifest.get("files")
    for row in files if isinstance(files, list) else ():
        if row["path"] == QUADS:
            return str(row["sha256"]).lower()
    message = f"{path / MANIFEST}: no checksum of {QUADS}; write the dataset anew"
    raise DatasetError(message)
