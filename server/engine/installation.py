"""The installed software: its version, and its build."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import distribution


def version() -> str:
    """Return the version of the installed package."""
    return distribution("digigov").version


def build() -> str:
    """Return twelve hexadecimal digits that differ for every wheel and are the same wherever it is.

    They are of the SHA-256 of the package's files, as the wheel's own list has them
    ("Recording installed projects" of the Python packaging specifications).
    """
    record = distribution("digigov").read_text("RECORD") or ""
    return hashlib.sha256("\n".join(_packaged(record)).encode()).hexdigest()[:12]


def _packaged(record: str) -> Iterator[str]:
    """Yield the rows of files that the wheel contains; an installer adds others of its own."""
    for row in sorted(record.splitlines()):
        path = row.partition(",")[0]
        if not path.startswith("..") and ".dist-info/" not in path and "__pycache__" not in path:
            yield row
