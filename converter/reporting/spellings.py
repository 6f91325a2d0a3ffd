"""Measures how well the spellings of the vocabularies work on entries they were not made for.

The entries are divided into tenths. For each tenth, the spellings that occur in no other entry are
removed, except words of the concept's label. The findings of the rules in that tenth are then
compared with those that all spellings give. `python -m converter.reporting.spellings` prints the
tables of `docs/data-quality.md`.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeAlias

from converter.authority.vocabulary import (
    Concept,
    Vocabulary,
    in_each_variant,
    load_variants,
    load_vocabulary,
)
from converter.linking.answers import QUESTIONS, AnswerProperty, question_rules
from converter.linking.joining import ReviewedTables
from converter.linking.procedures.labels import procedure_labels
from converter.linking.procedures.types import KindFinder
from converter.linking.systems.types import SystemTypeRules
from converter.linking.technologies import SEARCHED, TechnologyTagger
from converter.linking.text.concepts import ConceptRules
from converter.linking.text.matching import Matcher
from converter.model import Column, EntryKey, Record, SurveyTable
from converter.pipeline import read_bundled_survey
from converter.tables import load_tables

TENTHS = 10
# What each property of the answers is called in the report.
ANSWERS = {
    "dg:sharingReason": "reasons",
    "dg:offersToShare": "offers",
    "dg:automatedTask": "automated tasks",
    "dg:actsOn": "systems acted on",
}
_QUESTIONS = {one.scheme: one for one in QUESTIONS if one.predicate in ANSWERS}
SCHEMES = ("technology", "procedure-type", "system-type", *_QUESTIONS)
_OF_THINGS = ("technologies", "first procedure types", "further procedure types", "system types")
KINDS = (*_OF_THINGS, *ANSWERS.values())
_SEARCHED = (Column.NAME, Column.DESCRIPTION)

# A spelling as written: its scheme, the slug of its concept and its words.
Spelling: TypeAlias = tuple[str, str, str]
# A statement: kind, subject (an entry, and the number of its procedure) and concept.
Tag: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """How much of one kind is found without the spellings made for the same tenth.

    `stated` counts the statements that all spellings give, `found` those of them that remain,
    `other` the statements that are new.
    """

    kind: str
    stated: int
    found: int
    other: int


def spellings_report(records: Sequence[Record], tables: ReviewedTables) -> Iterator[str]:
    """Yield two Markdown tables: entries by spelling, and findings without spellings."""
    vocabulary = load_vocabulary()
    fitting = spelling_to_entries(vocabulary, records)
    yield "| scheme | spellings | number | in several entries | in one | in none |"
    yield "|---|---|---:|---:|---:|---:|"
    for scheme in SCHEMES:
        for kind, spelt in _by_kind(vocabulary, scheme).items():
            sizes = [len(fitting[one]) for one in spelt]
            several, none = sum(size > 1 for size in sizes), sizes.count(0)
            if sizes:
                counts = f"{len(sizes)} | {several} | {sizes.count(1)} | {none}"
                yield f"| {scheme} | {kind} | {counts} |"
    yield from ("", "| kind | with all spellings | found without | share | other |")
    yield "|---|---:|---:|---:|---:|"
    for row in held_out(vocabulary, records, tables):
        share = f"{row.found / row.stated:.1%}" if row.stated else ""
        yield f"| {row.kind} | {row.stated:,} | {row.found:,} | {share} | {row.other:,} |"


def held_out(
    vocabulary: Vocabulary, records: Sequence[Record], tables: ReviewedTables
) -> tuple[HeldOut, ...]:
    """Return, for each kind, how much is found in entries that no spelling was made for."""
    fitting = spelling_to_entries(vocabulary, records)
    stated = _tags(vocabulary, records, tables)
    found: set[Tag] = set()
    for tenth in range(TENTHS):
        held = records[tenth::TENTHS]
        keys = {record.key for record in held}
        made_for = {one for one, entries in fitting.items() if entries and entries <= keys}
        made_for -= {one for one in made_for if _is_of_label(vocabulary, one)}
        found |= _tags(_without(vocabulary, made_for), held, tables)
    return tuple(_compared(kind, stated, found) for kind in KINDS)


def spelling_to_entries(
    vocabulary: Vocabulary, records: Iterable[Record]
) -> Mapping[Spelling, AbstractSet[EntryKey]]:
    """Return, for each spelling as written, the entries whose searched texts contain it."""
    matchers = {scheme: _matcher(vocabulary, scheme) for scheme in SCHEMES}
    fitting: dict[Spelling, set[EntryKey]] = {
        (scheme, concept.slug, words): set()
        for scheme in SCHEMES
        for concept in vocabulary.schemes[scheme].values()
        for words in concept.written
    }
    for record in records:
        for scheme in _schemes(record):
            for text in _texts(scheme, record):
                for key in matchers[scheme].occurring(text):
                    slug, _, words = key.partition(" ")
                    fitting[scheme, slug, words].add(record.key)
    return fitting


def phrases_in_no_entry(vocabulary: Vocabulary, records: Sequence[Record]) -> tuple[Spelling, ...]:
    """Return the phrases that only the rules need, and that no entry contains."""
    fitting = spelling_to_entries(vocabulary, records)
    phrases = (one for scheme in SCHEMES for one in _by_kind(vocabulary, scheme)["phrases"])
    return tuple(one for one in phrases if not fitting[one])


def _by_kind(vocabulary: Vocabulary, scheme: str) -> Mapping[str, Sequence[Spelling]]:
    """Return the spellings of a scheme: names of concepts, and phrases that only rules need."""
    kinds: dict[str, list[Spelling]] = {"names": [], "phrases": []}
    for concept in vocabulary.schemes[scheme].values():
        for words in concept.written:
            kind = "phrases" if words in concept.phrases else "names"
            kinds[kind].append((scheme, concept.slug, words))
    return kinds


def _matcher(vocabulary: Vocabulary, scheme: str) -> Matcher:
    variants = load_variants()
    return Matcher(
        (variant, f"{concept.slug} {words}")
        for concept in vocabulary.schemes[scheme].values()
        for words in concept.written
        for variant in in_each_variant(words, variants)
    )


def _schemes(record: Record) -> tuple[str, ...]:
    own = {SurveyTable.PROCEDURES: ("procedure-type",), SurveyTable.SYSTEMS: ("system-type",)}
    applicable = (scheme for scheme, one in _QUESTIONS.items() if record.key.table in one.tables)
    return ("technology", *own.get(record.key.table, ()), *applicable)


def _texts(scheme: str, record: Record) -> tuple[str, ...]:
    if scheme == "technology":
        return _columns(SEARCHED[record.key.table], record)
    if scheme in _QUESTIONS:
        return _columns(_QUESTIONS[scheme].columns, record)
    return (*_columns(_SEARCHED, record), *record.section)


def _columns(columns: Iterable[Column], record: Record) -> tuple[str, ...]:
    return tuple(record.texts.get(column, "") for column in columns)


def _is_of_label(vocabulary: Vocabulary, spelling: Spelling) -> bool:
    """Return whether the words are in the concept's label, so were not added for an entry."""
    scheme, slug, words = spelling
    return words in vocabulary.schemes[scheme][slug].label_ja


