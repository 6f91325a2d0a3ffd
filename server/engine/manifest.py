"""Reads and checks the manifest of a dataset folder."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from server.engine.errors import DatasetError

MANIFEST = "manifest.json"
_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+/")
# The fields of a file's row that are not texts.
_ROW = ("path", "mediaType", "bytes", "sha256")
_TEXTS = ("mediaType", "kind", "part", "language", "twinOf")
_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")
_CODINGS = ("", "gzip", "zstd")
_SHOWN = 60

Rule = tuple[Callable[[object], bool], str]


def read_manifest(path: Path) -> Mapping[str, object]:
    """Return the manifest; all fields that it has are valid.

    Raises:
        DatasetError: The manifest is missing, is not a JSON object, or has invalid fields (named).
    """
    if not path.is_file():
        message = f"{path}: not found; a dataset folder has one (write it with digigov-convert)"
        raise DatasetError(message)
    try:
        manifest = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        message = f"{path}: not JSON: {error}"
        raise DatasetError(message) from error
    if not isinstance(manifest, dict):
        message = f"{path}: expected a JSON object"
        raise DatasetError(message)
    if fault := next(_faults(manifest), None):
        message = f"{path}: {fault}; write the dataset anew with digigov-convert"
        raise DatasetError(message)
    return manifest


def date_of(text: str) -> datetime | None:
    """Return the date and time in a text, or None if it is not valid."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.isprintable()


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_path(value: object) -> bool:
    path = PurePosixPath(value) if isinstance(value, str) and value else None
    return _is_text(value) and bool(path and not path.is_absolute() and ".." not in path.parts)


def _is_counts(value: object) -> bool:
    return value is None or (isinstance(value, dict) and all(map(_is_count, value.values())))


_FIELDS: Mapping[str, Rule] = {
    "version": (lambda value: _is_text(value) and "/" not in str(value), "a text without slash"),
    "base": (
        lambda value: isinstance(value, str) and (not value or bool(_BASE.fullmatch(value))),
        "an absolute http or https IRI with a slash at its end",
    ),
    "modified": (lambda value: isinstance(value, str) and bool(date_of(value)), "an ISO date"),
    "validation": (_is_counts, "an object of numbers, or null"),
    "files": (lambda value: isinstance(value, list), "a list of objects"),
}
_ROW_FIELDS: Mapping[str, Rule] = {
    "path": (_is_path, "a path below the folder"),
    "bytes": (_is_count, "a number of bytes"),
    "sha256": (
        lambda value: isinstance(value, str) and bool(_SHA256.fullmatch(value)),
        "64 hexadecimal digits",
    ),
    "coding": (lambda value: value in _CODINGS, "gzip or zstd"),
    "triples": (lambda value: value is None or _is_count(value), "a number, or null"),
    **dict.fromkeys(_TEXTS, (_is_text, "a text")),
}


def _faults(manifest: Mapping[str, object]) -> Iterator[str]:
    yield from _wrong(manifest, _FIELDS, "")
    files = manifest.get("files", ())
    for number, row in enumerate(files if isinstance(files, list) else ()):
        name = f"files[{number}]"
        if not isinstance(row, dict):
            yield f"{name} is {_shown(row)}, expected an object"
            continue
        yield from (f"{name} has no {field}" for field in _ROW if field not in row)
        yield from _wrong(row, _ROW_FIELDS, f"{name}.")


def _wrong(fields: Mapping[str, object], rules: Mapping[str, Rule], where: str) -> Iterator[str]:
    for field, (is_valid, expected) in rules.items():
        if field in fields and not is_valid(fields[field]):
            yield f"{where}{field} is {_shown(fields[field])}, expected {expected}"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
