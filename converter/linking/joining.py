"""Runs all linkers on a survey, and links each thing to its technologies."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from converter.authority.decisions import (
    ConceptDecision,
    DateDecision,
    RelationDecision,
    TechnologyDecision,
)
from converter.authority.governments import Governments
from converter.authority.named_things import NamedThing
from converter.authority.vocabulary import Vocabulary
from converter.authority.words import Cue, TextTranslation, Translation
from converter.findings import Finding, Linked, Ref, Remark
from converter.linking.answers import AnswerRules
from converter.linking.mentions import MentionRules
from converter.linking.named_things import NamedThingRules
from converter.linking.naming import translate
from converter.linking.organisations.linker import OrganisationLinker, OrganisationTables
from converter.linking.organisations.posts import PostLinker, PostTables
from converter.linking.participations import ParticipationRules, ParticipationTables
from converter.linking.procedures.linker import ProcedureLinker, ProcedureTables
from converter.linking.relations import stated_relations
from converter.linking.stated_dates import stated_dates
from converter.linking.systems.linker import SystemLinker, SystemTables
from converter.linking.technologies import SCHEME, SEARCHED, TechnologyMention, TechnologyTagger
from converter.linking.text.stated import unused
from converter.linking.texts import TextTranslations
from converter.linking.unknown_technologies import UnknownTechnologies
from converter.model import EntryKey, Record, Survey, SurveyTable

GIVEN_UP = "technology-given-up"
WITHOUT_TECHNOLOGY = "entry-without-technology"
TECHNOLOGIES = "decisions/technologies.tsv"

# Procedures and systems use a technology; posts and organisations are concerned with it.
PREDICATES: Mapping[SurveyTable, str] = {
    SurveyTable.PROCEDURES: "dg:usesTechnology",
    SurveyTable.SYSTEMS: "dg:usesTechnology",
    SurveyTable.POSTS: "dg:concernsTechnology",
    SurveyTable.ORGANISATIONS: "dg:concernsTechnology",
}


@dataclass(frozen=True, slots=True)
class ReviewedTables:
    """The reviewed tables of all linkers."""

    technologies: tuple[TechnologyDecision, ...]
    procedures: ProcedureTables
    systems: SystemTables
    posts: PostTables
    organisations: OrganisationTables
    translations: tuple[Translation, ...] = ()
    concepts: tuple[ConceptDecision, ...] = ()
    texts: tuple[TextTranslation, ...] = ()
    named: tuple[NamedThing, ...] = ()
    dates: tuple[DateDecision, ...] = ()
    participations: ParticipationTables = field(default_factory=ParticipationTables)
    known_words: tuple[str, ...] = ()
    relations: tuple[RelationDecision, ...] = ()
    members: tuple[Cue, ...] = ()


def survey_to_findings(
    survey: Survey, vocabulary: Vocabulary, governments: Governments, tables: ReviewedTables
) -> Linked:
    """Return the findings of all rules for one survey."""
    tagger = TechnologyTagger(vocabulary, tables.technologies)
    linkers = (
        ProcedureLinker(vocabulary, governments, tagger, tables.procedures),
        SystemLinker(vocabulary, governments, tables.systems, survey.survey_end),
        PostLinker(vocabulary, governments, tables.posts),
        OrganisationLinker(vocabulary, governments, tables.organisations),
    )
    described = tuple(linker.link(survey.records) for linker in linkers)
    things = {key: refs for part in described for key, refs in part.things.items()}
    unknown = UnknownTechnologies(vocabulary.schemes[SCHEME].values(), tables.known_words)
    parts = (
        *described,
        _technologies(survey.records, things, tagger, tables.technologies),
        Linked((), {}, tuple(_unknown(survey.records, unknown))),
    )
    derived = [finding for part in parts for finding in part.findings]
    named = translate(derived, things, tables.translations)
    return joined(
        *parts,
        Linked(named.findings, {}, named.remarks),
        AnswerRules(vocabulary, tables.concepts, tables.members).link(survey.records, derived),
        _mentions(survey.records, things, tables.named),
        Linked(tuple(MentionRules(governments).findings(survey.records, derived)), {}),
        stated_dates(survey.records, things, tables.dates),
        stated_relations(survey.records, things, tables.relations),
        ParticipationRules(vocabulary, governments, tables.participations, survey.survey_end).link(
            survey.records, derived
        ),
        TextTranslations(tables.texts).link(survey.records),
    )


def joined(*parts: Linked) -> Linked:
    """Return the results of several linkers as one."""
    return Linked(
        tuple(finding for part in parts for finding in part.findings),
        {key: refs for part in parts for key, refs in part.things.items()},
        tuple(remark for part in parts for remark in part.remarks),
        tuple(note for part in parts for note in part.notes),
    )


def _technologies(
    records: Sequence[Record],
    things: Mapping[EntryKey, tuple[Ref, ...]],
    tagger: TechnologyTagger,
    rows: Sequence[TechnologyDecision],
) -> Linked:
    mentions = {record.key: tagger.mentions(record) for record in records}
    return Linked(
        tuple(_named(things, mentions)),
        {},
        (*_unnamed(records, mentions), *_given_up(records, tagger)),
        unused(rows, records, TECHNOLOGIES),
    )


def _given_up(records: Iterable[Record], tagger: TechnologyTagger) -> Iterator[Remark]:
    for record in records:
        words = tagger.given_up(record)
        if words:
            yield Remark(record.key, GIVEN_UP, words)


def _unknown(records: Iterable[Record], unknown: UnknownTechnologies) -> Iterator[Remark]:
    for record in records:
        yield from unknown.remarks(record, SEARCHED[record.key.table])


def _mentions(
    records: Iterable[Record],
    things: Mapping[EntryKey, tuple[Ref, ...]],
    named: Iterable[NamedThing],
) -> Linked:
    return Linked(tuple(NamedThingRules(named).findings(records, things)), {})


def _named(
    things: Mapping[EntryKey, tuple[Ref, ...]],
    mentions: Mapping[EntryKey, tuple[TechnologyMention, ...]],
) -> Iterator[Finding]:
    for key, named in mentions.items():
        for mention in named:
            concept = Ref(mention.concept.path)
            # The first mention is enough as evidence: further ones would only repeat it.
            words = mention.evidence if mention.reason else mention.evidence[:1]
            for thing in things.get(key, ()):
                yield Finding(
                    thing, PREDICATES[key.table], concept, mention.rule, words, mention.reason
                )


def _unnamed(
    records: Iterable[Record], mentions: Mapping[EntryKey, tuple[TechnologyMention, ...]]
) -> Iterator[Remark]:
    for record in records:
        if record.key.table is SurveyTable.PROCEDURES and not mentions[record.key]:
            yield Remark(record.key, WITHOUT_TECHNOLOGY, record.name)
