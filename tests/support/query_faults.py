"""Puts faults into queries at random: each as somebody who types makes it, with its position."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.query.grammar import load_grammar
from server.query.lexer import Token, tokens_of

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_MISSPELT = (
    "SELECT",
    "WHERE",
    "OPTIONAL",
    "FILTER",
    "GROUP",
    "ORDER",
    "LIMIT",
    "DISTINCT",
    "GRAPH",
)


@dataclass(frozen=True, slots=True)
class FaultyQuery:
    """A text with a fault that starts at `offset`."""

    text: str
    offset: int
    kind: str


Change = tuple[int, int, str]
# The changes for each position where a fault of a kind can be put; the fault is at the first one.
Sites = Callable[[str, Sequence[Token], random.Random], list[list[Change]]]


def tokens(text: str) -> Sequence[Token]:
    """Return the tokens of a text."""
    return tokens_of(text, load_grammar().keywords)


def put_fault(text: str, kind: str, chance: random.Random) -> FaultyQuery | None:
    """Return the text with a fault of a kind, None if the fault cannot occur in it."""
    sites = KINDS[kind](text, tokens(text), chance)
    if not sites:
        return None
    changes = chance.choice(sites)
    offset = changes[0][0]
    offset += sum(
        len(new) + start - end for start, end, new in changes if end <= offset and start < offset
    )
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return FaultyQuery(text, offset, kind)


def distance(text: str, here: int, there: int) -> int:
    """Return how many tokens of a text lie between two offsets; 0 in or beside the same token."""
    low, high = sorted((here, there))
    return sum(1 for token in tokens(text) if token.start >= low and token.end <= high)


def _pairs(found: Sequence[Token]) -> list[tuple[Token, Token]]:
    return list(pairwise(found))


def _comma(_text: str, found: Sequence[Token], _chance: random.Random) -> list[list[Change]]:
    start = next(index for index, token in enumerate(found) if token.kind in {"SELECT", "end"})
    head = []
    for token in found[start:]:
        if token.kind in {"WHERE", "{"}:
            break
        head.append(token)
    return [
        [(left.end, left.end, ",")]
        for left, right in _pairs(head)
        if left.kind in {"variable", ")"} and right.kind in {"variable", "("}
    ]


def _wide_space(text: str, found: Sequence[Token], _chance: random.Random) -> list[list[Change]]:
    return [
        [(left.end, right.start, "\u3000")]
        for left, right in _pairs(found)
        if text[left.end : right.start] == " "
    ]


def _leave_out(*kinds: str) -> Sites:
    def sites(_text: str, found: Sequence[Token], _chance: random.Random) -> list[list[Change]]:
        return [[(token.start, token.end, "")] for token in found if token.kind in kinds]

    return sites


def _bare_aggregate(
    _text: str, found: Sequence[Token], _chance: random.Random
) -> list[list[Change]]:
    sites: list[list[Change]] = []
    for index, token in enumerate(found[:-1]):
        if token.kind == "(" and found[index + 1].kind in _AGGREGATES:
            named = next((i for i in range(index, len(found)) if found[i].kind == "AS"), None)
            if named is not None and found[named + 2].kind == ")":
                end = found[named + 2]
                sites.append([(token.start, token.end, ""), (end.start, end.end, "")])
    return sites


def _bound(_text: str, found: Sequence[Token], _chance: random.Random) -> list[list[Change]]:
    starts = [index for index, token in enumerate(found) if token.kind == "{"]
    if not starts:
        return []
    sites: list[list[Change]] = []
    for index, dot in enumerate(found[starts[0] + 4 :], starts[0] + 4):
        variable = found[index - 3]
        if variable.kind == "variable" and dot.kind == "." and found[index - 4].kind in {"{", "."}:
            named: Change = (dot.end, dot.end, f" {variable.text})")
            sites.append([named, (dot.start, dot.end, ". BIND(1 AS")])
    return sites


def _wide_digits(_text: str, found: Sequence[Token], _chance: random.Random) -> list[list[Change]]:
    return [
        [(token.start, token.end, token.text.translate(_WIDE))]
        for token in found
        if token.kind == "integer"
    ]


def _wide_quotes(_text: str, found: Sequence[Token], chance: random.Random) -> list[list[Change]]:
    opening, closing = chance.choice([("“", "”"), ("＂", "＂"), ("”", "”")])
    return [
        [(token.start, token.end, f"{opening}{token.text[1:-1]}{closing}")]
        for token in found
        if token.kind == "string" and token.text[0] == '"' and token.text[1:-1].isalnum()
    ]


def _misspelt(_text: str, found: Sequence[Token], chance: random.Random) -> list[list[Change]]:
    return [
        [(token.start, token.end, _typo(token.text, chance))]
        for token in found
        if token.kind in _MISSPELT
    ]


def _typo(word: str, chance: random.Random) -> str:
    """Return the word with a letter left out, doubled, or exchanged with the next."""
    index = chance.randrange(1, len(word) - 1)
    left, letter, right = word[:index], word[index], word[index + 1 :]
    doubled, exchanged = f"{left}{letter}{letter}{right}", f"{left}{right[0]}{letter}{right[1:]}"
    typos = [left + right, doubled, exchanged]
    return chance.choice([typo for typo in typos if typo != word])


KINDS: Mapping[str, Sites] = {
    "comma between variables": _comma,
    "ideographic space": _wide_space,
    "missing dot": _leave_out("."),
    "missing bracket": _leave_out("(", ")", "{", "}", "[", "]"),
    "missing AS": _leave_out("AS"),
    "missing semicolon": _leave_out(";"),
    "missing keyword": _leave_out("SELECT", "FILTER", "OPTIONAL", "BY", "BIND", "GRAPH", "UNION"),
    "aggregate outside parentheses": _bare_aggregate,
    "BIND of a bound variable": _bound,
    "full-width digits": _wide_digits,
    "full-width quotes": _wide_quotes,
    "misspelt keyword": _misspelt,
}
