"""The kinds of problem, each once: `/problems` lists them (RFC 9457, 4)."""

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class BilingualText:
    """A text for people, in both languages."""

    ja: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `ja` or `en`."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its status and title never vary (RFC 9457, 3.1)."""

    slug: str
    status: HTTPStatus
    title: BilingualText


def _kind(slug: str, status: HTTPStatus, ja: str, en: str) -> ProblemKind:
    return ProblemKind(slug, status, BilingualText(ja, en))


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
FORBIDDEN_ORIGIN = _kind(
    "forbidden-origin",
    HTTPStatus.FORBIDDEN,
    "その配信元のページからは呼べません",
    "Pages of this origin may not call",
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
REQUEST_TIMEOUT = _kind(
    "request-timeout",
    HTTPStatus.REQUEST_TIMEOUT,
    "リクエストの本文が届きませんでした",
    "The request's body did not arrive in time",
)
NOT_IMPLEMENTED = _kind(
    "not-implemented",
    HTTPStatus.NOT_IMPLEMENTED,
    "サーバーが対応していないリクエストです",
    "The server does not implement this",
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
    "同時に処理できるリクエストの数を超えました",
    "Too many requests at once from one client",
)
BUSY = _kind("busy", HTTPStatus.SERVICE_UNAVAILABLE, "混み合っています", "The server is busy")
INTERNAL = _kind(
    "internal-error",
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "サーバーで問題が起きました",
    "The server has a fault",
)

KINDS: tuple[ProblemKind, ...] = (
    *(BAD_REQUEST, SYNTAX, MISSING_PREFIX, TOO_COMPLEX, READ_ONLY, SERVICE_REFUSED, NOT_FOUND),
    *(METHOD, NOT_ACCEPTABLE, REQUEST_TIMEOUT, TOO_LARGE, MEDIA_TYPE, RANGE, TIMEOUT, MEMORY),
    *(RESULT_SIZE, TOO_MANY, BUSY, INTERNAL, NOT_IMPLEMENTED, FORBIDDEN_ORIGIN),
)
