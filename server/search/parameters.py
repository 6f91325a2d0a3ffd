"""The parameters of a search, for the page and the API."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from server.counts.facets import EDITION
from server.http.errors import HttpError, request_is_malformed
from server.http.language import Language
from server.http.plain_page import visible
from server.http.texts import text_of
from server.search import GROUPS, PAGE, QueryTooLongError, SearchRequest, words_of
from server.site.parameters import value_is_none_of

# Maximum results on a page of a group.
MOST = 100
# Maximum pages: nobody reads results beyond.
LAST = 9999
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as sent by a client, and the request for the library."""

    query: str
    request: SearchRequest
    edition: str = ""


def read_search(arguments: MultiDict[str, str], language: Language) -> Asked:
    """Return the search in the parameters.

    Raises:
        HttpError: 400 if a parameter has an invalid value.
    """
    query = visible(arguments.get("q", "")).strip()
    group = arguments.get("group", "")
    names = [item.name for item in GROUPS]
    if group and group not in names:
        raise value_is_none_of("group", group, ", ".join(names))  # noqa: EM101 -- a parameter, no message
    try:
        words = words_of(query)
    except QueryTooLongError as error:
        raise too_much(error) from error
    page = _number(arguments, "page", 1, LAST)
    size = _number(arguments, "size", PAGE, MOST)
    edition = arguments.get(EDITION, "")
    return Asked(query, SearchRequest(words, language, group, page, size), edition)


def _number(arguments: MultiDict[str, str], name: str, default: int, most: int) -> int:
    text = arguments.get(name, "")
    if not text:
        return default
    known = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    if not known or not 1 <= int(text) <= most:
        raise value_is_none_of(name, text, f"1–{most}")
    return int(text)


def too_much(error: QueryTooLongError) -> HttpError:
    """Return 400 for a search that exceeds a limit."""
    key = "search_words" if error.counts_words else "search_length"
    return request_is_malformed(text_of(f"problem.{key}", limit=error.limit))
