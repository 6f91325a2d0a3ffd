"""Counts by the values of one facet, or of two: the queries behind distributions and matrices."""

from functools import lru_cache
from importlib.resources import files

import pyoxigraph as ox

from server.counts.facets import PATTERN, Facet
from server.counts.view import View
from server.http.language import Language
from server.rdf.prologue import prologue

# Every prefecture has a row, also one that none of the entries is from.
_WITH_ZEROS = frozenset({"prefecture"})


def by(view: View, facet: Facet, language: Language, base: str) -> str:
    """Return the query that counts the entries of a view, and whose they are, by a facet."""
    body = _template(f"by-{facet.name}" if facet.name in _WITH_ZEROS else "by")
    body = body.replace("$entries", view.entries(base)).replace("$path", facet.entry_path)
    body = body.replace("$fits", _fits(facet, base)).replace("$value", facet.name)
    return _whole(body, language, base)


def across(view: View, facets: tuple[Facet, Facet], language: Language, base: str) -> str:
    """Return the query that counts the entries of a view by two facets, row and column."""
    body = _template("across").replace("$entries", view.entries(base))
    for name, facet in zip(("row", "column"), facets, strict=True):
        body = body.replace(f"${name}Path", facet.entry_path)
        body = body.replace(f"${name}Fits", _fits(facet, base))
        body = body.replace(f"${name}", facet.name)
    return _whole(body, language, base)


def _fits(facet: Facet, base: str) -> str:
    """Return the condition that a value of the path is one of the facet."""
    start = _text(base + facet.prefix)
    begins = f"STRSTARTS(STR(?{facet.name}), {start})"
    if facet.pattern == PATTERN:
        return begins
    pattern = _text(f"^{facet.pattern}$")
    return f"{begins} && REGEX(STRAFTER(STR(?{facet.name}), {start}), {pattern})"


def _whole(body: str, language: Language, base: str) -> str:
    body = body.replace("$lang", _text(str(language)))
    return prologue(body, base) + body


def _text(value: str) -> str:
    return str(ox.Literal(value))


@lru_cache(maxsize=8)
def _template(name: str) -> str:
    return (files("server.counts") / "queries" / f"{name}.rq").read_text("utf-8")
