"""Splits a text into tokens, for finding faults; it also works for invalid queries."""

import re
from dataclasses import dataclass
from functools import cache

from server.query.terminals import IRI, LOCAL, SPACE

_TOKEN = re.compile(
    rf"(?P<space>{SPACE})"
    rf"|(?P<iri>{IRI})"
    r'|(?P<string>"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    r"|\"(?:[^\"\\\r\n]++|\\.)*+\"|'(?:[^'\\\r\n]++|\\.)*+')"
    r"|(?P<unclosed>[\"'][^\r\n]*+)"
    r"|(?P<variable>[?$]\w++)"
    r"|(?P<blank>_:\w[\w.\-]*+|\[[ \t\r\n]*+\])"
    r"|(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)"
    r"|(?P<number>[+\-]?(?:[0-9]++\.[0-9]*+[eE][+\-]?[0-9]++|\.?[0-9]++[eE][+\-]?[0-9]++"
    r"|[0-9]*+\.[0-9]++))"
    r"|(?P<integer>[+\-]?[0-9]++)"
    rf"|(?P<name>(?:[^\W\d_][\w\-·]*+(?:\.++[\w\-·]++)*+)?:{LOCAL})"
    r"|(?P<word>[^\W\d]\w*+)"
    r"|(?P<nil>\([ \t\r\n]*+\))"
    r"|(?P<newer><<\(?|\)>>|>>|\{\||\|\}|~)"
    r"|(?P<sign>\^\^|&&|\|\||<=|>=|!=|[{}()\[\];,.=<>!+*/|^?\-])"
    r"|(?P<stray>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token: `kind` is its class, a keyword in capitals, or the punctuation itself."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the offset after the token."""
        return self.start + len(self.text)


def tokens_of(text: str, keywords: frozenset[str]) -> tuple[Token, ...]:
    """Return the tokens of a text, followed by one of kind `end`."""
    found = [
        Token(_kind(match.lastgroup or "", match[0], keywords), match[0], match.start())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]
    last = found[-1].end if found else 0
    return (*found, Token("end", "", last))


def _kind(group: str, text: str, keywords: frozenset[str]) -> str:
    if group == "sign":
        return text
    if group == "word":
        return _word_kind(text, keywords)
    if group == "name" and text.endswith(":") and text.count(":") == 1:
        return "namespace"
    if group in {"integer", "number"} and text[0] in "+-":
        return "signed"
    return group


def _word_kind(text: str, keywords: frozenset[str]) -> str:
    upper = text.upper()
    if upper in {"TRUE", "FALSE"} and not text.islower():
        return "word"  # the engine accepts them in lower case only
    return text if text == "a" else upper if upper in keywords else "word"


@cache
def words_only(kind: str) -> bool:
    """Return whether a kind of token is a keyword."""
    return kind.replace("_", "").isalnum() and kind.isupper()
