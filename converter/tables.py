"""The reviewed tables of `ontology/decisions/` and the cues, loaded once for all linkers."""

from functools import cache

from converter.authority.decisions import (
    ConceptDecision,
    DateDecision,
    OperatorDecision,
    OrganisationDecision,
    ParticipantDecision,
    ParticipationDecision,
    PostDecision,
    ProcedureDecision,
    ProcedureTypeDecision,
    RelationDecision,
    SubBodyDecision,
    SystemDecision,
    TechnologyDecision,
    UnitDecision,
)
from converter.authority.named_things import load_named_things
from converter.authority.reviewed_rows import read_rows
from converter.authority.words import Cue, TextTranslation, Translation
from converter.linking.answers import DECISIONS, MEMBERS
from converter.linking.joining import TECHNOLOGIES, ReviewedTables
from converter.linking.operators import FILE as OPERATORS
from converter.linking.operators import OperatorTables
from converter.linking.organisations.linker import OrganisationTables
from converter.linking.organisations.posts import PostTables
from converter.linking.organisations.sub_bodies import FILE as SUB_BODIES
from converter.linking.participations import CUES, ParticipationTables
from converter.linking.participations import DECISIONS as PARTICIPATIONS
from converter.linking.procedures.linker import ProcedureTables
from converter.linking.relations import FILE as RELATIONS
from converter.linking.stated_dates import DECISIONS as DATES
from converter.linking.systems.linker import SystemTables
from converter.linking.text.placeholders import Placeholders, placeholders_from
from converter.linking.texts import FILE


@cache
def load_tables() -> ReviewedTables:
    """Read every reviewed table of the package.

    Raises:
        DecisionFileError: A table cannot be read.
    """
    units = read_rows("decisions/units.tsv", UnitDecision)
    participants = read_rows("cues/participants.tsv", Cue)
    words = read_rows("cues/placeholders.tsv", Cue)
    placeholders = placeholders_from(row.words for row in words if row.kind == "placeholder")
    operators = OperatorTables(
        read_rows("cues/operators.tsv", Cue), read_rows(OPERATORS, OperatorDecision)
    )
    return ReviewedTables(
        read_rows(TECHNOLOGIES, TechnologyDecision),
        _procedures(placeholders, operators),
        _systems(participants, placeholders, operators),
        _posts(units, placeholders),
        _organisations(units, placeholders, participants),
        read_rows("translations/names.tsv", Translation),
        read_rows(DECISIONS, ConceptDecision),
        read_rows(FILE, TextTranslation),
        load_named_things(),
        read_rows(DATES, DateDecision),
        _participations(participants),
        tuple(row.words for row in read_rows("cues/known-words.tsv", Cue)),
        read_rows(RELATIONS, RelationDecision),
        read_rows(MEMBERS, Cue),
    )


def _procedures(placeholders: Placeholders, operators: OperatorTables) -> ProcedureTables:
    return ProcedureTables(
        read_rows("decisions/procedures.tsv", ProcedureDecision),
        read_rows("decisions/procedure-types.tsv", ProcedureTypeDecision),
        placeholders,
        operators,
    )


def _systems(
    participants: tuple[Cue, ...], placeholders: Placeholders, operators: OperatorTables
) -> SystemTables:
    return SystemTables(
        participants,
        read_rows("decisions/systems.tsv", SystemDecision),
        read_rows("decisions/participants.tsv", ParticipantDecision),
        placeholders,
        operators,
    )


def _posts(units: tuple[UnitDecision, ...], placeholders: Placeholders) -> PostTables:
    posts = read_rows("decisions/posts.tsv", PostDecision)
    return PostTables(posts, units, read_rows("cues/measures.tsv", Cue), placeholders)


def _organisations(
    units: tuple[UnitDecision, ...], placeholders: Placeholders, participants: tuple[Cue, ...]
) -> OrganisationTables:
    return OrganisationTables(
        read_rows("decisions/organisations.tsv", OrganisationDecision),
        units,
        placeholders,
        read_rows(SUB_BODIES, SubBodyDecision),
        participants,
    )


def _participations(participants: tuple[Cue, ...]) -> ParticipationTables:
    return ParticipationTables(
        read_rows(CUES, Cue),
        participants,
        read_rows("decisions/participants.tsv", ParticipantDecision),
        read_rows(PARTICIPATIONS, ParticipationDecision),
    )
