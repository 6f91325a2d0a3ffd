"""Reads the findings in `texts.toml`: questions, and texts with placeholders for values."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from server.http.language import Language

Words = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class FindingPart:
    """An example query, and the texts before and after its table ("" for none)."""

    query: str
    before: Words
    after: Words


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """A question with its answer in a sentence, its limits, and its parts."""

    slug: str
    title: Words
    answer: Words
    limits: Words
    parts: Sequence[FindingPart]


@cache
def load_findings() -> Sequence[PublishedFinding]:
    """Return all findings in their order."""
    tables = tomllib.loads((files("server.findings") / "texts.toml").read_text("utf-8"))
    return [_finding(table) for table in tables["finding"]]


def find_finding(slug: str) -> PublishedFinding | None:
    """Return the finding of this name."""
    return next((finding for finding in load_findings() if finding.slug == slug), None)


def _finding(table: Mapping[str, object]) -> PublishedFinding:
    parts = table["part"]
    return PublishedFinding(
        slug=str(table["slug"]),
        title=_words(table, "title"),
        answer=_words(table, "answer"),
        limits=_words(table, "limits"),
        parts=[
            FindingPart(str(part["query"]), _words(part, "before"), _words(part, "after"))
            for part in (parts if isinstance(parts, list) else ())
        ],
    )


def _words(table: Mapping[str, object], name: str) -> Words:
    texts = table.get(name)
    found = texts if isinstance(texts, dict) else {}
    return {language: str(found.get(language, "")) for language in Language}
