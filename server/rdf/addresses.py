"""Addresses: the one place that turns an IRI of the dataset into a URL of this server.

The dataset may be built with any base, and the server may stand behind a proxy or below a path:
`public_url` is where the outside world finds it ("" means: at the root of this host).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox

from server.http.language import Language

# What RFC 3986 allows in path and query, 3.3 and 3.4; everything else is percent-encoded, non-ASCII
# above all. Escapes stay: an IRI with an escape differs from the IRI without it.
_SAFE = "/:@!$&'()*+,;=-._~%?"
# Escapes that may be undone (RFC 3987, 3.2): unreserved ASCII, and whole runs beyond ASCII.
_UNRESERVED = re.compile(r"%(?:2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])")
_BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
# Parameters of pages, which are not part of an IRI.
_OWN = ("list=", "page=", "part=")

# A page has hundreds of links, many of them to the same places as others.
_KEPT = 16_384

# IRIs of the dataset below this are files, which have no pages.
_FILES = "download/"


@dataclass(frozen=True, slots=True)
class Addresses:
    """`base` is that of the dataset's IRIs and ends with a slash; so may `public_url`."""

    base: str
    public_url: str = ""

    @property
    def prefix(self) -> str:
        """Return the path below which the server stands, without a slash at its end."""
        return urlsplit(self.public_url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """Return scheme and host where they are known, without a slash at the end."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    def url(self, path: str, **parameters: str) -> str:
        """Return the URL of a path of this server, from the root of the host: ASCII only.

        The path may be that of an IRI with a query.
        """
        return self.url_of(path, parameters.items())

    def url_of(self, path: str, parameters: Iterable[tuple[str, str]]) -> str:
        """Return the same for parameters of which some occur several times."""
        url = f"{self.prefix}/{quoted(path.lstrip('/'))}"
        query = urlencode(list(parameters))
        return url + (f"{'&' if '?' in url else '?'}{query}" if query else "")

    def absolute(self, path: str, **parameters: str) -> str:
        """Return the same with scheme and host where they are known."""
        return self.origin + self.url(path, **parameters)

    def iri(self, path: str) -> str:
        """Return the IRI of the dataset that opens at this path."""
        return self.base + path.lstrip("/")

    def iris(self, path: str, query: str = "") -> Iterator[str]:
        """Yield the IRIs of the dataset that may open at a path and query, the likeliest first.

        Both are as they were sent, with their escapes: an IRI that has these is looked for first,
        then the one that they may stand for. A reserved character stays escaped.
        """
        sent = quoted(path.lstrip("/"))
        own = [part for part in query.split("&") if part and not part.startswith(_OWN)]
        for target in dict.fromkeys((f"{sent}?{'&'.join(own)}" if own else sent, sent)):
            for form in dict.fromkeys((target, iri_form(target))):
                if is_iri(self.base + form):
                    yield self.base + form

    def path(self, iri: str) -> str | None:
        """Return the path at which an IRI of the dataset opens, None for other IRIs."""
        if not iri.startswith(self.base):
            return None
        return iri.removeprefix(self.base).partition("#")[0]

    def page(self, iri: str, language: Language) -> str:
        """Return where a reader finds an IRI: a page here, or the IRI itself as a link."""
        path = self.path(iri)
        if path is None:
            return iri if iri.startswith(("http://", "https://")) else ""
        if path.startswith(_FILES):
            return self.url(path)
        fragment = iri.partition("#")[2]
        return self.url(f"{language}/{path}") + (f"#{quoted(fragment)}" if fragment else "")

    def absolute_page(self, iri: str, language: Language) -> str:
        """Return the same with scheme and host where they are known."""
        page = self.page(iri, language)
        parts = urlsplit(self.public_url)
        outside = not parts.netloc or not page.startswith("/")
        return page if outside else f"{parts.scheme}://{parts.netloc}{page}"


@lru_cache(maxsize=_KEPT)
def quoted(path: str) -> str:
    """Return the part of an IRI below the base as it stands in a URL (RFC 3987, 3.1)."""
    return quote(path, safe=_SAFE)


def iri_form(path: str) -> str:
    """Return a path of a URL as that of an IRI: what need not be escaped there is not."""
    return _BEYOND_ASCII.sub(_unescaped, _UNRESERVED.sub(_unescaped, path))


def _unescaped(match: re.Match[str]) -> str:
    try:
        text = bytes.fromhex(match[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return match[0]
    return text if text.isprintable() else match[0]


def is_iri(text: str) -> bool:
    """Return whether a text is an IRI."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True
