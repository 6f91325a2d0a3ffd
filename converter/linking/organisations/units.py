"""Finds the units above a thing in its printed name: 総務部 in 総務部スマート改革推進課."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from converter.authority.decisions import UnitDecision
from converter.authority.governments import Government
from converter.findings import Evidence, Finding, Ref, Remark, Text
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.stated import label_of
from converter.model import Column, Record

RULE = "parent-unit"
# A level of the hierarchy, which 部門, 部長 and 次長 are not.
_LEVEL = re.compile(
    "[^部局課室班]+?(?:部(?![門会長員])|局(?!長)|課(?![長題])|室(?!長)|センター|班(?![長員]))"
)


@dataclass(frozen=True, slots=True)
class Parent:
    """A unit above a thing: a node of its own, or that of the entry that describes it."""

    ref: Ref
    chain: str
    evidence: Evidence


class UnitRules:
    """Finds the units that names state, by the reviewed slugs of each prefecture."""

    def __init__(
        self, rows: Iterable[UnitDecision], described: Mapping[tuple[str, str], str]
    ) -> None:
        """Prepare the slugs.

        `described` are the slugs of the organisations that entries describe, by prefecture and
        folded label.
        """
        self._rows = {(row.prefecture, fold_spelling(row.quote)): row for row in rows}
        self._described = described

    def parents(self, record: Record, reporter: Government) -> Iterator[Parent]:
        """Yield the known units above the thing that a record names, the highest first."""
        for evidence, chain in _chains(record):
            ref = self._ref((record.prefecture, chain), reporter)
            if ref:
                yield Parent(ref, chain, evidence)

    def unknown(self, record: Record) -> Iterator[Remark]:
        """Yield a remark for each unit without a reviewed slug."""
        for evidence, chain in _chains(record):
            key = (record.prefecture, chain)
            if key not in self._rows and key not in self._described:
                words = record.name[evidence.start : evidence.end]
                yield Remark(record.key, "unit-without-slug", label_of(words))

    def findings(self, record: Record, reporter: Government) -> Iterator[Finding]:
        """Yield the findings about each unit that no entry describes."""
        above: Ref | None = None
        for parent in self.parents(record, reporter):
            row = self._rows.get((record.prefecture, parent.chain))
            if row and parent.ref == _node(row, reporter):
                words = record.name[parent.evidence.start : parent.evidence.end]
                yield from _described(parent, words, row, reporter)
                if above:
                    evidence = (parent.evidence,)
                    yield Finding(parent.ref, "org:subOrganizationOf", above, RULE, evidence)
            above = parent.ref

    def _ref(self, key: tuple[str, str], reporter: Government) -> Ref | None:
        if key in self._described:
            return Ref(f"id/organisation/{self._described[key]}")
        return _node(self._rows[key], reporter) if key in self._rows else None


def _chains(record: Record) -> Iterator[tuple[Evidence, str]]:
    """Yield the leading units of a name, each with the units above it, without the thing itself."""
    for start, end in leading_units(record.name):
        evidence = Evidence(record.key, Column.NAME, start, end)
        yield evidence, fold_spelling(record.name[start:end])


def leading_units(name: str) -> Iterator[tuple[int, int]]:
    """Yield the printed spans of a name's leading units, each from the start of the name.

    A unit at the end of the name is the thing itself, and is left out.
    """
    folded = fold(name)
    end = 0
    while words := _LEVEL.match(folded.text, end):
        end = words.end()
        if end == len(folded.text):
            return
        yield folded.printed_span(0, end)


def _node(row: UnitDecision, reporter: Government) -> Ref:
    code = reporter.path.rpartition("/")[2]
    return Ref(f"id/organisation/{code}-{row.slug}")


def _described(
    parent: Parent, words: str, row: UnitDecision, reporter: Government
) -> Iterator[Finding]:
    evidence, reason = (parent.evidence,), row.reason
    label = "".join(words.split())
    kind = Ref("org:OrganizationalUnit")
    yield Finding(parent.ref, "rdf:type", kind, RULE, evidence, reason)
    yield Finding(parent.ref, "rdfs:label", Text(label, "ja"), RULE, evidence)
    yield Finding(parent.ref, "rdfs:label", Text(row.name_en, "en"), RULE)
    yield Finding(parent.ref, "org:unitOf", Ref(reporter.path), RULE)
