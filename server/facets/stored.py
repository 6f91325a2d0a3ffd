"""Stores the facet index in a file, written once for a dataset; rows are read on demand.

Bit sets are little-endian integers, orders are indices of four bytes; a row has the terms of its
variables as in SPARQL's JSON results.
"""

import sqlite3
from array import array
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from server.engine import Row
from server.engine.index_database import IndexDatabase
from server.engine.row_text import StoredRows, row_to_text, text_to_row
from server.facets.index import Catalogue, FacetValue
from server.http.language import Language

_TABLES = """
CREATE TABLE value(facet TEXT, slug TEXT, code TEXT, broader TEXT, entries BLOB);
CREATE TABLE entry(position INTEGER PRIMARY KEY, path TEXT);
CREATE TABLE sorting(name TEXT PRIMARY KEY, positions BLOB);
CREATE TABLE row(language TEXT, position INTEGER, terms TEXT, PRIMARY KEY (language, position));
"""
_ROWS = (
    "SELECT terms FROM row WHERE language = ? AND position >= ? AND position < ? ORDER BY position"
)
_POSITION = "I"


def write_catalogue(catalogue: Catalogue, path: Path) -> None:
    """Write a facet index to a new file."""
    values = [
        (facet, one.slug, one.code, one.broader, _to_bytes(one.entries))
        for facet, known in catalogue.values.items()
        for one in known.values()
    ]
    orders = [(name, array(_POSITION, order).tobytes()) for name, order in catalogue.orders.items()]
    rows = [
        (language, index, row_to_text(row))
        for language, found in catalogue.rows.items()
        for index, row in enumerate(found)
    ]
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(_TABLES)
        database.executemany("INSERT INTO value VALUES (?, ?, ?, ?, ?)", values)
        entries = [(position, path) for path, position in catalogue.positions.items()]
        database.executemany("INSERT INTO entry VALUES (?, ?)", entries)
        database.executemany("INSERT INTO sorting VALUES (?, ?)", orders)
        database.executemany("INSERT INTO row VALUES (?, ?, ?)", rows)


def read_catalogue(path: Path, base: str, facets: Sequence[str]) -> Catalogue:
    """Return the facet index in a file; its rows are read on demand."""
    database = IndexDatabase.open(path)
    values: dict[str, dict[str, FacetValue]] = {name: {} for name in facets}
    for facet, slug, code, broader, entries in database.rows("SELECT * FROM value"):
        values[facet][slug] = FacetValue(slug, int.from_bytes(entries, "little"), code, broader)
    found = database.rows("SELECT name, positions FROM sorting")
    orders = {name: array(_POSITION, positions) for name, positions in found}
    positions: dict[str, int] = dict(
        database.rows("SELECT path, position FROM entry ORDER BY position")
    )
    rows = {language: _rows_of(database, language) for language in Language}
    return Catalogue(base, positions, values, orders, rows)


def _rows_of(database: IndexDatabase, language: Language) -> StoredRows:
    ((count,),) = database.rows("SELECT COUNT(*) FROM row WHERE language = ?", language)

    def read(start: int, end: int) -> list[Row]:
        return [text_to_row(terms) for (terms,) in database.rows(_ROWS, language, start, end)]

    return StoredRows(int(count), read)


def _to_bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")
