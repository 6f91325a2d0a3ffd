"""Makes the lists of a resource by their names."""

from dataclasses import replace

from server.counts.facets import EDITION, facet_named, value_at
from server.counts.view import View
from server.site.kinds import IndexPage, kind_of
from server.site.tables.distributions import PREFIX, Distribution
from server.site.tables.table import Slice, Table, TableMaker

# Paths of resources that belong to one edition, whichever is chosen.
_OF_ONE_EDITION = frozenset({EDITION, "source"})


def list_of(tables: TableMaker, name: str, iri: str, part: Slice | None = None) -> Table:
    """Return a list of a resource: that of a query, or its answers by a facet (`by-…`)."""
    path, own = iri.removeprefix(tables.dataset.identity.base), _of_editions(tables, iri)
    if not name.startswith(PREFIX):
        return replace(own.table(name, iri, part), of=path)
    return replace(_distribution(own, name, iri).table(name, part), of=path)


def queries_of(tables: TableMaker, name: str, iri: str) -> list[str]:
    """Return all queries of a list of a resource."""
    own = _of_editions(tables, iri)
    if not name.startswith(PREFIX):
        return [own.query(name, iri)]
    return _distribution(own, name, iri).queries()


def _of_editions(tables: TableMaker, iri: str) -> TableMaker:
    """Return the maker for the chosen edition if a resource has answers of several ones.

    The lists of a single thing are those of its own edition, whichever is chosen.
    """
    is_of_editions = kind_of(iri.removeprefix(tables.dataset.identity.base)).is_of_editions
    return tables if is_of_editions else replace(tables, edition="")


def _distribution(tables: TableMaker, name: str, iri: str) -> Distribution:
    found = value_at(iri.removeprefix(tables.dataset.identity.base))
    whole = View() if found and found[0].name in _OF_ONE_EDITION else tables.whole
    view = whole.having(**{found[0].name: found[1]}) if found else whole
    return Distribution(tables, view, facet_named(name.removeprefix(PREFIX)))


def index_list(tables: TableMaker, index: IndexPage, iri: str, part: Slice) -> Table:
    """Return the list of all resources of a kind."""
    if not index.query.startswith(PREFIX):
        table = tables.table(index.title, iri, part, index.query)
        return replace(table, index=index.slug)
    facet = facet_named(index.query.removeprefix(PREFIX))
    whole = View() if facet.name in _OF_ONE_EDITION else tables.whole
    return replace(Distribution(tables, whole, facet).index(index.title, part), index=index.slug)
