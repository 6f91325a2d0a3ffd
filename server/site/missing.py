"""The page for 404: similar resources, and a search."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import unquote

from server.engine import Dataset, Row
from server.engine.row_values import text_in
from server.http.errors import HttpError, nothing_is_at
from server.http.language import Language, language_in
from server.rdf.addresses import iri_form
from server.rdf.query_files import read_query
from server.site.kinds import INDEXES, IndexPage, index_named
from server.site.site import Frame, Site

# Maximum names to compare, taken from those before and after in the alphabet.
_CANDIDATES = 400
_NEAREST = 8
_LONGEST = 200


def missing_page(site: Site, path: str, language: Language) -> str:
    """Return the page for a path without a resource."""
    iri = site.addresses.iri(iri_form(path))
    frame = Frame(
        language=language,
        path=path[:_LONGEST],
        title=site.text(language, "error.not_found"),
        summary=site.text(language, "error.not_found"),
        crumbs=[site.home(language)],
        robots="noindex",
    )
    nearest = [site.reader(language).link(found) for found in nearest_to(site.dataset, iri)]
    words = unquote(path.rstrip("/").rpartition("/")[2])[:_LONGEST]
    return site.render("missing.html", frame, iri=iri[:_LONGEST], nearest=nearest, words=words)


def nothing_like(site: Site, path: str, address: str) -> HttpError:
    """Return 404 for the address of a resource's path, with the nearest IRIs, as on the page."""
    return nothing_is_at(address, nearest_to(site.dataset, site.addresses.iri(iri_form(path))))


def nothing_named(
    site: Site, address: str, name: str, known: Mapping[str, str], overview: str = ""
) -> HttpError:
    """Return 404 for an address with an unknown name, with the titles of those of similar names.

    `known` are the titles of the pages by name. If no name is similar, the nearest address is that
    of the page `overview`, which lists all.
    """
    folder, _, last = address.rpartition("/")
    near = get_close_matches(name, known, n=_NEAREST, cutoff=0.5)
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


def nearest_to(dataset: Dataset, iri: str) -> list[str]:
    """Return at most eight IRIs of the same kind with the most similar spelling."""
    folder, _, last = iri[: _LONGEST + len(dataset.identity.base)].rpartition("/")
    names = _names(dataset)
    index = bisect_left(names, (folder, last), key=_folder_and_name)
    near = names[max(0, index - _CANDIDATES // 2) : index + _CANDIDATES // 2]
    beside = [text_in(row, "name") for row in near if text_in(row, "folder") == folder]
    return [f"{folder}/{name}" for name in get_close_matches(last, beside, n=_NEAREST, cutoff=0.5)]


@lru_cache(maxsize=1)
def _names(dataset: Dataset) -> Sequence[Row]:
    """Return the sorted names of resources by folder; those of an index file are read in parts."""
    return dataset.rows(read_query("server.site.statements", "names", dataset.identity.base))


def _folder_and_name(row: Row) -> tuple[str, str]:
    return text_in(row, "folder"), text_in(row, "name")
