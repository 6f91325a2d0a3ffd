"""A view as JSON; `/openapi.json` describes it."""

import pyoxigraph as ox

from server.engine import Row
from server.facets.facets import FACETS, Facet
from server.facets.index import Catalogue
from server.facets.page import address
from server.facets.sparql import COLUMNS, select_of
from server.facets.state import State
from server.http.language import Language
from server.site.site import Site

Json = str | int | bool | list["Json"] | dict[str, "Json"]


# Values that the query joins; an entry that has none has an empty list.
_LISTS = ("technologies", "types")


def explore_document(site: Site, catalogue: Catalogue, state: State, language: Language) -> Json:
    """Return all rows of a view, in its order, with the counts of all choices."""
    rows = [catalogue.rows[language][place] for place in catalogue.in_order(state)]
    return {
        "page": address(site, state, language),
        "total": len(rows),
        "sparql": select_of(state, language, site.addresses.base),
        "facets": [_facet(site, catalogue, state, facet, language) for facet in FACETS],
        "rows": [_row(row) for row in rows],
    }


def _facet(
    site: Site, catalogue: Catalogue, state: State, facet: Facet, language: Language
) -> Json:
    reader = site.reader(language)
    iris = {
        choice.slug: catalogue.base + facet.prefix + choice.slug
        for choice in catalogue.choices(state, facet)
    }
    return {
        "facet": facet.name,
        "choices": [
            {
                "value": choice.slug,
                "iri": iris[choice.slug],
                "label": reader.link(iris[choice.slug]).text,
                "entries": choice.count,
                "chosen": choice.chosen,
            }
            for choice in catalogue.choices(state, facet)
        ],
    }


def _row(row: Row) -> Json:
    names = [
        name
        for column, has_label in COLUMNS
        for name in (column, f"{column}Label")[: 1 + has_label]
    ]
    lists: dict[str, Json] = {name: [] for name in _LISTS}
    return lists | {name: _json(row, name) for name in names if name in row}


def _json(row: Row, name: str) -> Json:
    term = row[name]
    text = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    if name in _LISTS:
        return [*sorted(text.split(" | "))] if text else []
    return int(text) if name == "page" else text
