"""Reviewed tables of `ontology/`: tab-separated rows, each read as a frozen row type.

The header names the fields of the row type; lines that begin with `#` are comments. A row of a
decision names the prefecture whose entry it is about and quotes the words that it rests on, so that
it serves equal words in a later edition; `entry` only says where it was reviewed.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

import ontology
from converter.errors import ConversionError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


class DecisionFileError(ConversionError):
    """A row of a reviewed table that cannot be read: file, line and what was expected."""


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
    """The types of a procedure, parted by spaces, best first.

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

    `same_as` are the prefecture and the printed name of another entry about it, parted by a space.
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
    """What an entry describes is related to what another one does.

    `other` are the prefecture and the printed name of the other entry, parted by a space.
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
class Translation:
    """The English name of a label; `kind` is the part of the IRI after `id/`: `procedure`."""

    kind: str
    name_ja: str
    name_en: str


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

    `status`, `scope` and `kind` are ids of concepts, `as_of` is a date as exactly as stated.
    """

    prefecture: str
    quote: str
    status: str
    scope: str
    count: str
    kind: str
    as_of: str
    reason: str


@dataclass(frozen=True, slots=True)
class TextTranslation:
    r"""The English of one whole stated text; `\n` is a line break, `\\` a backslash."""

    text_ja: str
    text_en: str

    @property
    def japanese(self) -> str:
        """Return the stated text."""
        return unescaped(self.text_ja)

    @property
    def english(self) -> str:
        """Return the translation."""
        return unescaped(self.text_en)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell a rule something; the kinds are explained at the head of their file."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class SpellingVariants:
    """Orthographic variants of one word, apart by spaces: `問合せ 問い合わせ`."""

    spellings: str


def read_rows(file: str, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of one table, named relative to the package (`decisions/posts.tsv`).

    Raises:
        DecisionFileError: the header or a row does not have the fields of the row type.
    """
    return parse_rows(ontology.read(file).decode(), file, kind)


def parse_rows(text: str, file: str, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a table's text; `file` names it in messages.

    Raises:
        DecisionFileError: as `read_rows`.
    """
    lines = [
        (number, line.split("\t"))
        for number, line in enumerate(text.splitlines(), 1)
        if line and not line.startswith("#")
    ]
    expected = [field.name for field in fields(kind)]
    if not lines or lines[0][1] != expected:
        message = f"ontology/{file}: the header must be {' '.join(expected)}, parted by tabs"
        raise DecisionFileError(message)
    return tuple(_row(cells, f"ontology/{file}:{number}", kind) for number, cells in lines[1:])


def _row(cells: list[str], place: str, kind: type[Row]) -> Row:
    expected = len(fields(kind))
    if len(cells) != expected:
        message = f"{place}: {len(cells)} fields, expected {expected} parted by tabs"
        raise DecisionFileError(message)
    return kind(*cells)


def unescaped(cell: str) -> str:
    r"""Return a cell with its escapes resolved: `\n` is a line break, `\\` a backslash."""
    return re.sub(r"\\[n\\]", lambda escape: "\n" if escape[0] == r"\n" else "\\", cell)


def check_slugs(slugs: Iterable[str], known: Container[str], place: str) -> None:
    """Return if all these are concepts; `place` names file and row in the message.

    Raises:
        DecisionFileError: one is none, or there are none.
    """
    named = tuple(slugs)
    unknown = [slug for slug in named if slug not in known]
    if unknown or not named:
        found = ", ".join(unknown) or "nothing"
        message = f"ontology/{place}: found {found}; expected ids of the concept scheme"
        raise DecisionFileError(message)
