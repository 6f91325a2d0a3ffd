"""A view as JSON; `/openapi.json` describes it."""

from server.counts.facets import FACETS, SILENT, Facet
from server.engine import Row
from server.engine.row_values import term_text
from server.facets.choices import address
from server.facets.index import Catalogue, FacetChoice
from server.facets.sparql import COLUMNS, select_of
from server.facets.state import State
from server.http.language import Language
from server.site.site import Site
from server.site.values import value_of

Json = str | int | bool | list["Json"] | dict[str, "Json"]


# Columns with joined values; an entry without values has an empty list.
_LISTS = ("technologies", "types")


def explore_document(site: Site, catalogue: Catalogue, state: State, language: Language) -> Json:
    """Return all rows of a view in its order, with the counts of all choices."""
    rows = [catalogue.rows[language][position] for position in catalogue.in_order(state)]
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
    choices = catalogue.choices(state.view, facet)
    return {
        "facet": facet.name,
        "choices": [_choice(site, facet, choice, language) for choice in choices],
    }


def _choice(site: Site, facet: Facet, choice: FacetChoice, language: Language) -> Json:
    # “None named” is a choice without a resource.
    iri = "" if choice.slug == SILENT else site.addresses.iri(facet.prefix + choice.slug)
    return {
        "value": choice.slug,
        "iri": iri,
        "label": value_of(site, facet, choice.slug, language).text,
        "entries": choice.count,
        "chosen": choice.chosen,
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
    text = term_text(term)
    if name in _LISTS:
        return [*sorted(text.split(" | "))] if text else []
    return int(text) if name == "page" else text
