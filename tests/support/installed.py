"""Identifies the installed code and data from which a dataset is made."""

import hashlib
from importlib.metadata import distributions
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

# The command also writes the indexes that the server reads, by the code of the server.
PACKAGES = ("converter", "ontology", "seeds", "server", "shapes")


def installed_digest(*sources: Path) -> str:
    """Return a digest of the packages that make a dataset, their dependencies, and files."""
    digest = hashlib.sha256()
    for name in PACKAGES:
        _add(digest, name, files(name))
    for named in sorted(f"{one.name}=={one.version}" for one in distributions()):
        digest.update(named.encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _add(digest: "hashlib._Hash", name: str, item: Traversable) -> None:
    if item.is_file():
        digest.update(f"{name}\0".encode() + hashlib.sha256(item.read_bytes()).digest())
    elif item.name != "__pycache__":
        for inner in sorted(item.iterdir(), key=lambda one: one.name):
            _add(digest, f"{name}/{inner.name}", inner)
