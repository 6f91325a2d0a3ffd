"""What the linkers of shared systems, posts and organisations make of the bundled survey."""

from functools import cache

from converter.decisions import (
    Cue,
    OrganisationDecision,
    ParticipantDecision,
    PostDecision,
    SystemDecision,
    UnitDecision,
    read_rows,
)
from converter.findings import Linked
from converter.governments import load_governments
from converter.linking.organisations import OrganisationLinker, OrganisationTables
from converter.linking.posts import PostLinker, PostTables
from converter.linking.systems import SystemLinker, SystemTables
from converter.model import Survey
from converter.pipeline import read_bundled_survey
from converter.vocabulary import load_vocabulary


@cache
def bundled_survey() -> Survey:
    """Return the bundled survey, read once."""
    return read_bundled_survey()


def system_linker() -> SystemLinker:
    """Return the linker of table 2 with the tables that the package brings."""
    tables = SystemTables(
        read_rows("cues/participants.tsv", Cue),
        read_rows("decisions/systems.tsv", SystemDecision),
        read_rows("decisions/participants.tsv", ParticipantDecision),
    )
    return SystemLinker(load_vocabulary(), load_governments(), tables)


def post_linker() -> PostLinker:
    """Return the linker of table 3-1 with the tables that the package brings."""
    tables = PostTables(
        read_rows("decisions/posts.tsv", PostDecision),
        read_rows("decisions/units.tsv", UnitDecision),
    )
    return PostLinker(load_governments(), tables)


def organisation_linker() -> OrganisationLinker:
    """Return the linker of table 3-2 with the tables that the package brings."""
    tables = OrganisationTables(
        read_rows("decisions/organisations.tsv", OrganisationDecision),
        read_rows("decisions/units.tsv", UnitDecision),
    )
    return OrganisationLinker(load_vocabulary(), load_governments(), tables)


@cache
def linked_systems() -> Linked:
    """Return the findings of table 2."""
    return system_linker().link(bundled_survey().records)


@cache
def linked_posts() -> Linked:
    """Return the findings of table 3-1."""
    return post_linker().link(bundled_survey().records)


@cache
def linked_organisations() -> Linked:
    """Return the findings of table 3-2."""
    return organisation_linker().link(bundled_survey().records)
