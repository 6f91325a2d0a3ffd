"""What a query that can be read may mean otherwise than its writer thinks."""

from collections.abc import Sequence

from server.query.grammar import load_grammar
from server.query.lexer import Token, tokens_of

_CLAUSES = frozenset({"ORDER", "LIMIT", "OFFSET", "VALUES", "end", "}"})
_LONGEST = 20_000


def alias_in_having(query: str) -> str:
    """Return a variable that HAVING compares and SELECT makes with AS, "" where there is none.

    HAVING is evaluated before the expressions of SELECT (SPARQL 1.1 Query, 18.2.4): the variable
    has no value there, and no group passes.
    """
    if "having" not in query.lower() or len(query) > _LONGEST:
        return ""
    tokens = tokens_of(query, load_grammar().keywords)
    for place, token in enumerate(tokens):
        if token.kind == "HAVING":
            condition = _condition(tokens[place + 1 :])
            aliases = _aliases(tokens[:place])
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
    """Return the names that the SELECT clause of the same level makes.

    Read backwards, so that the groups between are left out.
    """
    found: set[str] = set()
    depth = 0
    for place in range(len(tokens) - 1, 0, -1):
        kind = tokens[place].kind
        depth += (kind == "}") - (kind == "{")
        if depth == 0 and kind == "variable" and tokens[place - 1].kind == "AS":
            found.add(tokens[place].text)
        elif depth == 0 and kind in {"GROUP", "BY"}:
            found.clear()  # a key that GROUP BY names has a value in HAVING
        elif depth < 0 or (depth == 0 and kind == "SELECT"):
            break
    return found
