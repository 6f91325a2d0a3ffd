"""Statements with their basis, from which all results of the tools are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Basis(StrEnum):
    """The basis of a statement; a row of a query may also be computed, or not checked."""

    PRINTED = "printed"
    QUOTED = "quoted"
    RULE = "rule"
    REFERENCE = "reference"
    DEFINITION = "definition"
    COMPUTED = "computed"
    NOT_READ = "not read"


class Verdict(StrEnum):
    """Whether a claim holds."""

    TRUE = "true"
    FALSE = "false"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Named:
    """A resource with its name and the address of its page."""

    iri: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a survey answer; offsets are in code points of the text, end exclusive.

    `text_property` is the property of the entry whose text contains the words.
    """

    quote: str
    start: int
    end: int
    text_property: str
    before: str
    after: str
    entry: Named
    page: int | None
    rule: Named | None
    annotation: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with its basis; `note` explains `basis` in words."""

    subject: str
    property: Named
    value: str
    value_label: str
    language: str
    datatype: str
    basis: Basis
    note: str
    layer: str
    words: Sequence[Words] = ()
    rules: Sequence[Named] = ()
    entry: Named | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ResultCell:
    """A value of a row: an IRI with its label, or a literal."""

    value: str
    type: str
    label: str = ""
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row of a result with the entries in it, and the statements that connect its values.

    `basis` is the best one of these statements; `note` explains it in words.
    """

    cells: Mapping[str, ResultCell]
    entries: Sequence[str]
    basis: Basis
    note: str
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The source of all answers, and its citation."""

    dataset: str
    title: str
    version: str
    software: str
    licence: Sequence[str]
    rights: str
    citation: str


@dataclass(frozen=True, slots=True)
class Reply(Generic[Result]):
    """The result of a tool, with the source."""

    source: Source
    answer: Result


@dataclass(frozen=True, slots=True)
class FactEvidence:
    """The evidence of a statement; empty if it is not stated."""

    stated: bool
    facts: Sequence[Fact]
    note: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The verdict on a claim, with evidence or a reason."""

    claim: str
    verdict: Verdict
    reason: str
    facts: Sequence[Fact]
    number: int | None = None
    list: str = ""
