"""The reviewed tables of `ontology/decisions/` and the cues, loaded once for all linkers."""

from converter.authority.decisions import (
    ConceptDecision,
    Cue,
    DateDecision,
    OperatorDecision,
    OrganisationDecision,
    ParticipantDecision,
    ParticipationDecision,
    PostDecision,
    ProcedureDecision,
    ProcedureTypeDecision,
    RelationDecision,
    SystemDecision,
    TechnologyDecision,
    TextTranslation,
    Translation,
    UnitDecision,
    read_rows,
)
from converter.authority.named_things import load_named_things
from converter.linking.answers import DECISIONS
from converter.linking.joining import TECHNOLOGIES, Tables
from converter.linking.operators import FILE as OPERATORS
from converter.linking.operators import OperatorTables
from converter.linking.organisations.linker import OrganisationTables
from converter.linking.organisations.posts import PostTables
from converter.linking.participations import CUES, ParticipationTables
from converter.linking.participations import DECISIONS as PARTICIPATIONS
from converter.linking.procedures.linker import ProcedureTables
from converter.linking.relations import FILE as RELATIONS
from converter.linking.stated_dates import DECISIONS as DATES
from converter.linking.systems.linker import SystemTables
from converter.linking.text.placeholders import placeholders_from
from converter.linking.texts import FILE


def load_tables() -> Tables:
    """Read every reviewed table that the package brings.

    Raises:
        DecisionFileError: A table cannot be read.
    """
    units = read_rows("decisions/units.tsv", UnitDecision)
    operators = OperatorTables(
        read_rows("cues/operators.tsv", Cue), read_rows(OPERATORS, OperatorDecision)
    )
    placeholders = placeholders_from(
        row.words for row in read_rows("cues/placeholders.tsv", Cue) if row.kind == "placeholder"
    )
    return Tables(
        read_rows(TECHNOLOGIES, TechnologyDecision),
        ProcedureTables(
            read_rows("decisions/procedures.tsv", ProcedureDecision),
            read_rows("decisions/procedure-types.tsv", ProcedureTypeDecision),
            placeholders,
            operators,
        ),
        SystemTables(
            read_rows("cues/participants.tsv", Cue),
            read_rows("decisions/systems.tsv", SystemDecision),
            read_rows("decisions/participants.tsv", ParticipantDecision),
            placeholders,
            operators,
        ),
        PostTables(
            read_rows("decisions/posts.tsv", PostDecision),
            units,
            read_rows("cues/measures.tsv", Cue),
            placeholders,
        ),
        OrganisationTables(
            read_rows("decisions/organisations.tsv", OrganisationDecision), units, placeholders
        ),
        read_rows("translations/names.tsv", Translation),
        read_rows(DECISIONS, ConceptDecision),
        read_rows(FILE, TextTranslation),
        load_named_things(),
        read_rows(DATES, DateDecision),
        ParticipationTables(
            read_rows(CUES, Cue),
            read_rows("cues/participants.tsv", Cue),
            read_rows("decisions/participants.tsv", ParticipantDecision),
            read_rows(PARTICIPATIONS, ParticipationDecision),
        ),
        tuple(row.words for row in read_rows("cues/known-words.tsv", Cue)),
        read_rows(RELATIONS, RelationDecision),
    )
