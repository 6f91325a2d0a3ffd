"""A manifest of source documents (format: `seeds/manifest.toml`) → a description of each."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from converter.authority.agents import load_agents
from converter.errors import DocumentFault, InputError
from converter.model import Document

Row: TypeAlias = Mapping[str, object]

LINE = re.compile(r"\(at line (\d+)")
KEY = re.compile(r"[a-z][a-z0-9-]*")
SHA256 = re.compile(r"[0-9a-f]{64}")
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a `[[document]]`: the test of a valid value, and its description for messages."""

    is_valid: Callable[[object], bool]
    expected: str


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\0" not in value


def _matches(form: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and bool(form.fullmatch(value))


def _is_date(value: object) -> bool:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_agent(value: object) -> bool:
    return value in [agent.slug for agent in load_agents()]


TEXT = Field(_is_text, "a text")
DATE = Field(_is_date, "a date: 2020-06-01")
AGENT = Field(_is_agent, "a slug of ontology/reference/agents.csv")
REQUIRED = ("key", "file")
FIELDS: Mapping[str, Field] = {
    "key": Field(_matches(KEY), "ASCII letters in lower case, digits and hyphens, a letter first"),
    "file": Field(_is_text, "the name of a file beside the manifest"),
    "sha256": Field(_matches(SHA256), "64 hexadecimal digits in lower case"),
    "reader": TEXT,
    "first_edition": Field(lambda value: isinstance(value, bool), "true or false"),
    "publisher": AGENT,
    "creator": AGENT,
    "published": Field(_matches(MONTH), "a month in quotation marks: “2020-10”"),
    "survey_start": DATE,
    "survey_end": DATE,
    **{f"{name}_{language}": TEXT for name in ("title", "rights") for language in LANGUAGES},
}


def manifest_to_documents(content: bytes, file: str) -> tuple[Document, ...]:
    """Return the descriptions of a manifest's documents, in the manifest's order.

    Raises:
        InputError: The manifest is not TOML, or fields are missing or invalid.
    """
    rows = _rows(content, file)
    faults = [fault for number, row in enumerate(rows, 1) for fault in _faults(row, file, number)]
    if sum(row.get("first_edition") is True for row in rows) > 1:
        found = "first_edition = true for several documents"
        faults.append(DocumentFault(file, None, None, found, "it for one at most"))
    if faults:
        raise InputError(tuple(faults))
    return tuple(map(_document, rows))


def _rows(content: bytes, file: str) -> list[Row]:
    try:
        manifest = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        match = LINE.search(str(error))
        line = int(match[1]) if match else None
        fault = DocumentFault(
            file, None, line, f"invalid TOML ({error})", "a manifest of documents"
        )
        raise InputError((fault,)) from error
    rows = manifest.get("document")
    if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
        return rows
    fault = DocumentFault(file, None, None, "no [[document]]", "one [[document]] for each document")
    raise InputError((fault,))


def _faults(row: Row, file: str, number: int) -> Iterator[DocumentFault]:
    for name in REQUIRED:
        if row.get(name, "") == "":
            yield DocumentFault(file, None, None, f"a [[document]] without {name}", f"its {name}")
    for name, value in row.items():
        field = FIELDS.get(name)
        if field and value != "" and not field.is_valid(value):
            found = f"the {name} {_shown(value)} in [[document]] {number}"
            yield DocumentFault(file, None, None, found, field.expected)
    start, end = _text(row, "survey_start"), _text(row, "survey_end")
    if _is_date(start) and _is_date(end) and end < start:
        found = f"the survey_end {end} in [[document]] {number}"
        yield DocumentFault(file, None, None, found, f"a date from survey_start, {start}, on")


def _shown(value: object) -> str:
    return f"“{value}”" if isinstance(value, str) else " ".join(str(value).split())


def _document(row: Row) -> Document:
    return Document(
        key=_text(row, "key"),
        file=_text(row, "file"),
        sha256=_text(row, "sha256"),
        reader=_text(row, "reader"),
        edition="" if row.get("first_edition", False) else _text(row, "key"),
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
    names = {language: f"{name}_{language}" for language in LANGUAGES}
    return {language: _text(row, name) for language, name in names.items() if name in row}
