"""A fault of a query text as a value; the texts for users are elsewhere (`sparql.query_errors`)."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """The kinds of faults."""

    CHARACTER = "character"  # a character that only looks like one of SPARQL
    COMMA = "comma"  # between variables
    SURPLUS = "surplus"  # an extra token
    MISSING = "missing"  # a missing token
    BRACKET = "bracket"  # an unmatched bracket
    KEYWORD = "keyword"  # a misspelt keyword
    OPERATOR = "operator"  # an operator of another language
    VARIABLE = "variable"  # a variable without its question mark
    SPLIT = "split"  # a variable with a space after its question mark
    LIMIT = "limit"  # LIMIT with two numbers
    STRING = "string"  # a string without its end
    IRI = "iri"  # an IRI without angle brackets
    EXPRESSION = "expression"  # an expression of SELECT without parentheses
    CONDITION = "condition"  # a condition of FILTER or HAVING without parentheses
    CLAUSE = "clause"  # a clause in the wrong order, such as ORDER BY after LIMIT
    BOUND = "bound"  # BIND or AS of a variable that has a value
    UNGROUPED = "ungrouped"  # a variable beside an aggregate
    STAR = "star"  # SELECT * with GROUP BY
    AGGREGATE = "aggregate"  # an aggregate in FILTER or BIND
    UNEXPECTED = "unexpected"  # any other fault


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a text: the characters from `start` to `end` are replaced by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class QueryFault:
    """One fault: its offset, the text found there, and the text needed.

    `edits` correct it, empty if no correction is known; `expected` are the possible tokens.
    """

    kind: FaultKind
    start: int
    found: str
    needed: str = ""
    edits: tuple[Edit, ...] = ()
    expected: tuple[str, ...] = ()


def edited(text: str, edits: tuple[Edit, ...]) -> str:
    """Return the text with all changes applied; they must not overlap."""
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
