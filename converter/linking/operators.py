"""Finds who operates a thing: the reporting prefecture, unless words name another body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from converter.authority.decisions import OperatorDecision
from converter.authority.governments import Government, Governments
from converter.authority.words import Cue
from converter.findings import Evidence, Finding, Ref
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.stated import applied
from converter.model import Column, Record

FILE = "decisions/operators.tsv"
OPERATED = "dg:operatedBy"
KIND = "dg:operatorKind"
# The columns to search for each kind of cue.
COLUMNS = {"name": Column.NAME, "note": Column.NOTE}


@dataclass(frozen=True, slots=True)
class OperatorTables:
    """The cues and the reviewed rows that the rules read."""

    cues: tuple[Cue, ...] = ()
    rows: tuple[OperatorDecision, ...] = ()


class OperatorRules:
    """Finds who operates a thing, by the beginning of its name, by cues and by reviewed rows."""

    def __init__(self, governments: Governments, tables: OperatorTables) -> None:
        """Prepare the names and the words."""
        self._governments = governments
        self._tables = tables
        self._bodies = {
            fold_spelling(name): one
            for one in governments.all
            if one.kind == "prefectural-bureau"
            for name in (one.name, *one.aliases)
        }

    def findings(self, thing: Ref, record: Record, rule: str) -> Iterator[Finding]:
        """Yield the operators of the thing; the reporting prefecture only if no words name one."""
        stated = tuple(self._stated(thing, record, rule))
        yield from stated
        if not any(one.predicate in (OPERATED, KIND) for one in stated):
            reporter = self._governments.prefecture(record.prefecture)
            yield Finding(thing, OPERATED, Ref(reporter.path), rule)

    def _stated(self, thing: Ref, record: Record, rule: str) -> Iterator[Finding]:
        for row, quote in applied(self._tables.rows, record):
            yield Finding(thing, row.property, Ref(row.value), rule, quote, row.reason)
        for body, words in self._named(record):
            yield Finding(thing, OPERATED, Ref(body.path), rule, (words,))
        for kind, words in self._kinds(record):
            yield Finding(thing, KIND, Ref(f"concept/government-kind/{kind}"), rule, (words,))

    def _named(self, record: Record) -> Iterator[tuple[Government, Evidence]]:
        """Yield the bureau of the prefecture with which a line of the name begins."""
        folded = fold(record.name)
        for name, body in self._bodies.items():
            start = folded.text.find(name)
            begins = start >= 0 and _begins(record.name, folded.starts[start])
            if begins and body.prefecture == record.prefecture:
                span = folded.printed_span(start, start + len(name))
                yield body, Evidence(record.key, Column.NAME, *span)

    def _kinds(self, record: Record) -> Iterator[tuple[str, Evidence]]:
        """Yield the kinds of governments that cues name: `name-municipality`, `note-council`."""
        for cue in self._tables.cues:
            where, _, kind = cue.kind.partition("-")
            column = COLUMNS[where]
            folded, words = fold(record.texts.get(column, "")), fold_spelling(cue.words)
            if found := re.search(re.escape(words), folded.text):
                yield kind, Evidence(record.key, column, *folded.printed_span(*found.span()))


def _begins(text: str, start: int) -> bool:
    return not text[:start].strip() or text[:start].rstrip(" 　").endswith("\n")
