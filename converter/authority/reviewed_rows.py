"""Reads reviewed tables of `ontology/`: tab-separated rows, each as a frozen row type.

The header names the fields of the row type; lines that begin with `#` are comments.
"""

import re
from collections.abc import Container, Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar

import ontology
from converter.errors import ConversionError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = TypeVar("Row", bound="DataclassInstance")


class DecisionFileError(ConversionError):
    """A row of a reviewed table that cannot be read: file, line and what was expected."""


def read_rows(file: str, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of one table, named relative to the package (`decisions/posts.tsv`).

    Raises:
        DecisionFileError: The header or a row does not have the fields of the row type.
    """
    return parse_rows(ontology.read(file).decode(), file, kind)


def parse_rows(text: str, file: str, kind: type[Row]) -> tuple[Row, ...]:
    """Return the rows of a table's text; `file` names it in messages.

    Raises:
        DecisionFileError: as `read_rows`.
    """
    lines = [
        (number, line.split("\t"))
        for number, line in enumerate(text.splitlines(), 1)
        if line and not line.startswith("#")
    ]
    expected = [field.name for field in fields(kind)]
    if not lines or lines[0][1] != expected:
        message = f"ontology/{file}: the header must be {' '.join(expected)}, separated by tabs"
        raise DecisionFileError(message)
    return tuple(_row(cells, f"ontology/{file}:{number}", kind) for number, cells in lines[1:])


def _row(cells: list[str], position: str, kind: type[Row]) -> Row:
    expected = len(fields(kind))
    if len(cells) != expected:
        message = f"{position}: {len(cells)} fields, expected {expected} separated by tabs"
        raise DecisionFileError(message)
    return kind(*cells)


def unescaped(cell: str) -> str:
    r"""Return a cell with its escapes resolved: `\n` is a line break, `\\` a backslash."""
    return re.sub(r"\\[n\\]", lambda escape: "\n" if escape[0] == r"\n" else "\\", cell)


def check_slugs(slugs: Iterable[str], known: Container[str], position: str) -> None:
    """Check that all these slugs are known concepts; `position` names file and row in the message.

    Raises:
        DecisionFileError: A slug is not a known concept, or there are no slugs.
    """
    named = tuple(slugs)
    unknown = [slug for slug in named if slug not in known]
    if unknown or not named:
        found = ", ".join(unknown) or "nothing"
        message = f"ontology/{position}: found {found}; expected ids of the concept scheme"
        raise DecisionFileError(message)
