"""What goes wrong in HTTP, as values: each problem is made by a function named as a sentence.

HttpError               ends a request with a problem
The kinds of problem stand in `KINDS`; `/problems` lists them (RFC 9457, 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from server.http.message import Headers


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people, in both languages."""

    ja: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `ja` or `en`."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its status and title never vary (RFC 9457, 3.1)."""

    slug: str
    status: HTTPStatus
    title: Text


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the query text; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: `extensions` are further members of the problem document, in order."""

    kind: Kind
    detail: Text
    place: Place | None = None
    excerpt: str = ""
    extensions: tuple[tuple[str, str | Sequence[str]], ...] = ()
    headers: Headers = ()


class HttpError(Exception):
    """Ends a request with a problem."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.detail.en)
        self.problem = problem


def _kind(slug: str, status: HTTPStatus, ja: str, en: str) -> Kind:
    return Kind(slug, status, Text(ja, en))


BAD_REQUEST = _kind(
    "bad-request",
    HTTPStatus.BAD_REQUEST,
    "リクエストが正しくありません",
    "The request is malformed",
)
SYNTAX = _kind(
    "syntax", HTTPStatus.BAD_REQUEST, "クエリの構文に誤りがあります", "The query has a syntax error"
)
MISSING_PREFIX = _kind(
    "missing-prefix",
    HTTPStatus.BAD_REQUEST,
    "宣言されていない接頭辞があります",
    "A prefix is not declared",
)
TOO_COMPLEX = _kind(
    "too-complex", HTTPStatus.BAD_REQUEST, "クエリが複雑すぎます", "The query is too complex"
)
READ_ONLY = _kind(
    "read-only",
    HTTPStatus.FORBIDDEN,
    "このエンドポイントは読み取り専用です",
    "This endpoint is read-only",
)
SERVICE_REFUSED = _kind(
    "service-refused",
    HTTPStatus.FORBIDDEN,
    "SERVICE は利用できません",
    "SERVICE is not allowed here",
)
NOT_FOUND = _kind("not-found", HTTPStatus.NOT_FOUND, "見つかりません", "Not found")
METHOD = _kind(
    "method-not-allowed",
    HTTPStatus.METHOD_NOT_ALLOWED,
    "そのメソッドは利用できません",
    "The method is not allowed",
)
NOT_ACCEPTABLE = _kind(
    "not-acceptable",
    HTTPStatus.NOT_ACCEPTABLE,
    "求められた形式では提供していません",
    "None of the asked formats is available",
)
TOO_LARGE = _kind(
    "request-too-large",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "リクエストが大きすぎます",
    "The request is too large",
)
MEDIA_TYPE = _kind(
    "unsupported-media-type",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "本文の種類に対応していません",
    "The body has an unsupported type",
)
RANGE = _kind(
    "range-not-satisfiable",
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    "その範囲はありません",
    "There is no such range",
)
TIMEOUT = _kind(
    "timeout",
    HTTPStatus.GATEWAY_TIMEOUT,
    "制限時間を超えました",
    "The query took too long",
)
MEMORY = _kind(
    "memory-exceeded",
    HTTPStatus.INSUFFICIENT_STORAGE,
    "メモリの上限に達しました",
    "The query needs too much memory",
)
RESULT_SIZE = _kind(
    "result-too-large",
    HTTPStatus.UNPROCESSABLE_ENTITY,
    "結果が大きすぎます",
    "The result is too large",
)
TOO_MANY = _kind(
    "too-many-requests",
    HTTPStatus.TOO_MANY_REQUESTS,
    "同時に実行できるクエリの数を超えました",
    "Too many queries at once from one client",
)
BUSY = _kind("busy", HTTPStatus.SERVICE_UNAVAILABLE, "混み合っています", "The server is busy")
INTERNAL = _kind(
    "internal-error",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "サーバーで問題が起きました",
    "The server has a fault",
)

KINDS: tuple[Kind, ...] = (
    *(BAD_REQUEST, SYNTAX, MISSING_PREFIX, TOO_COMPLEX, READ_ONLY, SERVICE_REFUSED, NOT_FOUND),
    *(METHOD, NOT_ACCEPTABLE, TOO_LARGE, MEDIA_TYPE, RANGE, TIMEOUT, MEMORY, RESULT_SIZE),
    *(TOO_MANY, BUSY, INTERNAL),
)


def request_is_malformed(detail: Text) -> HttpError:
    """Say what in the request cannot be read."""
    return HttpError(Problem(BAD_REQUEST, detail))


def endpoint_is_read_only() -> HttpError:
    """Refuse an update."""
    detail = Text(
        "更新(INSERT、DELETE、LOAD など)は受け付けません。"
        "SELECT、ASK、CONSTRUCT、DESCRIBE を送ってください。",
        "Updates (INSERT, DELETE, LOAD and so on) are refused; "
        "send SELECT, ASK, CONSTRUCT or DESCRIBE.",
    )
    return HttpError(Problem(READ_ONLY, detail))


def nothing_is_at(path: str) -> HttpError:
    """Say that a path has nothing."""
    return HttpError(Problem(NOT_FOUND, Text(f"{path} はありません。", f"There is no {path}.")))


def method_is_not_allowed(method: str, allowed: str) -> HttpError:
    """Say which methods there are (RFC 9110, 15.5.6)."""
    detail = Text(
        f"{method} は利用できません。利用できるのは {allowed} です。",
        f"{method} is not allowed here; {allowed} are.",
    )
    return HttpError(Problem(METHOD, detail, headers=(("Allow", allowed),)))


def format_cannot_carry_it(reason: str) -> HttpError:
    """Say what the chosen format cannot carry, and name one that can."""
    detail = Text(
        f"この結果は求められた形式では表せません({reason})。JSON または Turtle を使ってください。",
        f"{reason}. Ask for JSON or Turtle instead (?format=json, ?format=turtle).",
    )
    return HttpError(Problem(NOT_ACCEPTABLE, detail))


def request_is_too_large(what: Text, limit: int) -> HttpError:
    """Say which part is too large, and the limit in bytes or characters."""
    detail = Text(
        f"{what.ja}が大きすぎます。上限は {limit:,} です。",
        f"{what.en} is over the limit of {limit:,}.",
    )
    return HttpError(Problem(TOO_LARGE, detail))


def body_type_is_unsupported(sent: str) -> HttpError:
    """Name the body types that a query may have (SPARQL 1.1 Protocol, 2.1)."""
    types = "application/x-www-form-urlencoded, application/sparql-query"
    detail = Text(
        f"本文の種類「{sent or 'なし'}」には対応していません。"
        f"{types} のいずれかを UTF-8 で送ってください。",
        f"The body's type is “{sent or 'not given'}”; send {types} in UTF-8.",
    )
    return HttpError(Problem(MEDIA_TYPE, detail, headers=(("Accept-Query", types),)))


def server_has_a_fault(identifier: str) -> Problem:
    """Give an identifier that the log has too, and no detail."""
    detail = Text(
        f"ご連絡の際は番号 {identifier} をお知らせください。",
        f"Please give the number {identifier} when you report it.",
    )
    return Problem(INTERNAL, detail, extensions=(("errorId", identifier),))


def at(error: HttpError, headers: Headers) -> HttpError:
    """Return the error with further headers."""
    return HttpError(replace(error.problem, headers=(*error.problem.headers, *headers)))
