"""Proposes changes that may correct a text at the token where parsing stopped, likeliest first.

The caller tries them, and keeps the one after which parsing gets furthest.
"""

import difflib
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from server.query import sign_corrections as signs
from server.query.fault import Edit, FaultKind, QueryFault
from server.query.layout import misplaced_brackets
from server.query.lexer import Token, words_only
from server.query.stopped import Stopped, left_out, spellings

# Tokens that may be missing, the likelier ones first.
_LEFT_OUT = (".", ";", ",", ")", "}", "]", "AS", "(", "{", "BY", "WHERE", "SELECT", "=", "UNION")
_CONDITIONS = frozenset({"FILTER", "HAVING", "ASC", "DESC", "BIND"})
_CLAUSES = frozenset({"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"})
_COMPARISONS = frozenset({"=", "!=", "<", ">", "<=", ">=", "IN"})
_LEAST_LIKE = 0.6
_CONDITION_END = re.compile(r"(?=\s*+[.}])|(?=\s*+\Z)")
_MOST_POSITIONS = 8


def candidates(stopped: Stopped) -> Iterator[QueryFault]:
    """Yield the possible faults."""
    for proposal in _PROPOSALS:
        yield from proposal(stopped)


def _keywords(stopped: Stopped) -> Iterator[QueryFault]:
    """Replace a word by the most similar expected keywords."""
    token = stopped.token
    if token.kind != "word" and not words_only(token.kind):
        return
    known = spellings()["keywords"].get(token.text.upper())
    possible = [word for word in sorted(stopped.expected) if words_only(word)]
    near = difflib.get_close_matches(token.text.upper(), possible, 3, _LEAST_LIKE)
    for word in ([known] if known else []) + near:
        edit = Edit(token.start, token.end, word)
        yield QueryFault(FaultKind.KEYWORD, token.start, token.text, word, (edit,))


def _glued_keywords(stopped: Stopped) -> Iterator[QueryFault]:
    """Split a word that is two keywords, or a keyword and the name of a variable."""
    token = stopped.token
    for keyword in sorted(stopped.expected):
        if words_only(keyword) and token.kind == "word" and token.text.upper().startswith(keyword):
            cut = token.start + len(keyword)
            named = f"?{token.text[len(keyword) :]}"
            needed = " ?" if any(item.text == named for item in stopped.tokens) else " "
            edits = (Edit(cut, cut, needed),)
            yield QueryFault(FaultKind.MISSING, token.start, token.text, needed, edits)


def _variables(stopped: Stopped) -> Iterator[QueryFault]:
    token = stopped.token
    named = f"?{token.text}"
    if token.kind in {"word", "a"} and any(item.text == named for item in stopped.tokens):
        edit = Edit(token.start, token.end, named)
        yield QueryFault(FaultKind.VARIABLE, token.start, token.text, named, (edit,))


def _expressions(stopped: Stopped) -> Iterator[QueryFault]:
    """Put parentheses around an expression of SELECT, with AS and a variable if missing."""
    if "variable" not in stopped.expected:
        return
    start = stopped.token.start
    if stopped.token.kind == "AS":
        start = stopped.tokens[stopped.index - 1].start
    after = _call_end(stopped.tokens, stopped.index)
    edits = [Edit(start, start, "(")]
    if stopped.tokens[after].kind == "AS":
        end = stopped.tokens[min(after + 1, len(stopped.tokens) - 1)].end
        edits.append(Edit(end, end, ")"))
    else:
        end = stopped.tokens[after - 1].end
        edits.append(Edit(end, end, f" AS {_new_name(stopped)})"))
    found = stopped.text[start:end]
    yield QueryFault(FaultKind.EXPRESSION, start, found, "", tuple(edits))


def _call_end(tokens: Sequence[Token], index: int) -> int:
    """Return the index after a call, or `index` if no call begins there."""
    depth = 0
    for number in range(index, len(tokens) - 1):
        kind = tokens[number].kind
        depth += (kind == "(") - (kind == ")")
        if number > index and depth <= 0:
            return number + 1 if kind in {")", "nil"} else index
        if kind == "AS":
            return number
    return index


def _new_name(stopped: Stopped) -> str:
    used = {token.text for token in stopped.tokens if token.kind == "variable"}
    wanted = f"?{stopped.token.text.lower()}"
    return wanted if wanted not in used else f"{wanted}2"


