"""Reviewed decisions: the row types of `ontology/decisions/`.

A row names the prefecture whose entry it is about and quotes the words that it rests on, so that
it serves equal words in a later edition; `entry` only says where it was reviewed.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TechnologyDecision:
    """A technology that an entry names and the rules miss (`add`), or the reverse (`drop`)."""

    entry: str
    prefecture: str
    quote: str
    technology: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProcedureDecision:
    """A procedure of an entry that lists several in its own way: one row each, in order."""

    entry: str
    prefecture: str
    quote: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProcedureTypeDecision:
    """The types of a procedure, separated by spaces, best first.

    Where an entry describes several procedures, the row serves those whose label has the words, or
    all of them where no label has them.
    """

    entry: str
    prefecture: str
    quote: str
    procedure_types: str
    reason: str


@dataclass(frozen=True, slots=True)
class SystemDecision:
    """Which system an entry describes, and of what type.

    `same_as` is another entry about it: its prefecture, a space and its printed name.
    """

    entry: str
    prefecture: str
    name: str
    same_as: str
    system_type: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipantDecision:
    """The scope or the count of an entry where the rules for words do not suffice."""

    entry: str
    prefecture: str
    scope: str
    count: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class PostDecision:
    """Which post an entry describes, and its label where the name states none."""

    entry: str
    prefecture: str
    name: str
    same_as: str
    label: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrganisationDecision:
    """Which organisation an entry describes, and its kind where the heading does not fit."""

    entry: str
    prefecture: str
    name: str
    same_as: str
    kind: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class RelationDecision:
    """What an entry describes is related to what another one does, or is a part of a named thing.

    `other` are the prefecture and the printed name of the other entry, separated by a space, or the
    path of the named thing.
    """

    entry: str
    prefecture: str
    quote: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class OperatorDecision:
    """Who operates what an entry describes, or will: a property and a path below the base."""

    entry: str
    prefecture: str
    quote: str
    property: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitDecision:
    """The slug and the English name of a unit that only the names of others state.

    `quote` is the chain of units as printed in the name of `entry`: 政策部政策課. The row serves
    every name of the prefecture that begins with this chain, of whatever edition.
    """

    entry: str
    prefecture: str
    slug: str
    name_en: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class SubBodyDecision:
    """A body that an entry states to be a part of the organisation that it describes.

    `quote` are the words that name it, `name` is its label: `幹事会` in `メンバーとした幹事会`.
    """

    entry: str
    prefecture: str
    slug: str
    name: str
    name_en: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConceptDecision:
    """A concept that words of a prefecture say and the spellings miss (`add`), or the reverse.

    `scheme` is the id of the concept scheme. The row serves every entry of the prefecture that has
    the words, of whatever edition.
    """

    prefecture: str
    scheme: str
    quote: str
    concept: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class DateDecision:
    """A date of start or end that an entry of a prefecture states in these words."""

    prefecture: str
    quote: str
    property: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipationDecision:
    """A second participation that an entry of a prefecture states in these words.

    `status`, `scope` and `kind` are ids of concepts; the dates are as exact as they are stated.
    """

    prefecture: str
    quote: str
    status: str
    scope: str
    count: str
    kind: str
    as_of: str
    starts_on: str
    reason: str
