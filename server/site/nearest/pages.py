"""Finds the pages of the site whose addresses are similar to one without a page."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from server.http.language import Language
from server.site.kinds import INDEXES
from server.site.site import Frame, Site
from server.site.tables.cells import Cell

_NEAREST, _BELOW = 3, 8
_SIMILAR = 0.75
# Maximum characters of an address, and maximum parts, that are compared.
_LONGEST, _PARTS = 100, 4


@dataclass(frozen=True, slots=True)
class Address:
    """An address as people type it: its language in any case, and its path below the language."""

    language: Language
    path: str

    @property
    def folded(self) -> str:
        """Return the path without differences of case, shortened."""
        return self.path[:_LONGEST].casefold().strip("/")


def typed(path: str, language: Language) -> Address:
    """Return the address for a path; `language` is that of the reader if the path names none."""
    first, _, rest = path.strip("/").partition("/")
    named = first.casefold()
    return Address(Language(named), rest) if named in list(Language) else Address(language, path)


def is_page(site: Site, address: Address) -> bool:
    """Return whether an address differs only in case from that of a page."""
    return address.folded in _titles(site, address.language)


def pages_like(site: Site, address: Address) -> list[Cell]:
    """Return a link to the page that differs only in case, else to those below, or similar ones."""
    sent, titles = address.folded, _titles(site, address.language)
    forms = [sent, *filter(None, sent.split("/")[:_PARTS])]
    likeness = {path: _likeness(path, forms) for path in titles}
    near = sorted((path for path in titles if likeness[path] >= _SIMILAR), key=likeness.__getitem__)
    below = [path for path in titles if path.startswith(f"{sent}/")]
    found = [sent] if sent in titles else below[:_BELOW] or near[::-1][:_NEAREST]
    start = site.addresses.url(f"{address.language}/")
    return [Cell(titles[path], start + path, address.language) for path in found]


def _likeness(path: str, forms: Collection[str]) -> float:
    """Return how similar a path, or its last part, is to one of these texts; 1 for the same."""
    names = {path, path.rpartition("/")[2]}
    pairs = ((form, name) for form in forms for name in names)
    return max(SequenceMatcher(None, form, name).ratio() for form, name in pairs)


def _titles(site: Site, language: Language) -> Mapping[str, str]:
    """Return the titles of the start page, of those in the menus, and of all lists, by path."""
    start = site.addresses.url(f"{language}/")
    menus = (*site.menu(Frame(language, "", "", "")), *site.footer_menu(language))
    titles = {one.href.removeprefix(start): one.text for one in menus if one.href.startswith(start)}
    lists = INDEXES if site.about.is_survey else ()
    of_lists = {f"list/{one.slug}": site.text(language, f"list.{one.title}") for one in lists}
    search = {"search": site.text(language, "search.title")}
    return {"": site.text(language, "frame.home"), **of_lists, **titles, **search}
