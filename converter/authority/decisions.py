"""Reviewed decisions: the row types of `ontology/decisions/`.

A row names a prefecture and quotes the words that support the decision, so that it also applies to
the same words in a later edition. `entry` is only the entry for which it was reviewed.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TechnologyDecision:
    """A technology that the rules miss in an entry (`add`), or find wrongly (`drop`)."""

    entry: str
    prefecture: str
    quote: str
    technology: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProcedureDecision:
    """One procedure of an entry whose list the rules cannot split: a row for each, in order."""

    entry: str
    prefecture: str
    quote: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProcedureTypeDecision:
    """The types of a procedure, separated by spaces, best first.

    In an entry with several procedures, the row applies to those whose label contains the words, or
    to all of them if no label does.
    """

    entry: str
    prefecture: str
    quote: str
    procedure_types: str
    reason: str


@dataclass(frozen=True, slots=True)
class SystemDecision:
    """The system that an entry describes, and its type.

    `same_as` is another entry about the same system: prefecture, a space, and printed name.
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
    """The scope or the number of participants of an entry, where the rules cannot read it."""

    entry: str
    prefecture: str
    scope: str
    count: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class PostDecision:
    """The post that an entry describes, and its label if the printed name contains none."""

    entry: str
    prefecture: str
    name: str
    same_as: str
    label: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrganisationDecision:
    """The organisation that an entry describes, and its kind if the heading does not give it."""

    entry: str
    prefecture: str
    name: str
    same_as: str
    kind: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class RelationDecision:
    """A relation of what an entry describes, to what another entry describes or to a named thing.

    `other` is the other entry (prefecture, a space, and printed name) or the path of the named
    thing.
    """

    entry: str
    prefecture: str
    quote: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class OperatorDecision:
    """The present or future operator of what an entry describes: a property, and a path."""

    entry: str
    prefecture: str
    quote: str
    property: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class UnitDecision:
    """The slug and English name of a unit that occurs only within the names of others.

    `quote` is the chain of units as printed in the name of `entry`: 政策部政策課. The row applies
    to every name of the prefecture that begins with this chain, in every edition.
    """

    entry: str
    prefecture: str
    slug: str
    name_en: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class SubBodyDecision:
    """A body that an entry states to be a part of the organisation it describes.

    `quote` is the passage that names the body (`メンバーとした幹事会`), `name` its label
    (`幹事会`).
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
    """A concept that the spellings miss in a prefecture's words (`add`), or find wrongly (`drop`).

    `scheme` is the id of the concept scheme. The row applies to every entry of the prefecture that
    has the words, in any edition.
    """

    prefecture: str
    scheme: str
    quote: str
    concept: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class DateDecision:
    """A start or end date that an entry of the prefecture states in these words."""

    prefecture: str
    quote: str
    property: str
    date: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipationDecision:
    """A second participation that an entry of the prefecture states in these words.

    `status`, `scope` and `kind` are ids of concepts; the dates have the precision of the text.
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
