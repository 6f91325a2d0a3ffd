"""The grammar of SPARQL as LL(1) tables, and a parser that reports the first wrong token.

One token decides each step, so the parser never goes back, and it stops at the first token that no
query can have after the tokens before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

START = "Query"
_SYMBOL = re.compile(r"'[^']+'|[A-Za-z_0-9]+|[()|*+?]")

# A symbol is a rule, a class of tokens, a keyword or punctuation; a production is a sequence of
# symbols.
Production = tuple[str, ...]
Rules = dict[str, list[Production]]
# The symbols still expected, the next one last.
Stack = list[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """LL(1) tables: rule → token → production; the token "" marks a rule that can be empty."""

    table: Mapping[str, Mapping[str, Production]]
    keywords: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stop:
    """Where parsing ended: the index of the token, and the tokens possible there.

    `accepted` is true if all tokens are a query.
    """

    index: int
    expected: frozenset[str]
    accepted: bool


@cache
def load_grammar() -> Grammar:
    """Return the tables for `sparql.grammar`."""
    rules: Rules = {}
    text = files("server.query").joinpath("sparql.grammar").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, body = line.partition(":")
            rules[name] = _alternatives(_Symbols(_SYMBOL.findall(body)), rules, name)
    first = _first_sets(rules)
    table = {name: _row(productions, first) for name, productions in rules.items()}
    symbols = {symbol for rows in rules.values() for row in rows for symbol in row}
    keywords = frozenset(symbol for symbol in symbols if symbol.isupper())
    return Grammar(table, keywords)


def walk(grammar: Grammar, kinds: Sequence[str]) -> Stop:
    """Parse these kinds of tokens, of which the last is `end`; return where parsing stops."""
    left = ["end", START]
    for index, kind in enumerate(kinds):
        expected: set[str] = set()
        if not _shift(grammar, left, kind, expected):
            return Stop(index, frozenset(expected), accepted=False)
    return Stop(len(kinds), frozenset(), accepted=not left)


def _shift(grammar: Grammar, left: Stack, kind: str, expected: set[str]) -> bool:
    """Consume one token; return False if it is not possible here."""
    while left:
        top = left.pop()
        if top not in grammar.table:
            expected.add(top)
            return top == kind
        row = grammar.table[top]
        chosen = row.get(kind)
        if chosen is None:
            expected.update(symbol for symbol in row if symbol)
            chosen = row.get("")
        if chosen is None:
            return False
        left.extend(reversed(chosen))
    return False


class _Symbols:
    """The symbols of a rule's body, with one read position."""

    def __init__(self, symbols: Sequence[str]) -> None:
        self._symbols = (*symbols, "")
        self._next = 0

    def peek(self) -> str:
        return self._symbols[self._next]

    def take(self) -> str:
        self._next += 1
        return self._symbols[self._next - 1]


def _alternatives(symbols: _Symbols, rules: Rules, name: str) -> list[Production]:
    found = [_sequence(symbols, rules, name)]
    while symbols.peek() == "|":
        symbols.take()
        found.append(_sequence(symbols, rules, name))
    return found


def _sequence(symbols: _Symbols, rules: Rules, name: str) -> Production:
    found: list[str] = []
    while symbols.peek() not in {"", "|", ")"}:
        symbol = symbols.take()
        if symbol == "(":
            symbol = _helper(rules, name, _alternatives(symbols, rules, name))
            symbols.take()
        found += _repeated(symbol.strip("'"), symbols, rules, name)
    return tuple(found)


def _repeated(symbol: str, symbols: _Symbols, rules: Rules, name: str) -> Iterator[str]:
    """Yield the symbols for a symbol with `*`, `+` or `?`, using a new rule that can be empty."""
    mark = symbols.take() if symbols.peek() in {"*", "+", "?"} else ""
    if mark == "?":
        yield _helper(rules, name, [(symbol,), ()])
        return
    if mark != "*":
        yield symbol
    if mark:
        again = _helper(rules, name, [])
        rules[again] = [(symbol, again), ()]
        yield again


def _helper(rules: Rules, name: str, productions: list[Production]) -> str:
    helper = f"{name}#{len(rules)}"
    rules[helper] = productions
    return helper


def _first_sets(rules: Rules) -> dict[str, set[str]]:
    """Return the possible first tokens of each rule; "" if it can be empty."""
    first: dict[str, set[str]] = {name: set() for name in rules}
    size = -1
    while size != (size := sum(map(len, first.values()))):
        for name, productions in rules.items():
            for production in productions:
                first[name] |= _beginnings(production, first)
    return first


def _beginnings(production: Production, first: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    for symbol in production:
        begins = first.get(symbol, {symbol})
        found |= begins - {""}
        if "" not in begins:
            return found
    return found | {""}


def _row(productions: list[Production], first: Mapping[str, set[str]]) -> dict[str, Production]:
    return {
        token: production for production in productions for token in _beginnings(production, first)
    }
