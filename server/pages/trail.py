"""The breadcrumb trail of a resource: the start page, its list, and the headings above it."""

from collections.abc import Iterator

import pyoxigraph as ox

from server.engine import Pattern
from server.http.language import Language
from server.site.kinds import ResourceKind, index_named, index_of_scheme
from server.site.site import Site
from server.site.tables.cells import Cell

_PART_OF = ox.NamedNode("http://purl.org/dc/terms/isPartOf")
_SECTION = "id/section/"


def trail_of(site: Site, iri: str, kind: ResourceKind, language: Language) -> list[Cell]:
    """Return the trail of a resource's page without the page itself."""
    above = _above(site, iri, kind, language)
    return [site.home(language), *above]


def _above(site: Site, iri: str, kind: ResourceKind, language: Language) -> list[Cell]:
    path = site.addresses.path(iri) or ""
    if kind.name in {"topic", "code"}:
        scheme = path.split("/")[1]
        if slug := index_of_scheme(scheme):
            return [_index(site, slug, language)]
        return [site.reader(language).link(site.addresses.iri(f"concept/{scheme}"))]
    if headings := list(_headings(site, iri))[::-1]:
        below = [site.reader(language).link(heading) for heading in headings[1:]]
        return [_table(site, headings[0], language), *below]
    if kind.name == "entry":
        # The IRI contains the table: id/entry/3-1-27 is no. 27 of table 3-1.
        table = path.rpartition("/")[2].rpartition("-")[0]
        return [_entries(site, table, language)] if index_named(f"entries-{table}") else []
    return [_index(site, kind.index, language)] if kind.index else []


def _headings(site: Site, iri: str) -> Iterator[str]:
    """Yield the headings of the survey above a resource, the nearest first."""
    seen = {iri}
    start = site.addresses.iri(_SECTION)
    while above := _part_of(site, iri, start) - seen:
        iri = min(above)
        seen.add(iri)
        yield iri


def _part_of(site: Site, iri: str, start: str) -> set[str]:
    quads = site.dataset.quads(Pattern(ox.NamedNode(iri), _PART_OF))
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
