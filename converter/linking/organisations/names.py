"""The organisations that one printed name states: one, or several printed in one cell."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from converter.findings import Evidence, Text
from converter.linking.text.folding import fold, fold_spelling
from converter.linking.text.stated import label_of
from converter.model import Column, Record

# What the name of an organisation ends with.
_ENDS = "(?:本部|会議|委員会|協議会|連絡会|審議会|チーム|グループ|部会|部|局|課|室|班|係|センター)"
_PART = re.compile(r"[^、，,]+")
_REMARK = re.compile(r"[（(][^（()）]*を(?:設置|設立|設ける|設けている)[）)]$")
_BODY = re.compile(rf".{{2,}}{_ENDS}")


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """An organisation that an entry names: the last segment of its IRI, its label, its words."""

    slug: str
    label: str
    evidence: tuple[Evidence, ...]

    @property
    def labels(self) -> tuple[Text, ...]:
        """Return the label as printed; none where the entry prints no name."""
        return (Text(self.label, "ja"),) if self.label else ()

    def is_whole(self, record: Record) -> bool:
        """Return whether the whole cell is the name."""
        return all(one.start == 0 and one.end == len(record.name) for one in self.evidence)


def named_organisations(record: Record) -> tuple[NamedOrganisation, ...]:
    """Return the organisations of an entry in printed order.

    Several only where every part of a list is an organisation by its ending: 政策部政策チーム and
    企画チーム in 政策部政策チーム、企画チーム.
    """
    parts = _parts(record.name)
    if not parts:
        name = record.name[: _end(record.name)]
        words = Evidence(record.key, Column.NAME, 0, len(name))
        return (NamedOrganisation(str(record.key), label_of(name), (words,)),)
    return tuple(_named(record, place, part) for place, part in enumerate(parts, start=1))


def described_units(records: Iterable[Record]) -> dict[tuple[str, str], str]:
    """Return the slugs of the organisations of these entries, by prefecture and folded label."""
    return {
        (record.prefecture, fold_spelling(one.label)): one.slug
        for record in records
        for one in named_organisations(record)
    }


def _end(name: str) -> int:
    """Return where a name ends: before a bracket that says what it has set up."""
    remark = _REMARK.search(name)
    return remark.start() if remark else len(name)


def _parts(name: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the parts of a list of organisations; none if it is no such list."""
    spans = tuple(_stripped(words) for words in _PART.finditer(name) if words[0].strip())
    are_bodies = all(_BODY.fullmatch(fold(name[start:end]).text) for start, end in spans)
    return spans if are_bodies and len(spans) > 1 else ()


def _stripped(words: re.Match[str]) -> tuple[int, int]:
    start = words.start() + words[0].index(words[0].strip())
    return start, start + len(words[0].strip())


def _named(record: Record, place: int, part: tuple[int, int]) -> NamedOrganisation:
    evidence = Evidence(record.key, Column.NAME, *part)
    label = label_of(record.name[slice(*part)])
    return NamedOrganisation(f"{record.key}-{place}", label, (evidence,))
