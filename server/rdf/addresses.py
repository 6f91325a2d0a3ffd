"""Addresses: the one place that turns an IRI of the dataset into a URL of this server.

The dataset may be built with any base, and the server may stand behind a proxy or below a path:
`public_url` is where the outside world finds it ("" means: at the root of this host).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from server.http.language import Language

# What RFC 3986 allows in a path, 3.3; everything else is percent-encoded, non-ASCII above all.
_PATH_SAFE = "/:@!$&'()*+,;=-._~%"

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
        """Return the URL of a path of this server, from the root of the host: ASCII only."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return f"{self.prefix}/{_quoted(path.lstrip('/'))}{query}"

    def url_of(self, path: str, parameters: Iterable[tuple[str, str]]) -> str:
        """Return the same for parameters of which some occur several times."""
        query = urlencode(list(parameters))
        return self.url(path) + (f"?{query}" if query else "")

    def absolute(self, path: str, **parameters: str) -> str:
        """Return the same with scheme and host where they are known."""
        return self.origin + self.url(path, **parameters)

    def iri(self, path: str) -> str:
        """Return the IRI of the dataset that opens at this path."""
        return self.base + path.lstrip("/")

    def path(self, iri: str) -> str | None:
        """Return the path at which an IRI of the dataset opens, None for other IRIs."""
        if not iri.startswith(self.base):
            return None
        return iri.removeprefix(self.base).partition("#")[0]

    def page(self, iri: str, language: Language) -> str:
        """Return where a reader finds an IRI: a page of ours, or the IRI itself where it links."""
        path = self.path(iri)
        if path is None:
            return iri if iri.startswith(("http://", "https://")) else ""
        if path.startswith(_FILES):
            return self.url(path)
        fragment = iri.partition("#")[2]
        return self.url(f"{language}/{path}") + (f"#{quote(fragment)}" if fragment else "")

    def absolute_page(self, iri: str, language: Language) -> str:
        """Return the same with scheme and host where they are known."""
        page = self.page(iri, language)
        parts = urlsplit(self.public_url)
        outside = not parts.netloc or not page.startswith("/")
        return page if outside else f"{parts.scheme}://{parts.netloc}{page}"


@lru_cache(maxsize=_KEPT)
def _quoted(path: str) -> str:
    return quote(path, safe=_PATH_SAFE)


def is_iri(text: str) -> bool:
    """Return whether a text can be an IRI of ours: ASCII, nothing that needs escaping."""
    return text.isascii() and not any(sign in text for sign in ' <>"{}|\\^`') and text.isprintable()
