"""The edition that a request asks for: the latest one where its address names none."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from server.counts.facets import EDITION
from server.site.editions import Editions

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Paths of pages and of what they are made of; RDF, downloads and the editor know no such choice.
_OF_PAGES = ("/ja/", "/en/", "/embed/", "/api/explore")
# A source document is of one edition.
_NAMED = {EDITION, "source"}


def latest_by_default(application: "WSGIApplication", editions: Editions) -> "WSGIApplication":
    """Return an application whose pages are asked for the latest edition where none is named.

    So each address means one edition, and a figure the same number wherever it is read.
    """
    if not editions.are_several:
        return application
    named = urlencode([(EDITION, editions.default)])

    def asking(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        query = environ.get("QUERY_STRING", "")
        if environ["PATH_INFO"].startswith(_OF_PAGES) and not _NAMED & parse_qs(query).keys():
            environ["QUERY_STRING"] = f"{query}&{named}" if query else named
        return application(environ, start)

    return asking
