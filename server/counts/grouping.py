"""Queries that count by the values of one facet or two, for distributions and matrices."""

import pyoxigraph as ox

from server.counts.facets import PATTERN, Facet
from server.counts.view import View
from server.http.language import Language
from server.rdf.query_files import read_query

# Every prefecture has a row, even without entries.
_WITH_ZEROS = frozenset({"prefecture"})


def by(view: View, facet: Facet, language: Language, base: str) -> str:
    """Return the query that counts entries of a view and their prefectures by a facet."""
    name = f"by-{facet.name}" if facet.name in _WITH_ZEROS else "by"
    return read_query(
        *("server.counts", name, base),
        entries=view.entries(base),
        path=facet.entry_path,
        fits=_fits(facet, base),
        value=facet.name,
        lang=ox.Literal(str(language)),
    )


def across(view: View, facets: tuple[Facet, Facet], language: Language, base: str) -> str:
    """Return the query that counts the entries of a view by two facets (row, column)."""
    parts = {
        name: part
        for axis, facet in zip(("row", "column"), facets, strict=True)
        for name, part in (
            (axis, facet.name),
            (f"{axis}Path", facet.entry_path),
            (f"{axis}Fits", _fits(facet, base)),
        )
    }
    lang = ox.Literal(str(language))
    return read_query(
        "server.counts", "across", base, entries=view.entries(base), lang=lang, **parts
    )


def _fits(facet: Facet, base: str) -> str:
    """Return the condition that a value of the path belongs to the facet."""
    start = _text(base + facet.prefix)
    begins = f"STRSTARTS(STR(?{facet.name}), {start})"
    if facet.pattern == PATTERN:
        return begins
    pattern = _text(f"^{facet.pattern}$")
    return f"{begins} && REGEX(STRAFTER(STR(?{facet.name}), {start}), {pattern})"


def _text(value: str) -> str:
    return str(ox.Literal(value))
