"""The results of the tools: plain values, from which JSON and its schema are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.mcp.values import Basis, Fact, Named, ResultRow


@dataclass(frozen=True, slots=True)
class Trap:
    """A common mistake in querying this graph, with a query that shows it."""

    name: str
    text: str
    query: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and a text about what it counts."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class About:
    """An introduction to the survey: content, limits, and further steps."""

    description: str
    not_said: Sequence[str]
    counts: Sequence[Figure]
    editions: Sequence[Named]
    prefixes: Mapping[str, str]
    facets: Mapping[str, str]
    traps: Sequence[Trap]
    how_to_cite: str


@dataclass(frozen=True, slots=True)
class FoundText:
    """A text with hits; these are offsets in `text`, in code points, end exclusive."""

    property: str
    language: str
    text: str
    hits: Sequence[tuple[int, int]]
    basis: Basis


@dataclass(frozen=True, slots=True)
class FoundThing:
    """A resource that was found."""

    kind: str
    thing: Named
    texts: Sequence[FoundText]


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a search; `totals` counts all results by kind."""

    words: Sequence[str]
    totals: Mapping[str, int]
    results: Sequence[FoundThing]


@dataclass(frozen=True, slots=True)
class InboundSummary:
    """The subjects that point to a resource with a property: their number, and the first ones."""

    property: Named
    count: int
    first: Sequence[Named]


@dataclass(frozen=True, slots=True)
class ResourceDescription:
    """A resource with all statements about it."""

    thing: Named
    facts: Sequence[Fact]
    left_out: int
    pointed_to_by: Sequence[InboundSummary]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A value by which entries are chosen."""

    facet: str
    value: str
    thing: Named


@dataclass(frozen=True, slots=True)
class ValueCount:
    """The count for one value of a facet."""

    value: str
    thing: Named
    count: int
    list: str


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """A counted entry: its printed name, and the evidence for counting it."""

    entry: Named
    name: str
    prefecture: str
    page: int | None
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number, a text about what it counts, and the address and SPARQL of the list.

    `none_named` counts the answers without a value of the facet that could have one.
    """

    what: str
    number: int
    chosen: Sequence[Chosen]
    list: str
    sparql: str
    groups: Sequence[ValueCount] = ()
    none_named: int = 0
    groups_sparql: str = ""
    entries: Sequence[CountedEntry] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PairCount:
    """The number of entries with both a row's value and a column's value."""

    row: str
    column: str
    count: int
    list: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Counts by two facets; pairs without entries are left out."""

    what: str
    chosen: Sequence[Chosen]
    rows: Sequence[ValueCount]
    columns: Sequence[ValueCount]
    cells: Sequence[PairCount]
    sparql: str
    note: str


@dataclass(frozen=True, slots=True)
class VerifiedQuery:
    """A tested query; `rows` is its number of rows for the bundled survey."""

    name: str
    title: str
    description: str
    query: str
    rows: int
    address: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Example queries, the best match for a question first."""

    examples: Sequence[VerifiedQuery]


@dataclass(frozen=True, slots=True)
class Used:
    """A class or a property, and how often it is used."""

    term: Named
    definition: str
    count: int
    of: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ListValue:
    """A value of a list, with the number and share of things that have it."""

    value: Named
    notation: str
    broader: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class ValueList:
    """A list of values (a concept scheme)."""

    scheme: Named
    values: Sequence[ListValue]


@dataclass(frozen=True, slots=True)
class Schema:
    """Classes, properties and value lists with their use, and common mistakes."""

    classes: Sequence[Used]
    properties: Sequence[Used]
    lists: Sequence[ValueList]
    traps: Sequence[Trap]


@dataclass(frozen=True, slots=True)
class Queried:
    """The first rows of a result and the number of all rows; `truth` is the result of an ASK."""

    query: str
    columns: Sequence[str]
    rows: Sequence[ResultRow]
    total: int
    truth: bool | None
    address: str
    warnings: Sequence[str] = ()
