"""The ontology, concept schemes, reference tables, links and decisions, as data files."""

from importlib.resources import files
from importlib.resources.abc import Traversable


def folder(name: str) -> list[Traversable]:
    """Return the files of one folder of this package, sorted by name."""
    return sorted(
        (file for file in (files(__name__) / name).iterdir() if file.is_file()),
        key=lambda file: file.name,
    )


def read(name: str) -> bytes:
    """Return the bytes of one file, named relative to this package (`ontology.ttl`)."""
    return (files(__name__) / name).read_bytes()
