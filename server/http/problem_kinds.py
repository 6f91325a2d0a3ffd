"""The kinds of problems, which `/problems` lists (RFC 9457, 4)."""

from dataclasses import dataclass
from http import HTTPStatus

from server.http.texts import BilingualText, text_of


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem, with a fixed status and title (RFC 9457, 3.1)."""

    slug: str
    status: HTTPStatus

    @property
    def title(self) -> BilingualText:
        """Return the title of the kind."""
        return text_of(f"kind.{self.slug}")


BAD_REQUEST = ProblemKind("bad-request", HTTPStatus.BAD_REQUEST)
SYNTAX = ProblemKind("syntax", HTTPStatus.BAD_REQUEST)
MISSING_PREFIX = ProblemKind("missing-prefix", HTTPStatus.BAD_REQUEST)
TOO_COMPLEX = ProblemKind("too-complex", HTTPStatus.BAD_REQUEST)
READ_ONLY = ProblemKind("read-only", HTTPStatus.FORBIDDEN)
SERVICE_REFUSED = ProblemKind("service-refused", HTTPStatus.FORBIDDEN)
FORBIDDEN_ORIGIN = ProblemKind("forbidden-origin", HTTPStatus.FORBIDDEN)
NOT_FOUND = ProblemKind("not-found", HTTPStatus.NOT_FOUND)
METHOD = ProblemKind("method-not-allowed", HTTPStatus.METHOD_NOT_ALLOWED)
NOT_ACCEPTABLE = ProblemKind("not-acceptable", HTTPStatus.NOT_ACCEPTABLE)
TOO_LARGE = ProblemKind("request-too-large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
MEDIA_TYPE = ProblemKind("unsupported-media-type", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
REQUEST_TIMEOUT = ProblemKind("request-timeout", HTTPStatus.REQUEST_TIMEOUT)
NOT_IMPLEMENTED = ProblemKind("not-implemented", HTTPStatus.NOT_IMPLEMENTED)
RANGE = ProblemKind("range-not-satisfiable", HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
TIMEOUT = ProblemKind("timeout", HTTPStatus.GATEWAY_TIMEOUT)
MEMORY = ProblemKind("memory-exceeded", HTTPStatus.INSUFFICIENT_STORAGE)
RESULT_SIZE = ProblemKind("result-too-large", HTTPStatus.UNPROCESSABLE_ENTITY)
TOO_MANY = ProblemKind("too-many-requests", HTTPStatus.TOO_MANY_REQUESTS)
BUSY = ProblemKind("busy", HTTPStatus.SERVICE_UNAVAILABLE)
STORE_DAMAGED = ProblemKind("store-damaged", HTTPStatus.INTERNAL_SERVER_ERROR)
INTERNAL = ProblemKind("internal-error", HTTPStatus.INTERNAL_SERVER_ERROR)

KINDS: tuple[ProblemKind, ...] = (
    *(BAD_REQUEST, SYNTAX, MISSING_PREFIX, TOO_COMPLEX, READ_ONLY, SERVICE_REFUSED, NOT_FOUND),
    *(METHOD, NOT_ACCEPTABLE, REQUEST_TIMEOUT, TOO_LARGE, MEDIA_TYPE, RANGE, TIMEOUT, MEMORY),
    *(RESULT_SIZE, TOO_MANY, BUSY, INTERNAL, STORE_DAMAGED, NOT_IMPLEMENTED, FORBIDDEN_ORIGIN),
)
