"""Adds English labels from the project's table of translations."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from converter.authority.words import Translation
from converter.findings import Finding, Ref, Remark, Text
from converter.linking.text.folding import fold_spelling
from converter.model import EntryKey

RULE = "english-label-translated"
UNTRANSLATED = "label-without-translation"
LABELS = ("rdfs:label", "skos:altLabel")


@dataclass(frozen=True, slots=True)
class NamingResult:
    """English labels as findings, and what has no translation."""

    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...]


def translate(
    findings: Iterable[Finding],
    things: Mapping[EntryKey, tuple[Ref, ...]],
    translations: Iterable[Translation],
) -> NamingResult:
    """Return the English label for each Japanese label of a thing that an entry describes.

    `things` are the things that entries describe. A label without a row in the table gives a
    remark, unless the linker has given an English label.
    """
    table = {(row.kind, fold_spelling(row.name_ja)): row.name_en for row in translations}
    entries = {thing: key for key, described in things.items() for thing in described}
    stated = tuple(findings)
    english = {(one.subject, one.predicate) for one in _in(stated, "en")}
    labels = [
        one
        for one in _in(stated, "ja")
        if one.subject in entries and (one.subject, one.predicate) not in english
    ]
    return NamingResult(
        tuple(_english(labels, table)),
        tuple(
            Remark(entries[one.subject], UNTRANSLATED, _words(one))
            for one in labels
            if _key(one) not in table
        ),
    )


def _in(findings: Iterable[Finding], language: str) -> Iterator[Finding]:
    """Yield the labels in a language."""
    for one in findings:
        value = one.value
        if one.predicate in LABELS and isinstance(value, Text) and value.language == language:
            yield one


def _english(labels: Iterable[Finding], table: Mapping[tuple[str, str], str]) -> Iterator[Finding]:
    """Yield the translations, each with the words that it translates as evidence.

    An alternative label whose translation equals the label's is left out.
    """
    seen: set[tuple[Ref, str]] = set()
    for one in labels:
        english = table.get(_key(one), "")
        if english and (one.subject, english) not in seen:
            seen.add((one.subject, english))
            yield Finding(one.subject, one.predicate, Text(english, "en"), RULE, one.evidence)


def _key(label: Finding) -> tuple[str, str]:
    kind = label.subject.path.split("/")[1]
    return kind, fold_spelling(_words(label))


def _words(label: Finding) -> str:
    return label.value.value if isinstance(label.value, Text) else ""
