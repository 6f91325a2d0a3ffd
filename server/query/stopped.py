"""A text with the token at which parsing stopped: the input of the corrections."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from server.query.fault import Edit
from server.query.lexer import Token


@dataclass(frozen=True, slots=True)
class Stopped:
    """A text whose token at `index` is not possible, where one of `expected` would be."""

    text: str
    tokens: Sequence[Token]
    index: int
    expected: frozenset[str]

    @property
    def token(self) -> Token:
        """Return the token that is not possible."""
        return self.tokens[self.index]

    @property
    def gap(self) -> int:
        """Return the end of the token before it."""
        return self.tokens[self.index - 1].end if self.index else 0


def left_out(stopped: Stopped, token: Token) -> Edit:
    """Return the change that removes a token and keeps its neighbours separate."""
    around = stopped.text[max(token.start - 1, 0) : token.start] + stopped.text[token.end :][:1]
    spaced = any(sign.isspace() for sign in around) or len(around) < len("ab")
    return Edit(token.start, token.end, "" if spaced else " ")


@cache
def spellings() -> Mapping[str, Mapping[str, str]]:
    """Return the tables of `spellings.toml`: what people write instead of SPARQL's tokens."""
    return tomllib.loads(files("server.query").joinpath("spellings.toml").read_text("utf-8"))