def _without(vocabulary: Vocabulary, spellings: AbstractSet[Spelling]) -> Vocabulary:
    """Return the vocabulary without these spellings; labels are kept.

    A variant that another spelling of the same concept has too is kept with that one.
    """
    variants = load_variants()

    def kept(scheme: str, concept: Concept) -> Concept:
        left = [one for one in concept.written if (scheme, concept.slug, one) not in spellings]
        gone = _variants(concept.written, variants) - _variants(left, variants)
        return replace(
            concept,
            written=tuple(left),
            spellings=tuple(one for one in concept.spellings if one not in gone),
            described=tuple(one for one in concept.described if one not in gone),
        )

    schemes = {
        scheme: {slug: kept(scheme, one) for slug, one in concepts.items()}
        for scheme, concepts in vocabulary.schemes.items()
    }
    return replace(vocabulary, schemes=schemes)


def _variants(spellings: Iterable[str], variants: Sequence[Sequence[str]]) -> set[str]:
    return {one for words in spellings for one in in_each_variant(words, variants)}


def _tags(vocabulary: Vocabulary, records: Iterable[Record], tables: ReviewedTables) -> set[Tag]:
    """Return the statements that a vocabulary's spellings give, without reviewed rows."""
    tagger = TechnologyTagger(vocabulary, ())
    kinds = KindFinder(vocabulary, ())
    systems = SystemTypeRules(vocabulary.schemes["system-type"])
    answers = [(one, question_rules(vocabulary, one)) for one in _QUESTIONS.values()]
    tags: set[Tag] = set()
    for record in records:
        key = str(record.key)
        tags |= {("technologies", key, one.concept.slug) for one in tagger.mentions(record)}
        if record.key.table is SurveyTable.PROCEDURES:
            tags |= set(_types(record, kinds, tagger, tables))
        if record.key.table is SurveyTable.SYSTEMS and (found := systems.find(record)):
            tags.add(("system types", key, found.value))
        tags |= set(_answers(record, answers))
    return tags


def _answers(
    record: Record, answers: Iterable[tuple[AnswerProperty, ConceptRules]]
) -> Iterator[Tag]:
    for question, rules in answers:
        if record.key.table in question.tables:
            for said in rules.said(record):
                yield ANSWERS[question.predicate], str(record.key), said.concept.slug


def _types(
    record: Record, kinds: KindFinder, tagger: TechnologyTagger, tables: ReviewedTables
) -> Iterator[Tag]:
    for index, label in enumerate(procedure_labels(record, tagger, tables.procedures.labels)):
        subject = f"{record.key} {index}"
        for order, kind in enumerate(kinds.by_rule(record, label)):
            yield KINDS[2] if order else KINDS[1], subject, kind.concept.slug


def _compared(kind: str, stated: AbstractSet[Tag], found: AbstractSet[Tag]) -> HeldOut:
    wanted = {tag for tag in stated if tag[0] == kind}
    given = {tag for tag in found if tag[0] == kind}
    return HeldOut(kind, len(wanted), len(wanted & given), len(given - wanted))


if __name__ == "__main__":
    for line in spellings_report(read_bundled_survey().records, load_tables()):
        sys.stdout.write(f"{line}\n")
