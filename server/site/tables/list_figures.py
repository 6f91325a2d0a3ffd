"""The figures of a list's numbers, as defined in `list_counts.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from urllib.parse import parse_qs, urlencode

import pyoxigraph as ox

from server.engine import Row
from server.site.tables.cells import Cell, Reader
from server.site.tables.counted import ROWS, counted, key_of_edition, named_in, view_at


@dataclass(frozen=True, slots=True)
class ListFigures:
    """The figures of one list; `this` is the path of its resource."""

    name: str
    this: str
    reader: Reader
    edition: str = ""

    def of_list(self, rows: int) -> Cell:
        """Return the figure for the number of rows."""
        own = _definitions().get(self.name, {}).get(ROWS)
        given = [("list", self.name)] + ([("of", self.this)] if self.this else [])
        key = self._filled(own, {}) if own else f"{ROWS}?{urlencode(given, safe='/')}"
        own_key = key_of_edition(key, self.edition)
        return counted(self.reader.addresses, self.reader.language, own_key, rows)

    def of_row(self, column: str, row: Row) -> Cell:
        """Return the figure for a number in a row."""
        term = row.get(column)
        value = int(term.value) if isinstance(term, ox.Literal) else 0
        template = _definitions().get(self.name, {}).get(column)
        if template is None:
            return Cell(str(value))
        key = key_of_edition(self._filled(template, row), self.edition)
        return counted(self.reader.addresses, self.reader.language, key, value)

    def _filled(self, template: str, row: Row) -> str:
        own = {"this": self.this, "view": view_at(self.this)}
        return template.format_map(own | named_in(row, self.reader))


def unit_key(cell: Cell) -> str:
    """Return the key of the unit's text after a number."""
    unit, _, query = cell.count.partition("?")
    if unit == ROWS:
        name = parse_qs(query).get("list", [""])[0]
        unit = _definitions().get(name, {}).get("unit", ROWS)
    return f"{'unit_one' if cell.text == '1' else 'unit'}.{unit}"


@lru_cache(maxsize=1)
def _definitions() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("server.site.tables") / "list_counts.toml").read_text("utf-8"))
