"""The page for 404: similar pages and resources, and a search."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from server.http.errors import HttpError, nothing_is_at
from server.http.language import Language, language_in
from server.rdf.addresses import iri_form
from server.site.kinds import INDEXES, IndexPage, index_named
from server.site.nearest.pages import is_page, pages_like, typed
from server.site.nearest.resources import nearest_anywhere
from server.site.site import Frame, Site
from server.site.tables.cells import Cell

_NEAREST = 8
_LONGEST = 200
# Function: words → IRIs of the resources with this name.
FindNamed = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Missing:
    """A path without a page or resource; `find` finds resources by their names."""

    site: Site
    path: str
    find: FindNamed

    @property
    def iri(self) -> str:
        """Return the IRI that the path would have."""
        return self.site.addresses.iri(iri_form(self.path))

    @property
    def words(self) -> str:
        """Return the last part of the path, as words to search for."""
        return unquote(self.path.rstrip("/").rpartition("/")[2])

    def pages(self, language: Language) -> list[Cell]:
        """Return links to the pages with a similar address."""
        return pages_like(self.site, typed(self.path, language))

    def resources(self) -> list[str]:
        """Return the resources with this name, else those with a similar spelling.

        There are none for an address that differs only in case from that of a page.
        """
        address = typed(iri_form(self.path), Language.EN)
        if is_page(self.site, address):
            return []
        words = self.words.replace("-", " ").replace("_", " ")
        named = [] if words.isdecimal() else list(self.find(words))
        iri = self.site.addresses.iri(address.path)
        near = named or nearest_anywhere(self.site.dataset, iri)
        return near[:_NEAREST]

    def links(self, language: Language) -> list[Cell]:
        """Return links to these resources."""
        return [self.site.reader(language).link(iri) for iri in self.resources()]


def missing_page(missing: Missing, language: Language) -> str:
    """Return the page for a path without a resource."""
    site, path = missing.site, missing.path
    frame = Frame(
        language=language,
        path=path[:_LONGEST],
        title=site.text(language, "error.not_found"),
        summary=site.text(language, "error.not_found"),
        crumbs=[site.home(language)],
        robots="noindex",
    )
    words, iri = missing.words[:_LONGEST], missing.iri[:_LONGEST]
    pages, nearest = missing.pages(language), missing.links(language)
    return site.render("missing.html", frame, iri=iri, pages=pages, nearest=nearest, words=words)


def nothing_like(missing: Missing, address: str) -> HttpError:
    """Return 404 for the address of a resource's path, with what is nearest, as on the page."""
    pages = missing.pages(language_of_page(address))
    return nothing_is_at(address, [*missing.resources(), *(page.href for page in pages)])


def nothing_named(
    site: Site, address: str, name: str, known: Mapping[str, str], overview: str = ""
) -> HttpError:
    """Return 404 for an address with an unknown name, with the titles of those of similar names.

    `known` are the titles of the pages by name. If no name is similar, the nearest address is that
    of the page `overview`, which lists all.
    """
    folder, _, last = address.rpartition("/")
    folded = name[:_LONGEST].casefold()
    near = [folded] if folded in known else get_close_matches(folded, known, _NEAREST, 0.5)
    found = {f"{folder}/{one}{last.removeprefix(name)}": known[one] for one in near}
    if overview and not found:
        language = language_of_page(address)
        found = {f"{language}/{overview}": site.text(language, f"menu.{overview}")}
    return nothing_is_at(address, [site.addresses.url(one) for one in found], [*found.values()])


def language_of_page(address: str) -> Language:
    """Return the language of the page at an address; English for an address without one."""
    return language_in(address) or Language.EN


def requested_index(site: Site, address: str, slug: str) -> IndexPage:
    """Return the list with a name.

    Raises:
        HttpError: 404 if there is no such list.
    """
    index = index_named(slug)
    if index is None:
        language = language_of_page(address)
        known = {one.slug: site.text(language, f"list.{one.title}") for one in INDEXES}
        raise nothing_named(site, address, slug, known)
    return index
