"""What goes wrong in HTTP, as values: each problem is made by a function named as a sentence.

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
    BilingualText,
    ProblemKind,
)


@dataclass(frozen=True, slots=True)
class QueryPlace:
    """A place in the query text; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: `extensions` are further members of the problem document, in order."""

    kind: ProblemKind
    detail: BilingualText
    place: QueryPlace | None = None
    excerpt: str = ""
    extensions: tuple[tuple[str, str | Sequence[str]], ...] = ()
    headers: Headers = ()


class HttpError(Exception):
    """Ends a request with a problem."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(problem.detail.en)
        self.problem = problem


def request_is_malformed(detail: BilingualText) -> HttpError:
    """Say what in the request cannot be read."""
    return HttpError(Problem(BAD_REQUEST, detail))


def endpoint_is_read_only() -> HttpError:
    """Refuse an update."""
    detail = BilingualText(
        "更新(INSERT、DELETE、LOAD など)は受け付けません。"
        "SELECT、ASK、CONSTRUCT、DESCRIBE を送ってください。",
        "Updates (INSERT, DELETE, LOAD and so on) are refused; "
        "send SELECT, ASK, CONSTRUCT or DESCRIBE.",
    )
    return HttpError(Problem(READ_ONLY, detail))


def nothing_is_at(path: str) -> HttpError:
    """Say that a path has nothing."""
    return HttpError(
        Problem(NOT_FOUND, BilingualText(f"{path} はありません。", f"There is no {path}."))
    )


def method_is_not_allowed(method: str, allowed: str) -> HttpError:
    """Say which methods there are (RFC 9110, 15.5.6)."""
    detail = BilingualText(
        f"{method} は利用できません。利用できるのは {allowed} です。",
        f"{method} is not allowed here; {allowed} are.",
    )
    return HttpError(Problem(METHOD, detail, headers=(("Allow", allowed),)))


def server_is_busy(retry_after: int, *, of_client: bool) -> HttpError:
    """Say after how many seconds to try again; `of_client` where the client itself is the cause."""
    detail = BilingualText(
        f"{retry_after} 秒ほど待ってからもう一度お試しください。", f"Try again in {retry_after} s."
    )
    kind = TOO_MANY if of_client else BUSY
    return HttpError(Problem(kind, detail, headers=(("Retry-After", str(retry_after)),)))


def body_is_too_slow() -> HttpError:
    """Say that the body did not come at the least rate (RFC 9110, 15.5.9)."""
    detail = BilingualText("本文の送信が遅すぎます。", "The body came too slowly; send it again.")
    return HttpError(Problem(REQUEST_TIMEOUT, detail, headers=(("Connection", "close"),)))


def method_is_unknown(method: str) -> HttpError:
    """Say that methods are case-sensitive (RFC 9110, 9.1)."""
    detail = BilingualText(
        f"メソッド {method} はありません。大文字で書いてください。",
        f"There is no method {method}; methods are written in capitals.",
    )
    return HttpError(Problem(NOT_IMPLEMENTED, detail))


def transfer_coding_is_unknown(coding: str) -> HttpError:
    """Say which transfer coding is read (RFC 9112, 6.1)."""
    detail = BilingualText(
        f"転送符号化「{coding}」には対応していません。chunked だけを使ってください。",
        f"The transfer coding “{coding}” is not read here; use chunked alone.",
    )
    return HttpError(Problem(NOT_IMPLEMENTED, detail))


def format_cannot_carry_it(reason: str) -> HttpError:
    """Say what the chosen format cannot carry, and name one that can."""
    detail = BilingualText(
        f"この結果は求められた形式では表せません({reason})。JSON または Turtle を使ってください。",
        f"{reason}. Ask for JSON or Turtle instead (?format=json, ?format=turtle).",
    )
    return HttpError(Problem(NOT_ACCEPTABLE, detail))


def request_is_too_large(what: BilingualText, limit: int) -> HttpError:
    """Say which part is too large, and the limit in bytes or characters."""
    detail = BilingualText(
        f"{what.ja}が大きすぎます。上限は {limit:,} です。",
        f"{what.en} is over the limit of {limit:,}.",
    )
    return HttpError(Problem(TOO_LARGE, detail))


def body_type_is_unsupported(sent: str) -> HttpError:
    """Name the body types that a query may have (SPARQL 1.1 Protocol, 2.1)."""
    types = "application/x-www-form-urlencoded, application/sparql-query"
    detail = BilingualText(
        f"本文の種類「{sent or 'なし'}」には対応していません。"
        f"{types} のいずれかを UTF-8 で送ってください。",
        f"The body's type is “{sent or 'not given'}”; send {types} in UTF-8.",
    )
    return HttpError(Problem(MEDIA_TYPE, detail, headers=(("Accept-Query", types),)))


def server_has_a_fault(identifier: str) -> Problem:
    """Give an identifier that the log has too, and no detail."""
    detail = BilingualText(
        f"ご連絡の際は番号 {identifier} をお知らせください。",
        f"Please give the number {identifier} when you report it.",
    )
    return Problem(INTERNAL, detail, extensions=(("errorId", identifier),))


def at(error: HttpError, headers: Headers) -> HttpError:
    """Return the error with further headers."""
    return HttpError(replace(error.problem, headers=(*error.problem.headers, *headers)))
