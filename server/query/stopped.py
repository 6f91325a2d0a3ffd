"""A text that stops being a query at a token: what the corrections are made of."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from server.query.fault import Edit
from server.query.lexer import Token


@dataclass(frozen=True, slots=True)
class Stopped:
    """A text whose token at `index` cannot stand where it does, but one of `expected` could."""

    text: str
    tokens: Sequence[Token]
    index: int
    expected: frozenset[str]

    @property
    def token(self) -> Token:
        """Return the token that cannot stand there."""
        return self.tokens[self.index]

    @property
    def gap(self) -> int:
        """Return where the token before it ends."""
        return self.tokens[self.index - 1].end if self.index else 0


def left_out(stopped: Stopped, token: Token) -> Edit:
    """Return the change that leaves out a token, and keeps its neighbours apart."""
    around = stopped.text[max(token.start - 1, 0) : token.start] + stopped.text[token.end :][:1]
    spaced = any(sign.isspace() for sign in around) or len(around) < len("ab")
    return Edit(token.start, token.end, "" if spaced else " ")


@cache
def spellings() -> Mapping[str, Mapping[str, str]]:
    """Return what people type for signs and keywords, by table of `spellings.toml`."""
    return tomllib.loads(files("server.query").joinpath("spellings.toml").read_text("utf-8"))
