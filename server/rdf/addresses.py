"""Maps IRIs of the dataset to URLs of this server and back.

The dataset can have any base, and the server can be behind a proxy or below a path: `public_url` is
its public address ("": the root of the requested host).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox

from server.http.language import Language

# Characters that RFC 3986 (3.3, 3.4) allows in path and query; all others, such as non-ASCII ones,
# are percent-encoded. `%` is kept: an IRI with an escape differs from the one without.
_SAFE = "/:@!$&'()*+,;=-._~%?"
# Escapes that may be decoded (RFC 3987, 3.2): unreserved ASCII, and whole runs of non-ASCII.
_UNRESERVED = re.compile(r"%(?:2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])")
_BEYOND_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
# Parameters of pages, which are not part of the resource's IRI.
_OWN = ("list=", "page=", "part=")

# Cached: a page has hundreds of links, many to the same targets.
_KEPT = 16_384

# IRIs of the dataset below this path are files, which have no pages.
_FILES = "download/"


@dataclass(frozen=True, slots=True)
class Addresses:
    """`base` is the base of the dataset's IRIs; it ends with a slash, and `public_url` may."""

    base: str
    public_url: str = ""

    @property
    def prefix(self) -> str:
        """Return the path of the server, without a slash at its end."""
        return urlsplit(self.public_url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """Return scheme and host without a slash at the end, "" if unknown."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    def url(self, path: str, **parameters: str) -> str:
        """Return the URL for a path of this server, relative to the host: ASCII only.

        The path may be of an IRI with a query.
        """
        return self.url_of(path, parameters.items())

    def url_of(self, path: str, parameters: Iterable[tuple[str, str]]) -> str:
        """Return the URL for a path with parameters, some of which may occur several times."""
        url = f"{self.prefix}/{quoted(path.lstrip('/'))}"
        pairs = list(parameters)
        # Most of the hundreds of links of a page have no parameters.
        return f"{url}{'&' if '?' in url else '?'}{urlencode(pairs)}" if pairs else url

    def absolute(self, path: str, **parameters: str) -> str:
        """Return the URL with scheme and host, as far as known."""
        return self.origin + self.url(path, **parameters)

    def iri(self, path: str) -> str:
        """Return the IRI of the dataset for this path."""
        return self.base + path.lstrip("/")

    def iris(self, path: str, query: str = "") -> Iterator[str]:
        """Yield the possible IRIs of the dataset for a path and query, the likeliest first.

        Both are percent-encoded as sent: the IRI with the same escapes comes first, then the
        decoded one. Reserved characters stay escaped.
        """
        sent = quoted(path.lstrip("/"))
        own = [part for part in query.split("&") if part and not part.startswith(_OWN)]
        for target in dict.fromkeys((f"{sent}?{'&'.join(own)}" if own else sent, sent)):
            for form in dict.fromkeys((target, iri_form(target))):
                if is_iri(self.base + form):
                    yield self.base + form

    def path(self, iri: str) -> str | None:
        """Return the path for an IRI of the dataset, None for other IRIs."""
        if not iri.startswith(self.base):
            return None
        return iri.removeprefix(self.base).partition("#")[0]

    def page(self, iri: str, language: Language) -> str:
        """Return the address to read about an IRI: a page here, or the IRI itself."""
        path = self.path(iri)
        if path is None:
            return iri if iri.startswith(("http://", "https://")) else ""
        if path.startswith(_FILES):
            return self.url(path)
        fragment = iri.partition("#")[2]
        return self.url(f"{language}/{path}") + (f"#{quoted(fragment)}" if fragment else "")

    def absolute_page(self, iri: str, language: Language) -> str:
        """Return the URL with scheme and host, as far as known."""
        page = self.page(iri, language)
        parts = urlsplit(self.public_url)
        outside = not parts.netloc or not page.startswith("/")
        return page if outside else f"{parts.scheme}://{parts.netloc}{page}"


@lru_cache(maxsize=_KEPT)
def quoted(path: str) -> str:
    """Return the part of an IRI below the base in the form of a URL (RFC 3987, 3.1)."""
    return quote(path, safe=_SAFE)


def iri_form(path: str) -> str:
    """Return the path of a URL in the form of an IRI: unnecessary escapes are decoded."""
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
