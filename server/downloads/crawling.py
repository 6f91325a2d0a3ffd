"""Sitemap and robots.txt: https://www.sitemaps.org/protocol.html and RFC 9309."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

# Maximum addresses in a sitemap; each page has one for each language.
_MOST = 50_000
_LANGUAGES = ("ja", "en")
PATHS_A_PART = _MOST // len(_LANGUAGES)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
# Crawlers must not request queries: their number is endless, and they take time.
_CLOSED = (
    "/sparql",
    "/query?query=",
    "/ja/query?query=",
    "/en/query?query=",
    "/search",
    "/metrics",
    "/api/",
    "/explore?",
    "/ja/explore?",
    "/en/explore?",
)
_CLOSED_PAGES = ("/ja/search", "/en/search")


def robots(origin: str, prefix: str) -> str:
    """Return robots.txt for a server at the path `prefix` of an origin."""
    closed = "".join(f"Disallow: {prefix}{path}\n" for path in (*_CLOSED, *_CLOSED_PAGES))
    return f"User-agent: *\n{closed}Allow: /\n\nSitemap: {origin}{prefix}/sitemap.xml\n"


def parts_of(paths: Sequence[str]) -> list[Sequence[str]]:
    """Return the paths split into parts that fit a sitemap; at least one part."""
    starts = range(0, max(len(paths), 1), PATHS_A_PART)
    return [paths[start : start + PATHS_A_PART] for start in starts]


def sitemap(root: str, paths: Sequence[str]) -> str:
    """Return the sitemap of pages with links to the other language; `root` ends with a slash."""
    pages = "".join(_page(root, path, language) for path in paths for language in _LANGUAGES)
    return f"{_HEAD}<urlset {_NAMESPACES}>\n{pages}</urlset>\n"


def sitemap_index(root: str, parts: int) -> str:
    """Return the index of this number of sitemaps."""
    items = "".join(
        f"<sitemap><loc>{escape(root)}sitemap-{number}.xml</loc></sitemap>\n"
        for number in range(1, parts + 1)
    )
    return f"{_HEAD}<sitemapindex {_NAMESPACES.partition(' ')[0]}>\n{items}</sitemapindex>\n"


def _page(root: str, path: str, language: str) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(f"{root}{code}/{path}")}"/>'
        for code in _LANGUAGES
    )
    return f"<url><loc>{escape(f'{root}{language}/{path}')}</loc>{others}</url>\n"
