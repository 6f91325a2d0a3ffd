"""Finds valid queries that probably do not mean what their author intended."""

from collections.abc import Sequence

from server.query.grammar import load_grammar
from server.query.lexer import Token, tokens_of

_CLAUSES = frozenset({"ORDER", "LIMIT", "OFFSET", "VALUES", "end", "}"})
_LONGEST = 20_000


def alias_in_having(query: str) -> str:
    """Return a variable of AS in SELECT that HAVING uses, "" if it uses no such variable.

    HAVING is evaluated before the expressions of SELECT (SPARQL 1.1 Query, 18.2.4), so the variable
    is unbound there and the result is empty.
    """
    if "having" not in query.lower() or len(query) > _LONGEST:
        return ""
    tokens = tokens_of(query, load_grammar().keywords)
    for index, token in enumerate(tokens):
        if token.kind == "HAVING":
            condition = _condition(tokens[index + 1 :])
            aliases = _aliases(tokens[:index])
            return next((item.text for item in condition if item.text in aliases), "")
    return ""


def _condition(tokens: Sequence[Token]) -> list[Token]:
    """Return the variables of a condition, up to the next clause."""
    found = []
    for token in tokens:
        if token.kind in _CLAUSES:
            break
        if token.kind == "variable":
            found.append(token)
    return found


def _aliases(tokens: Sequence[Token]) -> set[str]:
    """Return the variables of AS in the SELECT clause of the same level.

    The tokens are read backwards, to skip the groups between.
    """
    found: set[str] = set()
    depth = 0
    for index in range(len(tokens) - 1, 0, -1):
        kind = tokens[index].kind
        depth += (kind == "}") - (kind == "{")
        if depth == 0 and kind == "variable" and tokens[index - 1].kind == "AS":
            found.add(tokens[index].text)
        elif depth == 0 and kind in {"GROUP", "BY"}:
            found.clear()  # a variable of GROUP BY has a value in HAVING
        elif depth < 0 or (depth == 0 and kind == "SELECT"):
            break
    return found
