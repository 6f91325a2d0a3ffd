"""Puts the columns of `SELECT *` in the order of the query text.

SPARQL does not define their order, and the engine sorts them by name; so `*` is replaced by the
variables.
"""

from collections.abc import Sequence
from itertools import pairwise

from server.query.grammar import load_grammar
from server.query.lexer import Token, tokens_of

# Loaded on import, because a worker in its sandbox cannot open files.
_KEYWORDS = load_grammar().keywords
_BEFORE = frozenset({"SELECT", "DISTINCT", "REDUCED"})


def in_order_of_query(query: str, names: Sequence[str]) -> str | None:
    """Return the query with its outer `*` replaced by these variables in text order.

    None if there is no such `*`, or `names` already are in text order.
    """
    if "*" not in query or len(names) < len("ab"):
        return None
    tokens = tokens_of(query, _KEYWORDS)
    star = _outer_star(tokens)
    if star is None:
        return None
    written = dict.fromkeys(token.text[1:] for token in tokens if token.kind == "variable")
    ordered = [name for name in written if name in names]
    if len(ordered) != len(names) or ordered == list(names):
        return None
    variables = " ".join(f"?{name}" for name in ordered)
    return f"{query[: star.start]} {variables} {query[star.end :]}"


def _outer_star(tokens: Sequence[Token]) -> Token | None:
    """Return the `*` of the first SELECT if that is outside all groups."""
    for before, token in pairwise(tokens):
        if token.kind == "{":
            return None
        if token.kind == "*" and before.kind in _BEFORE:
            return token
    return None
