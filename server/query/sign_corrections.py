"""Corrects characters: look-alikes, quotation marks, angle brackets of IRIs."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from server.query.fault import Edit, FaultKind, QueryFault
from server.query.lexer import Token
from server.query.stopped import Stopped, left_out, spellings

_STRING_END = re.compile(r"(?=@[A-Za-z]|\^\^)|(?=[\s.;,)}\]]*\Z)")
_WIDE_QUOTE = re.compile("[“”„＂‘’]")
_ADDRESS = re.compile(r"<?https?:[^\s<>]*")


def characters(stopped: Stopped) -> Iterator[QueryFault]:
    """Replace all look-alike characters outside strings by those of SPARQL."""
    odd = [token for token in stopped.tokens[stopped.index :] if _folded(token) != token.text]
    if odd and odd[0].start <= stopped.tokens[min(stopped.index + 1, len(stopped.tokens) - 1)].end:
        edits = tuple(Edit(token.start, token.end, _folded(token)) for token in odd)
        yield QueryFault(FaultKind.CHARACTER, odd[0].start, odd[0].text, _folded(odd[0]), edits)
    if odd and odd[0] is stopped.token and _folded(odd[0]) == ",":
        yield QueryFault(
            FaultKind.COMMA, odd[0].start, odd[0].text, "", (left_out(stopped, odd[0]),)
        )


def _folded(token: Token) -> str:
    """Return the replacement of an invalid character or word, or itself if unknown."""
    if token.kind not in {"stray", "word"}:
        return token.text
    text = "".join(spellings()["characters"].get(sign, sign) for sign in token.text)
    folded = unicodedata.normalize("NFKC", text)
    return folded if folded.isascii() else token.text


def wide_quotes(stopped: Stopped) -> Iterator[QueryFault]:
    """Close a string at a quotation mark that is not ASCII, or at the end of the words."""
    token = stopped.token
    if token.kind != "unclosed":
        return
    mark = token.text[0]
    if wide := _WIDE_QUOTE.search(token.text):
        start, end = token.start + wide.start(), token.start + wide.end()
        yield QueryFault(FaultKind.CHARACTER, start, wide[0], mark, (Edit(start, end, mark),))
        return
    for end in {match.start() for match in _STRING_END.finditer(token.text, 1)}:
        close = Edit(token.start + end, token.start + end, mark)
        yield QueryFault(FaultKind.STRING, token.start, token.text, mark, (close,))


def opening_quote(stopped: Stopped) -> Iterator[QueryFault]:
    """Open a string that has only a closing quotation mark."""
    following = stopped.tokens[stopped.index + 1 : stopped.index + 4]
    if stopped.token.kind != "unclosed" and any(token.kind == "unclosed" for token in following):
        start = stopped.token.start
        yield QueryFault(
            FaultKind.STRING, start, stopped.token.text, '"', (Edit(start, start, '"'),)
        )


def addresses(stopped: Stopped) -> Iterator[QueryFault]:
    """Put angle brackets around an address."""
    token = stopped.token
    if match := _ADDRESS.match(stopped.text, token.start):
        closed = stopped.text.startswith(">", match.end())
        iri = f"<{match[0].removeprefix('<')}>"
        edit = Edit(token.start, match.end() + closed, iri)
        yield QueryFault(FaultKind.IRI, token.start, match[0], iri, (edit,))


def commas(stopped: Stopped) -> Iterator[QueryFault]:
    """Remove a comma."""
    if stopped.token.kind == ",":
        edits = (left_out(stopped, stopped.token),)
        yield QueryFault(FaultKind.COMMA, stopped.token.start, ",", "", edits)


def limits(stopped: Stopped) -> Iterator[QueryFault]:
    """Write the two numbers of SQL's `LIMIT 10, 20` as LIMIT and OFFSET."""
    tokens, index = stopped.tokens, stopped.index
    if [token.kind for token in tokens[max(index - 2, 0) : index]] != ["LIMIT", "integer"]:
        return
    skipped, comma, count = tokens[index - 1 : index + 2]
    if comma.kind == "," and count.kind == "integer":
        edits = (Edit(skipped.start, count.end, f"{count.text} OFFSET {skipped.text}"),)
        needed = f"LIMIT {count.text} OFFSET {skipped.text}"
        yield QueryFault(FaultKind.LIMIT, comma.start, ",", needed, edits)


def split_variables(stopped: Stopped) -> Iterator[QueryFault]:
    """Join the question mark of a variable with the name after it: `? name`."""
    first = max(stopped.index - 1, 0)
    for mark, name in pairwise(stopped.tokens[first : stopped.index + 2]):
        if mark.text in {"?", "$"} and name.text.isalnum() and name.text[0].isalpha():
            needed = f"?{name.text}"
            edits = (Edit(mark.start, name.end, needed),)
            yield QueryFault(FaultKind.SPLIT, mark.start, mark.text, needed, edits)


def operators(stopped: Stopped) -> Iterator[QueryFault]:
    """Replace an operator of another language by that of SPARQL."""
    for index in (stopped.index, stopped.index - 1):
        token = stopped.tokens[max(index, 0)]
        for written, meant in spellings()["operators"].items():
            pattern = re.compile(written.replace(" ", r"\s*"), re.IGNORECASE)
            if match := pattern.match(stopped.text, token.start):
                edit = Edit(token.start, match.end(), meant)
                yield QueryFault(FaultKind.OPERATOR, token.start, match[0], meant, (edit,))
