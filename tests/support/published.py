"""A dataset folder with every download: of two made-up entries, or of the bundled survey."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from surveys import DOCUMENT, survey

from converter.authority.authorities import load_authorities
from converter.iris import BASE
from converter.mapping.source import survey_to_quads
from converter.publication.changes.earlier import Earlier
from converter.publication.dumps import PublishedDataset
from converter.publication.folder import publish
from converter.publication.manifest import BuildDescription

DESCRIPTION = BuildDescription("digigov", "1.0.0", BASE, (DOCUMENT,), {"Warning": 1})


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it."""

    path: str
    media_type: str
    size: int
    triples: int | None
    sha256: str
    kind: str
    part: str
    coding: str
    twin_of: str


def publish_small(folder: Path, earlier: Earlier | None = None) -> Path:
    """Write every download of a survey of two entries to a folder, and return it."""
    quads = survey_to_quads(survey(), DOCUMENT, load_authorities())
    publish(folder, PublishedDataset.of(quads, (), DESCRIPTION), downloads=True, earlier=earlier)
    return folder


@cache
def _kept() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="digigov-published-")


@cache
def small_folder() -> Path:
    """Return a folder with every download of a survey of two entries, made once."""
    return publish_small(Path(_kept().name, "small"))


def listed(folder: Path) -> Iterator[Listed]:
    """Yield the files that the manifest of a folder lists."""
    for file in json.loads((folder / "manifest.json").read_bytes())["files"]:
        yield Listed(
            file["path"],
            file["mediaType"],
            file["bytes"],
            file["triples"],
            file["sha256"],
            file["kind"],
            file.get("part", ""),
            file.get("coding", ""),
            file.get("twinOf", ""),
        )
