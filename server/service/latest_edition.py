"""Adds the latest edition to requests that do not choose one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from server.counts.facets import EDITION
from server.site.editions import Editions

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Paths of pages and of their data; RDF, downloads and the editor have no choice of edition.
_OF_PAGES = ("/ja/", "/en/", "/embed/", "/api/explore")
# A source document determines the edition.
_NAMED = {EDITION, "source"}


def latest_by_default(application: "WSGIApplication", editions: Editions) -> "WSGIApplication":
    """Return an application that gets the latest edition as parameter if a request names none.

    So each address means one edition, and a figure is the same number on all pages.
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
