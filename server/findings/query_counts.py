"""The counts that the numbers of example queries show, as defined in `query_counts.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter

from server.engine import Row
from server.engine.row_values import text_in
from server.site.tables.cells import Reader
from server.site.tables.counted import VIEW, named_in
from server.site.tables.list_queries import columns_of

_SELECT = re.compile(r"^SELECT\b", re.MULTILINE)


def with_resources(slug: str, query: str) -> str:
    """Return an example query that also selects the variables that its counts name.

    The query groups by them, so it has the same rows.
    """
    templates = definitions().get(slug, {}).values()
    named = {name.removesuffix(VIEW) for template in templates for name in _fields(template)}
    more = "".join(f" ?{name}" for name in sorted(named.difference(columns_of(query))))
    return _SELECT.sub(lambda found: found[0] + more, query, count=1)


def count_key(slug: str, column: str, rows: Sequence[Row], reader: Reader) -> str:
    """Return the key of the count in a column of a row, or of the sum over rows; may be empty.

    A facet in which the rows differ is left out: their sum is the count of all its values.
    """
    if not rows or not (template := _template(slug, column, rows)):
        return ""
    named = [named_in(row, reader) for row in rows]
    unit, mark, query = template.partition("?")
    parts = [(part, {part.format_map(row) for row in named}) for part in query.split("&")]
    if any(len(values) > 1 and VIEW not in part for part, values in parts):
        return ""
    return unit + mark + "&".join(min(values) for _, values in parts if len(values) == 1)


def _template(slug: str, column: str, rows: Sequence[Row]) -> str:
    """Return the template of a column whose conditions all rows meet, or an empty text."""
    found = (
        template
        for name, template in definitions().get(slug, {}).items()
        if name.rpartition("|")[2] == column
        and all(_meets(row, condition) for row in rows for condition in name.split("|")[:-1])
    )
    return next(found, "")


def _meets(row: Row, condition: str) -> bool:
    column, _, value = condition.partition("=")
    return text_in(row, column) == value


def _fields(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]


@cache
def definitions() -> Mapping[str, Mapping[str, str]]:
    """Return the templates of counts, by example query and column."""
    return tomllib.loads((files("server.findings") / "query_counts.toml").read_text("utf-8"))