def _conditions(stopped: Stopped) -> Iterator[QueryFault]:
    """Put parentheses around a condition, or add the missing opening one."""
    before = stopped.tokens[max(stopped.index - 12, 0) : stopped.index]
    opener = next((token for token in reversed(before) if token.kind in _CONDITIONS), None)
    if opener is None:
        return
    first = next(token for token in stopped.tokens if token.start >= opener.end)
    opening = Edit(first.start, first.start, "(")
    line_end = stopped.text.find("\n", opener.end)
    end = line_end if line_end >= 0 else len(stopped.text)
    found = stopped.text[opener.end : end].strip()
    yield QueryFault(FaultKind.MISSING, first.start, first.text, "(", (opening,))
    cuts = _CONDITION_END.finditer(stopped.text, opener.end + 1, end)
    for cut in islice(cuts, _MOST_POSITIONS):
        if not stopped.text[cut.start() - 1].isspace():
            close = Edit(cut.start(), cut.start(), ")")
            yield QueryFault(FaultKind.CONDITION, first.start, found, "", (opening, close))


def _clauses(stopped: Stopped) -> Iterator[QueryFault]:
    """Move a solution modifier before those that it must precede."""
    if stopped.token.kind not in _CLAUSES:
        return
    following = stopped.tokens[stopped.index + 1 :]
    last = next(token for token in following if token.kind in _CLAUSES or token.kind == "end")
    end = last.start if last.kind != "end" else len(stopped.text.rstrip())
    clause = stopped.text[stopped.token.start : end].strip()
    for token in stopped.tokens[: stopped.index]:
        if token.kind in _CLAUSES:
            edits = (Edit(token.start, token.start, f"{clause} "), Edit(stopped.gap, end, ""))
            found, needed = stopped.token.text, token.text
            yield QueryFault(FaultKind.CLAUSE, stopped.token.start, found, needed, edits)


def _brackets(stopped: Stopped) -> Iterator[QueryFault]:
    """Add a brace where the indentation shows that it is missing."""
    positions = misplaced_brackets(stopped.text, stopped.tokens, stopped.index)
    for mark, offset, opened in islice(positions, _MOST_POSITIONS):
        edit = Edit(offset, offset, f" {mark}" if mark in ")}]" else f"{mark} ")
        yield QueryFault(FaultKind.BRACKET, offset, opened, mark, (edit,))


def _unfinished_calls(stopped: Stopped) -> Iterator[QueryFault]:
    """Close a call after its first argument, where a comparison follows: `LANG(?x = "ja")`."""
    for index in range(stopped.index - 3, max(stopped.index - 8, 0), -1):
        call, opener, argument, operator = stopped.tokens[index - 1 : index + 3]
        if words_only(call.kind) and opener.kind == "(" and operator.kind in _COMPARISONS:
            edit = Edit(argument.end, argument.end, ")")
            yield QueryFault(FaultKind.MISSING, argument.end, operator.text, ")", (edit,))


def _missing_filters(stopped: Stopped) -> Iterator[QueryFault]:
    """Put FILTER before a condition that stands alone: `. (?a != ?b)`."""
    opener = stopped.tokens[max(stopped.index - 2, 0)]
    if opener.kind == "(":
        edit = Edit(opener.start, opener.start, "FILTER ")
        yield QueryFault(FaultKind.MISSING, opener.start, opener.text, "FILTER", (edit,))


def _missing(stopped: Stopped) -> Iterator[QueryFault]:
    for symbol in _LEFT_OUT:
        if symbol in stopped.expected:
            start = stopped.gap
            glued = stopped.token.start == start
            text = f" {symbol}{' ' * glued}" if symbol.isalpha() else symbol
            edit = Edit(start, start, text)
            yield QueryFault(FaultKind.MISSING, start, stopped.token.text, symbol, (edit,))


def _namespaces(stopped: Stopped) -> Iterator[QueryFault]:
    if "namespace" in stopped.expected and stopped.token.kind == "word":
        edit = Edit(stopped.token.end, stopped.token.end, ":")
        yield QueryFault(FaultKind.MISSING, stopped.token.start, stopped.token.text, ":", (edit,))


def _surplus(stopped: Stopped) -> Iterator[QueryFault]:
    """Leave out the token, or the one before it."""
    for token in (stopped.token, stopped.tokens[max(stopped.index - 1, 0)]):
        if token.kind != "end":
            edits = (left_out(stopped, token),)
            yield QueryFault(FaultKind.SURPLUS, token.start, token.text, "", edits)


_PROPOSALS: tuple[Callable[[Stopped], Iterator[QueryFault]], ...] = (
    signs.characters,
    signs.wide_quotes,
    signs.opening_quote,
    signs.addresses,
    signs.limits,
    signs.commas,
    signs.split_variables,
    _glued_keywords,
    _keywords,
    signs.operators,
    _variables,
    _brackets,
    _unfinished_calls,
    _missing_filters,
    _missing,
    _expressions,
    _conditions,
    _clauses,
    _namespaces,
    _surplus,
)
