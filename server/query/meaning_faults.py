"""Finds faults that the grammar allows: rules about variables and aggregates.

SPARQL 1.1 Query, 18.2.1 (variables in scope), 19.8 (notes 12 and 13) and 11.4 (aggregates).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.query.fault import Edit, FaultKind, QueryFault
from server.query.lexer import Token

_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_HIDDEN = frozenset({"MINUS", "EXISTS"})


@dataclass(slots=True)
class _Group:
    """A group in braces: its variables in scope, and those that only a SELECT in it has."""

    opener: str
    variables: set[str] = field(default_factory=set)
    projected: set[str] | None = None


def fault_of_meaning(tokens: Sequence[Token]) -> QueryFault | None:
    """Return the first such fault of a text that conforms to the grammar, or None."""
    return _Walk(tokens).first_fault() or _ungrouped(tokens) or _star(tokens)


class _Walk:
    """Goes over the tokens, tracking which variables have a value."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._groups = [_Group("")]
        self._aliases: list[Token] = []

    def first_fault(self) -> QueryFault | None:
        index = 0
        while index < len(self._tokens):
            token = self._tokens[index]
            if token.kind in {"FILTER", "BIND"}:
                end = _expression_end(self._tokens, index + 1)
                if fault := self._condition(token.kind, index + 1, end):
                    return fault
                index = end
                continue
            index = self._take(token, index)
        return self._alias_fault()

    def _take(self, token: Token, index: int) -> int:
        group = self._groups[-1]
        if token.kind == "{":
            self._groups.append(_Group(self._tokens[index - 1].kind))
        elif token.kind == "}" and len(self._groups) > 1:
            self._close(self._groups.pop())
        elif token.kind == "SELECT":
            return self._select(index + 1)
        elif token.kind == "variable" and len(self._groups) > 1:
            group.variables.add(token.text[1:])
        return index + 1

    def _close(self, group: _Group) -> None:
        given = group.variables if group.projected is None else group.projected
        if group.opener not in _HIDDEN:
            self._groups[-1].variables |= given

    def _select(self, index: int) -> int:
        """Collect the variables of a SELECT clause; return the index after it."""
        given: set[str] = set()
        whole = self._tokens[index].kind == "*"
        while self._tokens[index].kind not in {"{", "WHERE", "FROM", "end"}:
            token = self._tokens[index]
            if token.kind == "AS" and len(self._groups) == 1:
                self._aliases.append(self._tokens[index + 1])
            if token.kind == "variable":
                given.add(token.text[1:])
            index += 1
        if len(self._groups) > 1 and not whole:
            self._groups[-1].projected = given
        return index

    def _condition(self, keyword: str, start: int, end: int) -> QueryFault | None:
        inside = self._tokens[start:end]
        if any(token.kind == "{" for token in inside):
            return None
        if aggregate := next((token for token in inside if token.kind in _AGGREGATES), None):
            return QueryFault(FaultKind.AGGREGATE, aggregate.start, aggregate.text, keyword)
        if keyword != "BIND" or len(inside) < 2:  # noqa: PLR2004 - the variable and the closing bracket
            return None
        named = inside[-2]
        if named.text[1:] in self._groups[-1].variables:
            return self._bound(named)
        self._groups[-1].variables.add(named.text[1:])
        return None

    def _alias_fault(self) -> QueryFault | None:
        known = set(self._groups[0].variables)
        for token in self._aliases:
            if token.text[1:] in known:
                return self._bound(token)
            known.add(token.text[1:])
        return None

    def _bound(self, token: Token) -> QueryFault:
        used = {item.text[1:] for item in self._tokens if item.kind == "variable"}
        free = (f"{token.text}{number}" for number in range(2, len(used) + 3))
        name = next(name for name in free if name[1:] not in used)
        edit = Edit(token.start, token.end, name)
        return QueryFault(FaultKind.BOUND, token.start, token.text, name, (edit,))


def _expression_end(tokens: Sequence[Token], index: int) -> int:
    """Return the index after the bracketed expression."""
    depth = 0
    for number in range(index, len(tokens)):
        kind = tokens[number].kind
        depth += (kind in {"(", "{"}) - (kind in {")", "}"})
        if depth == 0 and kind in {")", "}", "nil"}:
            return number + 1
    return len(tokens)


def _ungrouped(tokens: Sequence[Token]) -> QueryFault | None:
    """Return a variable of the outer SELECT beside an aggregate that is not in GROUP BY."""
    start = next((index for index, token in enumerate(tokens) if token.kind == "SELECT"), None)
    outer = _outside(tokens)
    if start is None or start not in outer:
        return None
    ends = (i for i in outer if i > start and tokens[i].kind in {"{", "WHERE", "FROM"})
    end = next(ends, len(tokens))
    grouped = next((i for i in outer if tokens[i].kind == "GROUP"), None)
    if grouped is None and not any(token.kind in _AGGREGATES for token in tokens[start:end]):
        return None
    keys = _keys(tokens, grouped)
    plain = (token for token in _plain(tokens[start:end]) if token.text[1:] not in keys)
    return next((_not_a_key(token, tokens, grouped) for token in plain), None)


def _not_a_key(token: Token, tokens: Sequence[Token], grouped: int | None) -> QueryFault:
    if grouped is not None:
        at = tokens[grouped + 1].end
        edit = Edit(at, at, f" {token.text}")
    else:
        at = max(item.end for item in tokens if item.kind == "}")
        edit = Edit(at, at, f"\nGROUP BY {token.text}")
    return QueryFault(
        FaultKind.UNGROUPED, token.start, token.text, f"GROUP BY {token.text}", (edit,)
    )


def _outside(tokens: Sequence[Token]) -> list[int]:
    """Return the indices of the tokens outside all braces, outermost opening braces included."""
    found, depth = [], 0
    for index, token in enumerate(tokens):
        if depth == 0:
            found.append(index)
        depth += (token.kind == "{") - (token.kind == "}")
    return found


def _plain(tokens: Sequence[Token]) -> list[Token]:
    """Return the variables outside parentheses."""
    found, depth = [], 0
    for token in tokens:
        depth += (token.kind == "(") - (token.kind == ")")
        if token.kind == "variable" and depth == 0:
            found.append(token)
    return found


def _keys(tokens: Sequence[Token], grouped: int | None) -> set[str]:
    if grouped is None:
        return set()
    ends = {"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "end"}
    end = next(i for i in range(grouped, len(tokens)) if tokens[i].kind in ends)
    keys = tokens[grouped:end]
    named = {keys[i + 1].text[1:] for i, token in enumerate(keys) if token.kind == "AS"}
    return named | {token.text[1:] for token in _plain(keys)}


def _star(tokens: Sequence[Token]) -> QueryFault | None:
    outer = _outside(tokens)
    starts = (i for i in outer if i and tokens[i - 1].kind in {"SELECT", "DISTINCT", "REDUCED"})
    star = next((tokens[i] for i in starts if tokens[i].kind == "*"), None)
    if star is None or not any(tokens[i].kind == "GROUP" for i in outer):
        return None
    return QueryFault(FaultKind.STAR, star.start, star.text)
