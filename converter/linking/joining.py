"""All findings of a survey: every linker's things, and the technologies of each thing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from converter.authority.decisions import (
    ConceptDecision,
    TechnologyDecision,
    TextTranslation,
    Translation,
)
from converter.authority.governments import Governments
from converter.authority.vocabulary import Vocabulary
from converter.findings import Finding, Linked, Ref, Remark
from converter.linking.answers import AnswerRules
from converter.linking.naming import translate
from converter.linking.organisations.linker import OrganisationLinker, OrganisationTables
from converter.linking.organisations.posts import PostLinker, PostTables
from converter.linking.procedures.linker import ProcedureLinker, ProcedureTables
from converter.linking.systems.linker import SystemLinker, SystemTables
from converter.linking.technologies import Mention, TechnologyTagger
from converter.linking.text.stated import ignored, stale
from converter.linking.texts import TextTranslations
from converter.model import EntryKey, Record, Survey, Table

WITHOUT_TECHNOLOGY = "entry-without-technology"
TECHNOLOGIES = "decisions/technologies.tsv"

# What runs uses a technology; who is in charge is concerned with it.
PREDICATES: Mapping[Table, str] = {
    Table.PROCEDURES: "dg:usesTechnology",
    Table.SYSTEMS: "dg:usesTechnology",
    Table.POSTS: "dg:concernsTechnology",
    Table.ORGANISATIONS: "dg:concernsTechnology",
}


@dataclass(frozen=True, slots=True)
class Tables:
    """The reviewed tables of all linkers."""

    technologies: tuple[TechnologyDecision, ...]
    procedures: ProcedureTables
    systems: SystemTables
    posts: PostTables
    organisations: OrganisationTables
    translations: tuple[Translation, ...] = ()
    concepts: tuple[ConceptDecision, ...] = ()
    texts: tuple[TextTranslation, ...] = ()


def survey_to_findings(
    survey: Survey, vocabulary: Vocabulary, governments: Governments, tables: Tables
) -> Linked:
    """Return what all rules derive from one survey."""
    tagger = TechnologyTagger(vocabulary, tables.technologies)
    linkers = (
        ProcedureLinker(vocabulary, governments, tagger, tables.procedures),
        SystemLinker(vocabulary, governments, tables.systems),
        PostLinker(governments, tables.posts),
        OrganisationLinker(vocabulary, governments, tables.organisations),
    )
    parts = tuple(linker.link(survey.records) for linker in linkers)
    things = {key: refs for part in parts for key, refs in part.things.items()}
    mentions = {record.key: tagger.mentions(record) for record in survey.records}
    derived = [
        *(finding for part in parts for finding in part.findings),
        *_technologies(things, mentions),
    ]
    answers = AnswerRules(vocabulary, tables.concepts)
    texts = TextTranslations(tables.texts)
    named = translate(derived, things, tables.translations)
    return Linked(
        (
            *derived,
            *named.findings,
            *answers.findings(survey.records, derived),
            *texts.findings(survey.records),
        ),
        things,
        (
            *(remark for part in parts for remark in part.remarks),
            *named.remarks,
            *texts.remarks(survey.records),
            *_unnamed(survey.records, mentions),
            *stale(tables.technologies, survey.records),
        ),
        (
            *(note for part in parts for note in part.notes),
            *answers.notes(survey.records),
            *ignored(tables.technologies, [one.key for one in survey.records], TECHNOLOGIES),
        ),
    )


def _technologies(
    things: Mapping[EntryKey, tuple[Ref, ...]], mentions: Mapping[EntryKey, tuple[Mention, ...]]
) -> Iterator[Finding]:
    for key, named in mentions.items():
        for mention in named:
            concept = Ref(mention.concept.path)
            reviewed = (mention.rule, mention.evidence, mention.reason)
            for thing in things.get(key, ()):
                yield Finding(thing, PREDICATES[key.table], concept, *reviewed)


def _unnamed(
    records: Iterable[Record], mentions: Mapping[EntryKey, tuple[Mention, ...]]
) -> Iterator[Remark]:
    for record in records:
        if record.key.table is Table.PROCEDURES and not mentions[record.key]:
            yield Remark(record.key, WITHOUT_TECHNOLOGY, record.name)
