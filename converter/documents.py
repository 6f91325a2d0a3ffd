"""The bundled source documents, as `seeds/manifest.toml` describes them."""

import tomllib
from collections.abc import Mapping
from typing import TypeAlias

import seeds
from converter.model import Document

Row: TypeAlias = Mapping[str, object]


def bundled_documents() -> tuple[Document, ...]:
    """Return every document of the manifest, in its order; their bytes are not read."""
    rows: list[Row] = tomllib.loads(seeds.manifest().decode())["document"]
    return tuple(map(_document, rows))


def _document(row: Row) -> Document:
    first = bool(row.get("first_edition", False))
    return Document(
        key=_text(row, "key"),
        file=_text(row, "file"),
        sha256=_text(row, "sha256"),
        reader=_text(row, "reader"),
        edition="" if first else _text(row, "key"),
        titles=_by_language(row, "title"),
        rights=_by_language(row, "rights"),
        publisher=_text(row, "publisher"),
        creator=_text(row, "creator"),
        published=_text(row, "published"),
        survey_start=_text(row, "survey_start"),
        survey_end=_text(row, "survey_end"),
    )


def _text(row: Row, name: str) -> str:
    return str(row.get(name, ""))


def _by_language(row: Row, name: str) -> dict[str, str]:
    names = {language: f"{name}_{language}" for language in ("ja", "en")}
    return {language: _text(row, name) for language, name in names.items() if name in row}
