"""HTTP errors as values: each function makes the error that its name states.

HttpError               ends a request with a problem
The kinds of problem stand in `problem_kinds`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from server.http.message import Headers
from server.http.problem_kinds import (
    BAD_REQUEST,
    BUSY,
    INTERNAL,
    MEDIA_TYPE,
    METHOD,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    NOT_IMPLEMENTED,
    READ_ONLY,
    REQUEST_TIMEOUT,
    TOO_LARGE,
    TOO_MANY,
    ProblemKind,
)
from server.http.texts import BilingualText, text_of

# The member of a problem that lists similar addresses.
NEAREST = "nearest"


@dataclass(frozen=True, slots=True)
class QueryPosition:
    """A position in the query text; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem; `extensions` are further members of the problem document, in order.

    `names` are the titles of the pages at the similar addresses, if they are known.
    """

    kind: ProblemKind
    detail: BilingualText
    position: QueryPosition | None = None
    excerpt: str = ""
    extensions: tuple[tuple[str, str | Sequence[str]], ...] = ()
    headers: Headers = ()
    names: Sequence[str] = ()


class HttpError(Exception):
    """Ends a request; the response is a problem document."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.detail.en)
        self.problem = problem


def request_is_malformed(detail: BilingualText) -> HttpError:
    """Return 400; `detail` describes the malformed part of the request."""
    return HttpError(Problem(BAD_REQUEST, detail))


def endpoint_is_read_only() -> HttpError:
    """Return 403: the endpoint accepts no updates."""
    return HttpError(Problem(READ_ONLY, text_of("problem.read_only")))


def nothing_is_at(
    path: str, nearest: Sequence[str] | None = None, names: Sequence[str] = ()
) -> HttpError:
    """Return 404: there is no resource at the path; `nearest` are similar addresses that exist.

    `names` are the titles of their pages in the language of the path.
    """
    extensions = () if nearest is None else ((NEAREST, nearest),)
    detail = text_of("problem.not_found", path=path)
    return HttpError(Problem(NOT_FOUND, detail, extensions=extensions, names=names))


def method_is_not_allowed(method: str, allowed: str) -> HttpError:
    """Return 405 with the allowed methods (RFC 9110, 15.5.6)."""
    detail = text_of("problem.method", method=method, allowed=allowed)
    return HttpError(Problem(METHOD, detail, headers=(("Allow", allowed),)))


def server_is_busy(retry_after: int, *, of_client: bool) -> HttpError:
    """Return 429 if the client itself is the cause, else 503; `retry_after` is in seconds."""
    detail = text_of("problem.busy", seconds=retry_after)
    kind = TOO_MANY if of_client else BUSY
    return HttpError(Problem(kind, detail, headers=(("Retry-After", str(retry_after)),)))


def body_is_too_slow() -> HttpError:
    """Return 408: the body came below the minimum rate (RFC 9110, 15.5.9)."""
    headers = (("Connection", "close"),)
    return HttpError(Problem(REQUEST_TIMEOUT, text_of("problem.slow_body"), headers=headers))


def method_is_unknown(method: str) -> HttpError:
    """Return 501: the method is unknown; methods are case-sensitive (RFC 9110, 9.1)."""
    return HttpError(Problem(NOT_IMPLEMENTED, text_of("problem.unknown_method", method=method)))


def transfer_coding_is_unknown(coding: str) -> HttpError:
    """Return 501: the transfer coding is unknown (RFC 9112, 6.1)."""
    return HttpError(Problem(NOT_IMPLEMENTED, text_of("problem.transfer_coding", coding=coding)))


def format_cannot_carry_it(reason: str) -> HttpError:
    """Return 406: the chosen format cannot represent the result."""
    return HttpError(Problem(NOT_ACCEPTABLE, text_of("problem.unrepresentable", reason=reason)))


def request_is_too_large(what: str | BilingualText, limit: int) -> HttpError:
    """Return 413: `what` exceeds `limit`, in bytes or characters."""
    return HttpError(Problem(TOO_LARGE, text_of("problem.too_large", what=what, limit=limit)))


def body_type_is_unsupported(sent: str) -> HttpError:
    """Return 415 with the media types of a query's body (SPARQL 1.1 Protocol, 2.1)."""
    types = "application/x-www-form-urlencoded, application/sparql-query"
    shown = sent or text_of("problem.not_given")
    detail = text_of("problem.body_type", sent=shown, types=types)
    return HttpError(Problem(MEDIA_TYPE, detail, headers=(("Accept-Query", types),)))


def server_has_a_fault(identifier: str) -> Problem:
    """Return 500 with an identifier that is also in the log, and no details."""
    detail = text_of("problem.internal", identifier=identifier)
    return Problem(INTERNAL, detail, extensions=(("errorId", identifier),))


def at(error: HttpError, headers: Headers) -> HttpError:
    """Return the error with further headers."""
    return HttpError(replace(error.problem, headers=(*error.problem.headers, *headers)))
