"""What the tools answer: plain values, from which JSON and its schema are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.mcp.values import Basis, Fact, Named, ResultRow


@dataclass(frozen=True, slots=True)
class Trap:
    """What goes wrong when this graph is queried, with a query that shows it."""

    name: str
    text: str
    query: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what is counted, in words."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class About:
    """What the survey is, what it does not say, and how to go on."""

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
    """A text that has hits; their offsets are of `text`, in code points, end exclusive."""

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
    """What a search found; `totals` counts all results by kind."""

    words: Sequence[str]
    totals: Mapping[str, int]
    results: Sequence[FoundThing]


@dataclass(frozen=True, slots=True)
class InboundSummary:
    """Who points to a resource with a property: how many, and the first ones."""

    property: Named
    count: int
    first: Sequence[Named]


@dataclass(frozen=True, slots=True)
class ResourceDescription:
    """A resource with all that is said of it."""

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
    """How many there are with one value of a facet."""

    value: str
    thing: Named
    count: int
    list: str


@dataclass(frozen=True, slots=True)
class CountedEntry:
    """An entry that was counted: its name as printed, and what its being counted rests on."""

    entry: Named
    name: str
    prefecture: str
    page: int | None
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with what is counted in words, where the list is, and the SPARQL of the list.

    `none_named` counts the answers that could have a value of the facet and name none.
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
    """How many entries have both a value of the row and one of the column."""

    row: str
    column: str
    count: int
    list: str


@dataclass(frozen=True, slots=True)
class Compared:
    """Counts by two facets; pairs that no entry has are left out."""

    what: str
    chosen: Sequence[Chosen]
    rows: Sequence[ValueCount]
    columns: Sequence[ValueCount]
    cells: Sequence[PairCount]
    sparql: str
    note: str


@dataclass(frozen=True, slots=True)
class VerifiedQuery:
    """A query that the tests run; `rows` is how many it answers over the bundled survey."""

    name: str
    title: str
    description: str
    query: str
    rows: int
    address: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Example queries, those that fit a question best first."""

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
    """A value of a list, with how many things have it, and its share of them."""

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
    """Classes, properties and value lists as they are used, and what goes wrong."""

    classes: Sequence[Used]
    properties: Sequence[Used]
    lists: Sequence[ValueList]
    traps: Sequence[Trap]


@dataclass(frozen=True, slots=True)
class Queried:
    """The first rows of a result, and how many there are; `truth` is that of an ASK."""

    query: str
    columns: Sequence[str]
    rows: Sequence[ResultRow]
    total: int
    truth: bool | None
    address: str
    warnings: Sequence[str] = ()
