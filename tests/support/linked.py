"""What all linkers, and those of single tables, make of the bundled survey."""

from functools import cache

from converter.authority.authorities import load_authorities
from converter.authority.governments import load_governments
from converter.authority.vocabulary import load_vocabulary
from converter.documents import bundled_documents, bundled_sources
from converter.findings import Linked
from converter.linking.joining import survey_to_findings
from converter.linking.organisations.linker import OrganisationLinker
from converter.linking.organisations.posts import PostLinker
from converter.linking.systems.linker import SystemLinker
from converter.model import Survey
from converter.pipeline import read_bundled_survey, sources_to_surveys, surveys_to_findings
from converter.tables import load_tables


@cache
def bundled_survey() -> Survey:
    """Return the survey of 2020, read once."""
    return read_bundled_survey()


@cache
def linked_survey() -> Linked:
    """Return the findings of all tables, linked once."""
    authorities = load_authorities()
    return survey_to_findings(
        bundled_survey(), authorities.vocabulary, authorities.governments, load_tables()
    )


def linked_editions() -> tuple[tuple[Survey, ...], tuple[Linked, ...]]:
    """Return all bundled surveys, and the findings of each with the links between editions."""
    if len(bundled_documents()) == 1:
        return (bundled_survey(),), (linked_survey(),)
    read = sources_to_surveys(bundled_sources())
    return tuple(one.survey for one in read), surveys_to_findings(read, load_authorities())


def system_linker() -> SystemLinker:
    """Return the linker of table 2 with the tables that the package brings."""
    return SystemLinker(
        load_vocabulary(),
        load_governments(),
        load_tables().systems,
        bundled_survey().survey_end,
    )


def post_linker() -> PostLinker:
    """Return the linker of table 3-1 with the tables that the package brings."""
    return PostLinker(load_vocabulary(), load_governments(), load_tables().posts)


def organisation_linker() -> OrganisationLinker:
    """Return the linker of table 3-2 with the tables that the package brings."""
    return OrganisationLinker(load_vocabulary(), load_governments(), load_tables().organisations)


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
