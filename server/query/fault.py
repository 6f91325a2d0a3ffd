"""What is wrong in a query text, as a value: the words for it stand where problems are made."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """Why a text is no query."""

    CHARACTER = "character"  # a character that looks like a sign of SPARQL
    COMMA = "comma"  # between variables
    SURPLUS = "surplus"  # a token too many
    MISSING = "missing"  # a sign or keyword
    BRACKET = "bracket"  # one that nothing closes or opens
    KEYWORD = "keyword"  # misspelt
    OPERATOR = "operator"  # of another language
    VARIABLE = "variable"  # without its question mark
    SPLIT = "split"  # a variable with a space after its question mark
    LIMIT = "limit"  # with two numbers
    STRING = "string"  # that nothing closes
    IRI = "iri"  # without its angle brackets
    EXPRESSION = "expression"  # outside parentheses
    CONDITION = "condition"  # of FILTER or HAVING, outside parentheses
    CLAUSE = "clause"  # such as ORDER BY after LIMIT
    BOUND = "bound"  # BIND or AS of a variable that has a value
    UNGROUPED = "ungrouped"  # a variable beside an aggregate
    STAR = "star"  # SELECT * with GROUP BY
    AGGREGATE = "aggregate"  # in FILTER or BIND
    UNEXPECTED = "unexpected"  # nothing better is known


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a text: what stands from `start` to `end` becomes `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class QueryFault:
    """One fault: `start` is its offset, `found` what stands there, `needed` what should.

    `edits` correct it, empty where no change is known; `expected` is what might have stood there.
    """

    kind: FaultKind
    start: int
    found: str
    needed: str = ""
    edits: tuple[Edit, ...] = ()
    expected: tuple[str, ...] = ()


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """Return the text with all changes, which do not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
