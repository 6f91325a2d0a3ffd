"""Statements with what they rest on: what all answers of the tools are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Basis(StrEnum):
    """What a statement rests on; a row of a query may also be computed, or left unread."""

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
    """A resource with its name, and the address of its page."""

    iri: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an answer of the survey; offsets count code points of the text, end exclusive.

    `text_property` is the stated property of the entry in whose text the words stand.
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
    """A statement with what it rests on; `note` says in words what `basis` means for it."""

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
    """A row of a result with the entries that it names, and the statements that join its values.

    `basis` is the best of these statements; `note` says in words what it means for the row.
    """

    cells: Mapping[str, ResultCell]
    entries: Sequence[str]
    basis: Basis
    note: str
    facts: Sequence[Fact] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What every answer comes from, and how it is cited."""

    dataset: str
    title: str
    version: str
    software: str
    licence: Sequence[str]
    rights: str
    citation: str


@dataclass(frozen=True, slots=True)
class Reply(Generic[Result]):
    """What a tool answers, with the source."""

    source: Source
    answer: Result


@dataclass(frozen=True, slots=True)
class FactEvidence:
    """What a statement rests on; empty where it is not stated."""

    stated: bool
    facts: Sequence[Fact]
    note: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Whether a claim holds, with the evidence for it or the reason against it."""

    claim: str
    verdict: Verdict
    reason: str
    facts: Sequence[Fact]
    number: int | None = None
    list: str = ""
