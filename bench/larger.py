"""Write a dataset folder that is N times as large: `python -m bench.larger DIR OUT --times 30`.

The layers that grow with the answers are repeated, each time with other IRIs for entries and
things; vocabularies, reference data and shapes are not. The catalogue is unchanged except for the
checksum. Index files are written as `digigov-convert --downloads` does; `--no-indexes` leaves them
out, so that the server's first start makes them.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from converter.publication.manifest import FileKind
from server.service.index_files import MEDIA_TYPE, index_files

_GROWING = ("derived", "source")
_KINDS = (
    *("annotation", "entry", "head-count", "measure", "organisation", "participation"),
    *("post", "procedure", "section", "span", "system"),
)


def main() -> None:
    """Write the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--indexes", action=argparse.BooleanOptionalAction, default=True)
    given = parser.parse_args()
    write_larger(given.dataset, given.out, given.times, indexes=given.indexes)


def write_larger(folder: Path, out: Path, times: int, *, indexes: bool = True) -> None:
    """Write a dataset folder with the growing layers of another, repeated `times` times."""
    manifest = json.loads((folder / "manifest.json").read_bytes())
    out.mkdir(parents=True)
    digest = hashlib.sha256()
    with (out / "digigov.nq").open("wb") as file:
        for line in _lines(folder / "digigov.nq", manifest["base"], times):
            file.write(line)
            digest.update(line)
    checksum = digest.hexdigest()
    before = next(row for row in manifest["files"] if row["path"] == "digigov.nq")
    catalogue = (folder / "catalogue.nq").read_text("utf-8").replace(before["sha256"], checksum)
    (out / "catalogue.nq").write_text(catalogue, "utf-8")
    written = _described(manifest, out, checksum, times)
    if indexes:
        written["files"] += _indexes(out, manifest["base"])
    (out / "manifest.json").write_text(json.dumps(written), "utf-8")


def _lines(file: Path, base: str, times: int) -> Iterator[bytes]:
    names = "|".join(_KINDS)
    own = re.compile(rf"<{re.escape(base)}id/({names})/".encode())
    growing = tuple(f" <{base}graph/{layer}> .\n".encode() for layer in _GROWING)
    with file.open("rb") as lines:
        for line in lines:
            yield line
            for number in range(2, times + 1) if line.endswith(growing) else ():
                yield own.sub(rb"\g<0>c%d-" % number, line)


def _described(manifest: dict[str, Any], out: Path, checksum: str, times: int) -> dict[str, Any]:
    """Return the manifest of the larger dataset, which has no other files."""
    layers = {
        name: count * (times if name in _GROWING else 1)
        for name, count in manifest["counts"]["layers"].items()
    }
    quads = sum(layers.values())
    catalogue = next(row for row in manifest["files"] if row["path"] == "catalogue.nq")
    data = next(row for row in manifest["files"] if row["path"] == "digigov.nq")
    own = hashlib.sha256((out / "catalogue.nq").read_bytes()).hexdigest()
    size = (out / "digigov.nq").stat().st_size
    files = [
        {**data, "bytes": size, "triples": quads, "sha256": checksum},
        {**catalogue, "bytes": (out / "catalogue.nq").stat().st_size, "sha256": own},
    ]
    counts = {**manifest["counts"], "quads": quads, "layers": layers}
    return {**manifest, "counts": counts, "files": files}


def _indexes(out: Path, base: str) -> list[dict[str, Any]]:
    """Write the index files of the larger dataset, and return their rows of the manifest."""
    names = ("digigov.nq", "catalogue.nq")
    quads = chain.from_iterable(
        ox.parse(path=str(out / name), format=ox.RdfFormat.N_QUADS) for name in names
    )
    rows: list[dict[str, Any]] = []
    for path, content in index_files(quads, base):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        size = {"bytes": len(content), "triples": None, "sha256": digest}
        rows.append({"path": path, "mediaType": MEDIA_TYPE, **size, "kind": FileKind.INDEX.value})
    return rows


if __name__ == "__main__":
    main()
