"""Names of values of facets, and of “none named”."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from server.counts.facets import EDITION, EVERY, FACETS, SILENT, Facet
from server.counts.view import View
from server.http.language import Language
from server.site.site import Site
from server.site.tables.cells import Cell


def value_of(site: Site, facet: Facet, slug: str, language: Language) -> Cell:
    """Return the name of a value, with a link to its page if it has one."""
    if facet.name == EDITION and slug == EVERY:
        return Cell(site.text(language, "edition.all"))
    if slug == SILENT:
        return Cell(site.text(language, "count.not-named"))
    cell = site.reader(language).link(site.addresses.iri(facet.prefix + slug))
    plural = site.messages.find(language, f"{facet.name}_value.{slug}")
    return replace(cell, text=plural) if plural else cell


def read_values(site: Site, slugs: Mapping[str, Iterable[str]]) -> None:
    """Prefetch the names of values; `slugs` are by name of facet."""
    site.labels.read(
        [
            site.addresses.iri(facet.prefix + slug)
            for facet in FACETS
            for slug in slugs.get(facet.name, ())
            if slug != SILENT
        ]
    )


def facet_title(site: Site, facet: Facet, language: Language) -> str:
    """Return the title of a facet."""
    return site.text(language, f"explore.facet_{facet.name}")


def values_of(site: Site, view: View, language: Language) -> str:
    """Return the names of a view's values, without their facets; empty for all entries."""
    names = [
        value_of(site, facet, slug, language).text
        for facet, slugs in view.by_facet()
        for slug in slugs
    ]
    return site.text(language, "resource.separator").join(names)


def in_words(site: Site, view: View, language: Language) -> str:
    """Return a view as text: each facet with its values; "" for all entries."""
    separator = site.text(language, "resource.separator")
    parts = [
        site.text(
            language,
            "count.part",
            facet=site.text(language, f"explore.facet_{facet.name}"),
            values=separator.join(value_of(site, facet, slug, language).text for slug in slugs),
        )
        for facet, slugs in view.by_facet()
    ]
    return separator.join(parts)
