"""Reads the answers: why and what is shared, which tasks are automated, on which systems.

The reason column is about sharing only; name and description are about the work only. The profile
states where specialists come from, and the composition, chair and members of a body.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from converter.authority.decisions import ConceptDecision
from converter.authority.vocabulary import Vocabulary
from converter.authority.words import Cue
from converter.findings import Evidence, Finding, Linked, Ref, Text
from converter.iris import entry_path
from converter.linking.text.concepts import ConceptRules, NamedKind, Said, Searched
from converter.linking.text.folding import fold_spelling
from converter.linking.text.matching import concept_spellings
from converter.linking.text.quoting import together
from converter.linking.text.stated import ignored
from converter.model import Column, Record, SurveyTable

DECISIONS = "decisions/concepts.tsv"
MEMBERS = "cues/members.tsv"
NO_MEMBER = "none"
_WORK = (Column.NAME, Column.DESCRIPTION)
_SHARING = (Column.NOTE,)
_MAKE_UP = (Column.PROFILE,)
# A heading within a text: 【委員会】 before the words about the committee.
_HEADING = re.compile(r"【([^】]+)】")


@dataclass(frozen=True, slots=True)
class AnswerProperty:
    """A property that answers state in words: its concept scheme, the columns searched, its rule.

    With `of_entry` the subject of the statement is the entry, else each thing that it describes.
    `named` are the concepts for words without and with a name.
    """

    predicate: str
    scheme: str
    columns: tuple[Column, ...]
    tables: tuple[SurveyTable, ...]
    rule: str
    of_entry: bool = False
    named: NamedKind | None = None


QUESTIONS = (
    AnswerProperty(
        "dg:sharingReason",
        "sharing-reason",
        _SHARING,
        (SurveyTable.PROCEDURES, SurveyTable.SYSTEMS),
        "sharing-reason",
        of_entry=True,
    ),
    AnswerProperty(
        "dg:offersToShare",
        "shareable",
        _SHARING,
        (SurveyTable.PROCEDURES, SurveyTable.SYSTEMS),
        "offers-to-share",
        of_entry=True,
    ),
    AnswerProperty("dg:automatedTask", "task", _WORK, (SurveyTable.PROCEDURES,), "automated-task"),
    AnswerProperty(
        "dg:actsOn",
        "internal-system",
        _WORK,
        (SurveyTable.PROCEDURES,),
        "acts-on",
        named=NamedKind(unnamed="unnamed", named="other"),
    ),
    AnswerProperty(
        "dg:specialistOrigin",
        "specialist-origin",
        _MAKE_UP,
        (SurveyTable.POSTS,),
        "specialist-origin",
    ),
    AnswerProperty(
        "dg:memberSector", "sector", _MAKE_UP, (SurveyTable.ORGANISATIONS,), "member-sector"
    ),
    AnswerProperty("dg:chairedBy", "office", _MAKE_UP, (SurveyTable.ORGANISATIONS,), "chair"),
    AnswerProperty(
        "dg:memberOffice", "office", _MAKE_UP, (SurveyTable.ORGANISATIONS,), "member-office"
    ),
    AnswerProperty("dct:subject", "topic", _WORK, tuple(SurveyTable), "topic", of_entry=True),
)


@dataclass(frozen=True, slots=True)
class _Thing:
    """A thing that an entry describes: its folded name, and the words of the entry that name it."""

    ref: Ref
    name: str
    words: tuple[Evidence, ...]


class AnswerRules:
    """Finds the statements of answers by the spellings of the schemes and by reviewed rows."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        decisions: Sequence[ConceptDecision],
        members: Iterable[Cue] = (),
    ) -> None:
        """Prepare the rules of each property once for all records.

        `members` are cues: words that name an office as a member of a body.
        """
        self._decisions = decisions
        cued = {"dg:memberOffice": tuple(_member_spellings(vocabulary, members))}
        self._rules = [
            (one, question_rules(vocabulary, one, decisions, cued.get(one.predicate)))
            for one in QUESTIONS
        ]

    def link(self, records: Sequence[Record], derived: Sequence[Finding]) -> Linked:
        """Return the findings, and a note for each reviewed row that applies to no record."""
        return Linked(tuple(self.findings(records, derived)), {}, notes=tuple(self.notes(records)))

    def findings(self, records: Iterable[Record], derived: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the findings of each record; `derived` are the findings of other rules."""
        things = _things(derived)
        for record in records:
            found = list(self._said(record, things))
            spans = together((words for one in found for words in one.evidence), record)
            for one in found:
                yield replace(one, evidence=tuple(spans[words] for words in one.evidence))

    def _said(self, record: Record, things: Mapping[str, Sequence[_Thing]]) -> Iterator[Finding]:
        for question, rules in self._rules:
            if record.key.table in question.tables:
                for said in rules.said(record):
                    yield from _stated(question, said, record, things)

    def notes(self, records: Sequence[Record]) -> Iterator[str]:
        """Yield a note for each reviewed row whose words no entry of its prefecture has."""
        used = {
            row
            for record in records
            for _, rules in self._rules
            for row, _ in rules.applied(record)
        }
        for row in self._decisions:
            if row not in used:
                yield ignored(row, DECISIONS)


def question_rules(
    vocabulary: Vocabulary,
    question: AnswerProperty,
    decisions: Sequence[ConceptDecision] = (),
    cued: Sequence[tuple[str, str]] | None = None,
) -> ConceptRules:
    """Return the rules of a property, with the reviewed rows for its scheme."""
    searched = Searched(question.scheme, question.columns, question.named)
    if cued is not None:
        return ConceptRules(vocabulary, searched, spellings=cued)
    return ConceptRules(vocabulary, searched, decisions)


def _member_spellings(vocabulary: Vocabulary, cues: Iterable[Cue]) -> Iterator[tuple[str, str]]:
    """Yield the words that name an office as a member; those for the chair are masked."""
    for words, _ in concept_spellings(vocabulary.schemes["office"].values()):
        yield words, ""
    for cue in cues:
        yield cue.words, "" if cue.kind == NO_MEMBER else cue.kind


def _stated(
    question: AnswerProperty, said: Said, record: Record, things: Mapping[str, Sequence[_Thing]]
) -> Iterator[Finding]:
    """Yield a statement about the entry, or about each thing that the words are about.

    The first words are enough as evidence: further ones would only repeat them.
    """
    entry = Ref(entry_path(record.key))
    subjects: Iterable[tuple[Ref, Sequence[Evidence]]] = (
        [(entry, said.evidence)]
        if question.of_entry
        else _shared_out(said.evidence, things.get(entry.path, ()), record)
    )
    for subject, words in subjects:
        if words:
            stated = (Ref(said.concept.path), question.rule, (words[0],), said.reason)
            yield Finding(subject, question.predicate, *stated)


def _things(derived: Sequence[Finding]) -> Mapping[str, list[_Thing]]:
    """Return the things that each entry describes, by the path of the entry."""
    names = {
        one.subject: fold_spelling(one.value.value)
        for one in derived
        if one.predicate == "rdfs:label"
        and isinstance(one.value, Text)
        and one.value.language == "ja"
    }
    found: dict[str, list[_Thing]] = {}
    for one in derived:
        if one.predicate == "dg:describes" and isinstance(one.value, Ref):
            thing = _Thing(one.value, names.get(one.value, ""), one.evidence)
            found.setdefault(one.subject.path, []).append(thing)
    return found


def _shared_out(
    evidence: Sequence[Evidence], described: Sequence[_Thing], record: Record
) -> Iterator[tuple[Ref, list[Evidence]]]:
    """Yield each thing with the words about it, without those about another thing of the entry."""
    for thing in described:
        others = [_without(other, thing.words) for other in described if other is not thing]
        words = [one for one in evidence if not any(_is_about(one, it, record) for it in others)]
        yield thing.ref, words


def _without(thing: _Thing, shared: Sequence[Evidence]) -> _Thing:
    """Return a thing without the words that also name another: adjacent names share one quote."""
    return replace(thing, words=tuple(words for words in thing.words if words not in shared))


def _is_about(words: Evidence, thing: _Thing, record: Record) -> bool:
    """Return whether words are part of the name of a thing, or below a heading that names it.

    An entry that lists several procedures has a word such as `入力` in the names of those it is
    about.
    """
    heading = _heading(words, record)
    return (bool(heading) and thing.name.endswith(heading)) or any(
        _is_within(words, name) for name in thing.words
    )


def _heading(words: Evidence, record: Record) -> str:
    before = record.texts[words.column][: words.start]
    headings = _HEADING.findall(before)
    return fold_spelling(headings[-1]) if headings else ""


def _is_within(words: Evidence, span: Evidence) -> bool:
    return words.column is span.column and span.start <= words.start and words.end <= span.end
