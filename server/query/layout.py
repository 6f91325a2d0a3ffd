"""Finds the position of a missing brace by the indentation of the lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.query.lexer import Token


@dataclass(frozen=True, slots=True)
class _Open:
    """An open brace: the token, and the indentation of its line."""

    indentation: int
    token: Token


def misplaced_brackets(
    text: str, tokens: Sequence[Token], stop: int
) -> Iterator[tuple[str, int, str]]:
    """Yield the missing brace, its possible offset, and the brace that it would match."""
    surplus = sum((token.kind == "{") - (token.kind == "}") for token in tokens)
    if surplus > 0:
        yield from _unclosed(text, tokens)
    elif surplus < 0:
        yield from _unopened(text, tokens[: stop + 1])


def _unclosed(text: str, tokens: Sequence[Token]) -> Iterator[tuple[str, int, str]]:
    """Yield the end of the line before the first line with too little indentation."""
    opened: list[_Open] = []
    last_line = -1
    for index, token in enumerate(tokens):
        line = text.rfind("\n", 0, token.start) + 1
        starts_line, last_line = line != last_line, line
        indentation = len(text[line : token.start])
        if starts_line and opened and _is_outside(token, indentation, opened[-1]):
            yield "}", tokens[index - 1].end, opened.pop().token.text
        if token.kind == "{":
            opened.append(_Open(_indentation(text, line), token))
        elif token.kind == "}" and opened:
            opened.pop()


def _is_outside(token: Token, indentation: int, innermost: _Open) -> bool:
    if token.kind == "}":
        return indentation < innermost.indentation
    return indentation <= innermost.indentation and token.kind not in {"{", "end"}


def _unopened(text: str, tokens: Sequence[Token]) -> Iterator[tuple[str, int, str]]:
    """Yield the starts of lines that close a brace without opening one, last line first."""
    for token in reversed(tokens):
        if token.kind == "}":
            line = text.rfind("\n", 0, token.start) + 1
            start = line + _indentation(text, line)
            if start < token.start:
                yield "{", start, token.text


def _indentation(text: str, line: int) -> int:
    rest = text[line:]
    return len(rest) - len(rest.lstrip(" \t"))
