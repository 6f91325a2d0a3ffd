"""Finds the procedures that an entry of table ① names: the labels, each with its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from converter.authority.decisions import ProcedureDecision
from converter.findings import Evidence
from converter.linking.technologies import TechnologyTagger
from converter.linking.text.folding import fold_spelling
from converter.linking.text.stated import applied
from converter.model import Column, Record

FROM_NAME = "procedure-label-from-name"
FROM_LIST = "procedure-label-from-list"
FROM_DESCRIPTION = "procedure-label-from-description"
REVIEWED = "procedure-label-reviewed"

# The beginning of the form's sample text.
EXAMPLE = re.compile(r"\s*[（(【［\[]例[)）】］\]]")
_LINE = re.compile(r"[^\n]+")
# A list mark, or a number that a separator follows.
_ITEM = re.compile(r"(?:[・○●◯■□◆◇•①-⑳]|[（(]?[0-9０-９]{1,2}[)）.．、\s])\s*")
_BRACKETS = "（(【[「"
# A line that names administrative work by itself; a bracket may follow it.
_WORK = re.compile(r"[^()【「\[]*(?:業務|事務|手続|手続き|作業|処理|調査)(?:\([^()]*\))?")
# The words between the work and the technology in a description: …に, …について.
_JOINED = re.compile(
    r"(?:について|に対して|に対し|において|における|への|には|に|を|は|の|で|、|，)+$"
)
_SHORTEST = 4
# AI-FAQシステム names a system, which is more than the technology.
_SYSTEM = re.compile("(?:システム|サービス|ツール)$")


@dataclass(frozen=True, slots=True)
class ProcedureLabel:
    """The name of one procedure: text, words, rule; `reason` where reviewed.

    `english` is set if the entry prints no name and the label is a general one.
    """

    text: str
    evidence: tuple[Evidence, ...]
    rule: str
    reason: str = ""
    english: str = ""


def procedure_labels(
    record: Record, tagger: TechnologyTagger, decisions: Iterable[ProcedureDecision]
) -> tuple[ProcedureLabel, ...]:
    """Return the procedures of an entry in order: one, or several where the entry lists them."""
    reviewed = tuple(_reviewed(record, decisions))
    if reviewed:
        return reviewed
    printed = list(_lines(record.name)) or [(0, len(record.name))]
    lines = _without_technology(printed, record.name, tagger)
    whole = (lines[0][0], lines[-1][1])
    items = _items(record.name, lines)
    if len(items) > 1:
        return tuple(_label(record, start, end, FROM_LIST) for start, end in items)
    if tagger.is_name(record.name) and not _SYSTEM.search(fold_spelling(record.name)):
        return (described_label(record, tagger) or _label(record, *whole, FROM_NAME),)
    return (_label(record, *whole, FROM_NAME),)


def is_example(record: Record) -> bool:
    """Return whether the entry's name begins as the form's sample text does."""
    return bool(EXAMPLE.match(record.name))


def _reviewed(record: Record, decisions: Iterable[ProcedureDecision]) -> Iterator[ProcedureLabel]:
    for row, evidence in applied(decisions, record):
        yield ProcedureLabel(row.label, evidence, REVIEWED, row.reason)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the lines, without surrounding white space and the mark of an example."""
    for line in _LINE.finditer(text):
        mark = EXAMPLE.match(line[0])
        words = line[0][mark.end() if mark else 0 :].strip()
        if words:
            start = line.start() + line[0].rindex(words)
            yield start, start + len(words)


def _without_technology(
    lines: list[tuple[int, int]], text: str, tagger: TechnologyTagger
) -> list[tuple[int, int]]:
    """Drop the first line if it only names a technology and others follow."""
    if len(lines) > 1 and tagger.is_name(text[slice(*lines[0])]):
        return lines[1:]
    return lines


def _items(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans of several procedures: list items, or lines that each name a task."""
    listed = [_item(text, start, end) for start, end in lines]
    items = [span for span in listed if span]
    if len(items) == len(lines):
        return items
    if all(_WORK.fullmatch(fold_spelling(text[start:end])) for start, end in lines):
        return lines
    return []


def described_label(record: Record, tagger: TechnologyTagger) -> ProcedureLabel | None:
    """Return the work that the description names before a technology: 県民からの問い合わせ等."""
    text = record.texts.get(Column.DESCRIPTION, "")
    end = tagger.first_mention(text)
    words = _JOINED.sub("", text[:end].strip())
    if len(words) < _SHORTEST or "。" in words:
        return None
    start = text.index(words)
    evidence = Evidence(record.key, Column.DESCRIPTION, start, start + len(words))
    return ProcedureLabel(_joined(words), (evidence,), FROM_DESCRIPTION)


def _item(text: str, start: int, end: int) -> tuple[int, int] | None:
    mark = _ITEM.match(text, start, end)
    return (mark.end(), end) if mark and mark.end() < end else None


def _label(record: Record, start: int, end: int, rule: str) -> ProcedureLabel:
    words = record.name[start:end]
    return ProcedureLabel(_joined(words), (Evidence(record.key, Column.NAME, start, end),), rule)


def _joined(words: str) -> str:
    """Return printed lines as one; a space separates them, except before a bracket."""
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    parts = [line if line[0] in _BRACKETS or not i else f" {line}" for i, line in enumerate(lines)]
    return "".join(parts)
