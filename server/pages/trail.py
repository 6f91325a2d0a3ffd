"""The breadcrumb trail of a resource: start page, list, and the headings or concepts above it."""

import pyoxigraph as ox

from server.engine import Pattern
from server.http.language import Language
from server.site.kinds import ResourceKind, index_named, index_of_scheme
from server.site.site import Site
from server.site.tables.cells import Cell

_PART_OF = ox.NamedNode("http://purl.org/dc/terms/isPartOf")
_BROADER = ox.NamedNode("http://www.w3.org/2004/02/skos/core#broader")
_SECTION = "id/section/"


def trail_of(site: Site, iri: str, kind: ResourceKind, language: Language) -> list[Cell]:
    """Return the trail of a resource's page without the page itself."""
    above = _above(site, iri, kind, language)
    return [site.home(language), *above]


def _above(site: Site, iri: str, kind: ResourceKind, language: Language) -> list[Cell]:
    path = site.addresses.path(iri) or ""
    if kind.name in {"topic", "code"}:
        scheme = path.split("/")[1]
        broader = _wholes(site, iri, _BROADER, f"concept/{scheme}/")
        return [_scheme(site, scheme, language), *map(site.reader(language).link, broader)]
    if headings := _wholes(site, iri, _PART_OF, _SECTION):
        below = map(site.reader(language).link, headings[1:])
        return [_table(site, headings[0], language), *below]
    if kind.name == "entry":
        # The IRI contains the table: id/entry/3-1-27 is no. 27 of table 3-1.
        table = path.rpartition("/")[2].rpartition("-")[0]
        return [_entries(site, table, language)] if index_named(f"entries-{table}") else []
    return [_index(site, kind.index, language)] if kind.index else []


def _scheme(site: Site, scheme: str, language: Language) -> Cell:
    """Return the list of the concepts of a scheme, else the scheme."""
    if slug := index_of_scheme(scheme):
        return _index(site, slug, language)
    return site.reader(language).link(site.addresses.iri(f"concept/{scheme}"))


def _wholes(site: Site, iri: str, to_whole: ox.NamedNode, folder: str) -> list[str]:
    """Return the resources of a folder above a resource, the nearest last."""
    found = [iri]
    start = site.addresses.iri(folder)
    while above := _above_one(site, found[-1], to_whole, start) - set(found):
        found.append(min(above))
    return found[:0:-1]


def _above_one(site: Site, iri: str, to_whole: ox.NamedNode, start: str) -> set[str]:
    quads = site.dataset.quads(Pattern(ox.NamedNode(iri), to_whole))
    wholes = {quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)}
    return {whole for whole in wholes if whole.startswith(start)}


def _table(site: Site, heading: str, language: Language) -> Cell:
    """Return the list of a table's entries for its heading; one of another edition has none."""
    table = heading.rpartition("/")[2]
    if index_named(f"entries-{table}"):
        return _entries(site, table, language)
    return site.reader(language).link(heading)


def _entries(site: Site, table: str, language: Language) -> Cell:
    text = site.text(language, "entry.table_text", table=table)
    return Cell(text, site.addresses.url(f"{language}/list/entries-{table}"))


def _index(site: Site, slug: str, language: Language) -> Cell:
    index = index_named(slug)
    key = f"list.{index.title}" if index else "menu.entries"
    return Cell(site.text(language, key), site.addresses.url(f"{language}/list/{slug}"))
