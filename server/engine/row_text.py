"""Rows as text for a file, in a form like SPARQL's JSON results."""

import json
from collections.abc import Callable, Sequence
from typing import overload

import pyoxigraph as ox

from server.engine.dataset import Row, Term


class StoredRows(Sequence[Row]):
    """Rows in a file, read on access by `read(start, end)`; the end is exclusive."""

    def __init__(self, count: int, read: Callable[[int, int], list[Row]]) -> None:
        """Keep the number of rows, and the function that reads some of them."""
        self._count, self._read = count, read

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        """Return the row at an index, or the rows of a slice."""
        if isinstance(index, slice):
            start, end, step = index.indices(self._count)
            if step != 1:
                return [self[index] for index in range(start, end, step)]
            return self._read(start, end)
        found = self._read(index, index + 1)
        if not found:
            raise IndexError(index)
        return found[0]

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._count


def row_to_text(row: Row) -> str:
    """Return a row as JSON."""
    return json.dumps({name: _packed(term) for name, term in row.items()}, ensure_ascii=False)


def text_to_row(text: str) -> Row:
    """Return the row in a text made by `row_to_text`."""
    return {name: _unpacked(term) for name, term in json.loads(text).items()}


def _packed(term: Term) -> dict[str, str]:
    if isinstance(term, ox.Literal):
        language = {"lang": term.language} if term.language else {}
        return {"value": term.value, "datatype": term.datatype.value, **language}
    if isinstance(term, ox.BlankNode):
        return {"blank": term.value}
    return {"iri": getattr(term, "value", str(term))}


def _unpacked(term: dict[str, str]) -> Term:
    if "iri" in term:
        return ox.NamedNode(term["iri"])
    if "blank" in term:
        return ox.BlankNode(term["blank"])
    if "lang" in term:
        return ox.Literal(term["value"], language=term["lang"])
    return ox.Literal(term["value"], datatype=ox.NamedNode(term["datatype"]))
