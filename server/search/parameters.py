"""The parameters of a search, for the page and the API."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from server.counts.facets import EDITION
from server.http.errors import HttpError, request_is_malformed
from server.http.language import Language
from server.http.plain_page import visible
from server.http.texts import text_of
from server.search import GROUPS, PAGE, QueryTooLongError, SearchRequest, words_of
from server.site.parameters import page_number, value_is_none_of, whole_number

# Maximum results on a page of a group.
MOST = 100


@dataclass(frozen=True, slots=True)
class Search:
    """A search as sent by a client, and the request for the library."""

    query: str
    request: SearchRequest
    edition: str = ""

    @property
    def of_edition(self) -> dict[str, str]:
        """Return the parameter of the edition, if there is a choice."""
        return {EDITION: self.edition} if self.edition else {}


def read_search(arguments: MultiDict[str, str], language: Language) -> Search:
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
    page, size = page_number(arguments.get("page", "")), arguments.get("size", "")
    results = whole_number("size", size) or PAGE
    if results > MOST:
        raise value_is_none_of("size", size, f"1–{MOST}")  # noqa: EM101 -- a parameter, no message
    edition = arguments.get(EDITION, "")
    return Search(query, SearchRequest(words, language, group, page, results), edition)


def too_much(error: QueryTooLongError) -> HttpError:
    """Return 400 for a search that exceeds a limit."""
    key = "search_words" if error.counts_words else "search_length"
    return request_is_malformed(text_of(f"problem.{key}", limit=error.limit))
