"""Finds the fault of a query that the engine cannot parse, and a correction.

The engine reports the furthest position that it reached, which is often the end of the text. This
module finds the first token that no query can have at its position, then tries likely changes: the
one after which parsing gets furthest explains the fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from server.query.corrections import candidates
from server.query.fault import FaultKind, QueryFault, edited
from server.query.grammar import Stop, load_grammar, walk
from server.query.lexer import Token, tokens_of
from server.query.meaning_faults import fault_of_meaning
from server.query.position import Position, position_of
from server.query.stopped import Stopped

# Maximum characters: programs write longer texts, and trying all changes takes about 0.1 s.
_LONGEST = 6_000
# Maximum changes tried for one fault.
_MOST_CHANGES = 40
# Maximum faults corrected one after another for a suggestion.
_MOST_FAULTS = 4
# Minimum valid tokens after a correction for it to be offered.
_LEAST_PROGRESS = 3
# Removing or adding a token is nearly always possible.
_GUESSED = frozenset({FaultKind.SURPLUS, FaultKind.MISSING, FaultKind.BRACKET})
_MOST_EXPECTED = 8


@dataclass(frozen=True, slots=True)
class FoundFault:
    """The first fault and its position; `suggestion` is the whole corrected text, "" if unknown."""

    fault: QueryFault
    position: Position
    suggestion: str


def find_fault(text: str) -> FoundFault | None:
    """Return the first fault of a text, or None if it conforms to this grammar."""
    if len(text) > _LONGEST:
        return None
    first = _fault(text)
    if first is None:
        return None
    return FoundFault(first, position_of(text[: first.start]), _suggestion(text, first))


def _suggestion(text: str, fault: QueryFault | None) -> str:
    """Return the text with all faults corrected, "" if one cannot be corrected."""
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
        return None  # the grammar is that of SPARQL 1.1; the engine accepts more
    return _likeliest(Stopped(text, tokens, stop.index, stop.expected))


def _read(text: str) -> tuple[Sequence[Token], Stop]:
    grammar = load_grammar()
    tokens = tokens_of(text, grammar.keywords)
    return tokens, walk(grammar, [token.kind for token in tokens])


def _likeliest(stopped: Stopped) -> QueryFault:
    """Return the fault whose correction lets parsing get furthest; of equals, the first."""
    best, left = None, len(stopped.text)
    for fault in islice(candidates(stopped), _MOST_CHANGES):
        remaining = _left(edited(stopped.text, fault.edits))
        if remaining < min(left, _most_left(stopped, fault.kind)):
            best, left = fault, remaining
    return best or _unexplained(stopped)


def _most_left(stopped: Stopped, kind: FaultKind) -> int:
    """Return the maximum unparsed characters after the correction of a plausible fault."""
    ahead = _LEAST_PROGRESS if kind in _GUESSED else 0
    reached = stopped.tokens[min(stopped.index + ahead, len(stopped.tokens) - 1)].start
    return len(stopped.text) - reached


def _left(text: str) -> int:
    """Return the number of characters left where parsing stops, -1 for a valid query."""
    tokens, stop = _read(text)
    return -1 if stop.accepted else len(text) - tokens[stop.index].start


def _unexplained(stopped: Stopped) -> QueryFault:
    expected = tuple(sorted(stopped.expected - {"end"}, key=_by_weight)[:_MOST_EXPECTED])
    token = stopped.token
    return QueryFault(FaultKind.UNEXPECTED, token.start, token.text, expected=expected)


def _by_weight(symbol: str) -> tuple[bool, bool, str]:
    """Sort classes of tokens first, then punctuation, then keywords."""
    return (symbol.isupper(), not symbol.isalpha(), symbol)
