"""Statements derived from records, each with its rule and its evidence.

Everything in the derived layer is a finding, so nothing gets there without provenance: the
mapping writes the statement, an `oa:Annotation` for each piece of evidence, and the activity of
the rule.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TypeAlias

from converter.model import Column, EntryKey


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """An IRI: below the base (`concept/technology/chatbot`) or a CURIE (`org:Post`)."""

    path: str


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """A text in a language (`ja`, `en`)."""

    value: str
    language: str


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date with the precision of its source: `2018`, `2020-10` or `2018-04-01`."""

    value: str

    @property
    def datatype(self) -> str:
        """Return the datatype of XML Schema, as a CURIE."""
        return ("xsd:gYear", "xsd:gYearMonth", "xsd:date")[self.value.count("-")]


Value: TypeAlias = Ref | Text | int | date | PartialDate | str


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A span of a stated text, in Unicode code points; `end` is exclusive."""

    entry: EntryKey
    column: Column
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One derived statement: subject, predicate (CURIE, `dg:usesTechnology`), value.

    `rule` is the slug in `ontology/rules.ttl` of the rule that made the statement. `evidence` are
    the words that support it; without evidence the rule alone supports it (the prefecture that
    reports a system operates it: `dg:operatedBy`). `reason` is that of the reviewed decision, if
    one made the statement.
    """

    subject: Ref
    predicate: str
    value: Value
    rule: str
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem left to the report: the entry, the kind of problem, and the words concerned."""

    entry: EntryKey
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Linked:
    """The result of one linker for one survey.

    `things` are what each entry describes, in order. `notes` name the reviewed rows that were
    ignored because the document lacks their entry.
    """

    findings: tuple[Finding, ...]
    things: Mapping[EntryKey, tuple[Ref, ...]]
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()


def joined_spans(
    evidence: Iterable[Evidence], is_near: Callable[[int, Evidence], bool]
) -> dict[Evidence, Evidence]:
    """Return, for each piece of evidence, the span of the run of pieces that it belongs to.

    The next piece of the same text joins a run if `is_near(end of the run, next piece)` holds. The
    span of a run reaches from its first start to its last end.
    """
    spans: dict[Evidence, Evidence] = {}
    for _, group in groupby(sorted(set(evidence)), key=lambda one: (one.entry, one.column)):
        run: list[Evidence] = []
        for words in group:
            if run and not is_near(max(one.end for one in run), words):
                spans |= _joined(run)
                run = []
            run.append(words)
        spans |= _joined(run)
    return spans


def _joined(run: Sequence[Evidence]) -> dict[Evidence, Evidence]:
    start, end = min(one.start for one in run), max(one.end for one in run)
    return {one: replace(one, start=start, end=end) for one in run}
