"""The arguments of the tools: validated values, from which schemas are made."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from server.http.language import Language
from server.search.words import LONGEST

_CLOSED = ConfigDict(extra="forbid")
# Maximum entries and rows in an answer.
MOST_ENTRIES = 50
MOST_ROWS = 500
_LONGEST_NAME = 2_000
_LONGEST_QUERY = 100_000


class Unit(StrEnum):
    """What is counted."""

    ANSWERS = "answers"
    PREFECTURES = "prefectures"
    THINGS = "things"
    PROCEDURES = "procedures"
    SYSTEMS = "systems"
    POSTS = "posts"
    ORGANISATIONS = "organisations"


Lang = Annotated[Language, Field(description="language of names and notes: ja or en")]
Name = Annotated[
    str,
    Field(
        min_length=1,
        max_length=_LONGEST_NAME,
        description="an IRI, a prefixed name (dg:Entry), a path (id/pref/13), or a label (東京都)",
    ),
]
Slug = Annotated[str, Field(min_length=1, max_length=200)]
Where = Annotated[
    dict[Slug, Annotated[list[Slug], Field(max_length=100)]],
    Field(
        max_length=20,
        description=(
            "values by facet, as slugs or labels; any value of a facet will do, all facets must "
            'hold: {"technology": ["ai-ocr"], "prefecture": ["東京都"]}. `about` lists the facets.'
        ),
    ),
]
FacetName = Annotated[str, Field(max_length=50, description="name of a facet; `about` lists them")]


def _listed(default: int) -> int:
    found: int = Field(
        default, ge=0, le=MOST_ENTRIES, description="entries that are listed with their words"
    )
    return found


@dataclass(frozen=True, slots=True, config=_CLOSED)
class AboutArguments:
    """Only the language."""

    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class SearchArguments:
    """Words that must all occur, in all resources or those of one kind."""

    words: Annotated[
        str,
        Field(min_length=1, max_length=LONGEST, description="Japanese or English words"),
    ]
    kind: Annotated[
        str,
        Field(
            max_length=50,
            description=(
                "one kind of results: concepts, entries, procedures, systems, posts, "
                "organisations, governments, sections, terms; empty for all"
            ),
        ),
    ] = ""
    where: Where = Field(default_factory=dict)
    limit: Annotated[int, Field(ge=1, le=100, description="results at most")] = 20
    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class DescribeArguments:
    """A resource."""

    thing: Name
    limit: Annotated[int, Field(ge=1, le=200, description="facts at most")] = 60
    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class CountArguments:
    """The entries to count, and the facet to group them by."""

    where: Where = Field(default_factory=dict)
    unit: Annotated[Unit, Field(description="what is counted")] = Unit.ANSWERS
    by: FacetName = ""
    entries: Annotated[int, Field(ge=0, le=MOST_ENTRIES)] = _listed(5)
    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class CompareArguments:
    """Two facets to count entries by."""

    rows: FacetName
    columns: FacetName
    where: Where = Field(default_factory=dict)
    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class ExamplesArguments:
    """A question in words."""

    question: Annotated[str, Field(max_length=500, description="a question, or nothing")] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 5
    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class SchemaArguments:
    """The name of a list, a class or a property; nothing for all."""

    term: Annotated[
        str,
        Field(max_length=_LONGEST_NAME, description="only what has this in its IRI or label"),
    ] = ""
    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class QueryArguments:
    """A SPARQL query."""

    query: Annotated[
        str,
        Field(
            min_length=1,
            max_length=_LONGEST_QUERY,
            description="a SELECT or ASK query; `about` lists the prefixes that need no PREFIX",
        ),
    ]
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows at most")] = 50
    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class EvidenceArguments:
    """A statement; without a value, all statements with this property."""

    subject: Name
    property: Name
    value: Annotated[str, Field(max_length=_LONGEST_NAME, description="as Name, or a text")] = ""
    lang: Lang = Language.EN


@dataclass(frozen=True, slots=True, config=_CLOSED)
class VerifyArguments:
    """A claim: subject, property and value, or a number for a selection."""

    subject: Annotated[str, Field(max_length=_LONGEST_NAME)] = ""
    property: Annotated[str, Field(max_length=_LONGEST_NAME)] = ""
    value: Annotated[str, Field(max_length=_LONGEST_NAME)] = ""
    where: Where = Field(default_factory=dict)
    unit: Annotated[Unit, Field(description="what is counted")] = Unit.ANSWERS
    number: Annotated[
        int | None,
        Field(ge=0, le=10**9, description="claimed number of what `where` chooses"),
    ] = None
    lang: Lang = Language.EN
