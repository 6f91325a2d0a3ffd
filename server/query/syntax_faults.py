"""Finds the fault of a query that the engine cannot read, and how the text is corrected.

The engine names the furthest place that it looked at, which is often the end of the text. Here one
walk over the tokens stops at the first that no query can have there, and each likely change is
tried: the one after which the text reads on furthest says what is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from server.query.corrections import candidates
from server.query.fault import FaultKind, QueryFault, edited
from server.query.grammar import Stop, load_grammar, walk
from server.query.lexer import Token, tokens_of
from server.query.meaning_faults import fault_of_meaning
from server.query.position import Position, place_of
from server.query.stopped import Stopped

# Longer texts are written by programs; trying all changes of this length takes some 0.1 s.
_LONGEST = 6_000
# Changes that are tried for one fault.
_MOST_CHANGES = 40
# Faults that are corrected one after another, for one suggestion.
_MOST_FAULTS = 4
# Tokens after a correction that must be readable, else it is not offered.
_LEAST_PROGRESS = 3
# Nearly any token can be left out or put in somewhere.
_GUESSED = frozenset({FaultKind.SURPLUS, FaultKind.MISSING, FaultKind.BRACKET})
_MOST_EXPECTED = 8


@dataclass(frozen=True, slots=True)
class FoundFault:
    """The first fault with its place; `suggestion` is the whole text corrected, "" if unknown."""

    fault: QueryFault
    position: Position
    suggestion: str


def find_fault(text: str) -> FoundFault | None:
    """Return the first fault of a text, None where this grammar has nothing against it."""
    if len(text) > _LONGEST:
        return None
    first = _fault(text)
    if first is None:
        return None
    return FoundFault(first, place_of(text[: first.start]), _suggestion(text, first))


def _suggestion(text: str, fault: QueryFault | None) -> str:
    """Return the text with its faults corrected; "" where one of them cannot be."""
    for _ in range(_MOST_FAULTS):
        if fault is None or not fault.edits:
            break
        text = edited(text, fault.edits)
        fault = _fault(text)
    return "" if fault else text


def _fault(text: str) -> QueryFault | None:
    tokens, stop = _read(text)
    if stop.accepted:
        return fault_of_meaning(tokens)
    if any(token.kind == "newer" for token in tokens[: stop.index + 1]):
        return None  # the grammar is that of SPARQL 1.1, the engine reads more
    return _likeliest(Stopped(text, tokens, stop.index, stop.expected))


def _read(text: str) -> tuple[Sequence[Token], Stop]:
    grammar = load_grammar()
    tokens = tokens_of(text, grammar.keywords)
    return tokens, walk(grammar, [token.kind for token in tokens])


def _likeliest(stopped: Stopped) -> QueryFault:
    """Return the fault whose correction lets the text be read furthest, the first of equals."""
    best, left = None, len(stopped.text)
    for fault in islice(candidates(stopped), _MOST_CHANGES):
        remaining = _left(edited(stopped.text, fault.edits))
        if remaining < min(left, _most_left(stopped, fault.kind)):
            best, left = fault, remaining
    return best or _unexplained(stopped)


def _most_left(stopped: Stopped, kind: FaultKind) -> int:
    """Return how much of the text may be left, in characters, for a fault to be believed."""
    ahead = _LEAST_PROGRESS if kind in _GUESSED else 0
    reached = stopped.tokens[min(stopped.index + ahead, len(stopped.tokens) - 1)].start
    return len(stopped.text) - reached


def _left(text: str) -> int:
    """Return how many characters of a text are left where the walk stops, -1 for a query."""
    tokens, stop = _read(text)
    return -1 if stop.accepted else len(text) - tokens[stop.index].start


def _unexplained(stopped: Stopped) -> QueryFault:
    expected = tuple(sorted(stopped.expected - {"end"}, key=_by_weight)[:_MOST_EXPECTED])
    token = stopped.token
    return QueryFault(FaultKind.UNEXPECTED, token.start, token.text, expected=expected)


def _by_weight(symbol: str) -> tuple[bool, bool, str]:
    """Sort the classes of tokens first, then the signs, then the keywords."""
    return (symbol.isupper(), not symbol.isalpha(), symbol)
