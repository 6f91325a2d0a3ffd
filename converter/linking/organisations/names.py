"""Splits a printed name into the organisations that it names: one, or a list of several."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from converter.findings import Evidence, Text
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.stated import label_of
from converter.model import Column, Record

# The endings of names of organisations.
_ENDS = "(?:本部|会議|委員会|協議会|連絡会|審議会|チーム|グループ|部会|部|局|課|室|班|係|センター)"
_PART = re.compile(r"[^、，,]+")
_REMARK = re.compile(r"[（(][^（()）]*を(?:設置|設立|設ける|設けている)[）)]$")
_BODY = re.compile(rf".{{2,}}{_ENDS}")


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An organisation that an entry names: the last segment of its IRI, its label and evidence."""

    slug: str
    label: str
    evidence: tuple[Evidence, ...]

    @property
    def labels(self) -> tuple[Text, ...]:
        """Return the printed label; nothing if the entry prints no name."""
        return (Text(self.label, "ja"),) if self.label else ()

    def is_whole(self, record: Record) -> bool:
        """Return whether the whole cell is the name."""
        return all(one.start == 0 and one.end == len(record.name) for one in self.evidence)


def named_organisations(record: Record) -> tuple[NamedOrganisation, ...]:
    """Return the organisations of an entry in printed order.

    A list counts as several only if every part has the ending of an organisation:
    政策部政策チーム、企画チーム are two.
    """
    parts = _parts(record.name)
    if not parts:
        name = record.name[: _end(record.name)]
        words = Evidence(record.key, Column.NAME, 0, len(name))
        return (NamedOrganisation(str(record.key), label_of(name), (words,)),)
    return tuple(_named(record, index, part) for index, part in enumerate(parts, start=1))


def described_units(records: Iterable[Record]) -> dict[tuple[str, str], str]:
    """Return the slugs of the organisations of these entries, by prefecture and folded label."""
    return {
        (record.prefecture, fold_spelling(one.label)): one.slug
        for record in records
        for one in named_organisations(record)
    }


def _end(name: str) -> int:
    """Return the end of a name: before a bracket that tells what the organisation has set up."""
    remark = _REMARK.search(name)
    return remark.start() if remark else len(name)


def _parts(name: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the parts of a list of organisations; empty if it is not such a list."""
    spans = tuple(_stripped(words) for words in _PART.finditer(name) if words[0].strip())
    are_bodies = all(_BODY.fullmatch(fold(name[start:end]).text) for start, end in spans)
    return spans if are_bodies and len(spans) > 1 else ()


def _stripped(words: re.Match[str]) -> tuple[int, int]:
    start = words.start() + words[0].index(words[0].strip())
    return start, start + len(words[0].strip())


def _named(record: Record, number: int, part: tuple[int, int]) -> NamedOrganisation:
    evidence = Evidence(record.key, Column.NAME, *part)
    label = label_of(record.name[slice(*part)])
    return NamedOrganisation(f"{record.key}-{number}", label, (evidence,))
