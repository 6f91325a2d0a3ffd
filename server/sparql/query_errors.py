"""What the engine refuses or fails at → problems for a client."""

import difflib
from collections.abc import Mapping

from server.engine.errors import (
    Busy,
    ClientBusy,
    EngineError,
    EngineFailure,
    LimitExceeded,
    MemoryExceeded,
    QuerySyntax,
    QueryTimeout,
    QueryTooComplex,
    ServiceRefused,
    Unrepresentable,
)
from server.http import errors, problem_kinds
from server.http.errors import HttpError, Problem, QueryPlace
from server.http.problem_details import excerpt
from server.http.problem_kinds import BilingualText, ProblemKind
from server.query.syntax_faults import FoundFault, find_fault
from server.rdf.prefixes import ELSEWHERE
from server.sparql.fault_texts import text_of

_LIMITS: Mapping[type[LimitExceeded], tuple[ProblemKind, str]] = {
    QueryTimeout: (problem_kinds.TIMEOUT, "クエリを {limit:g} 秒で打ち切りました。"),
    MemoryExceeded: (problem_kinds.MEMORY, "クエリのメモリが上限の {limit:,} バイトに達しました。"),
}
_RESULT_TOO_LARGE = (problem_kinds.RESULT_SIZE, "結果が上限の {limit:,} バイトを超えました。")


def as_http_error(error: EngineError, query: str) -> HttpError:
    """Return the problem that tells a client what it can do about the engine's error.

    Raises:
        EngineFailure: the fault is ours; it is logged and answered without detail.
    """
    if isinstance(error, EngineFailure):
        raise error
    if isinstance(error, QuerySyntax):
        return query_has_a_syntax_error(error.message, query, error.line, error.column)
    if isinstance(error, ServiceRefused):
        return _service_is_refused(error, query)
    if isinstance(error, LimitExceeded):
        return _limit_was_reached(error)
    if isinstance(error, Busy):
        of_client = isinstance(error, ClientBusy)
        return errors.server_is_busy(error.retry_after, of_client=of_client)
    return _query_is_refused(error)


def query_has_a_syntax_error(message: str, query: str, line: int, column: int) -> HttpError:
    """Say what is wrong and where; what the parser expected where nothing better is known.

    `line` and `column` are the parser's, 0 where it gives none.
    """
    if found := find_fault(query):
        return query_has_a_fault(found, query)
    place = QueryPlace(line, column) if line and column else None
    detail = BilingualText(f"クエリを読めません: {message}", f"The query cannot be read: {message}")
    shown = excerpt(query, place) if place else ""
    return HttpError(Problem(problem_kinds.SYNTAX, detail, place, shown))


def query_has_a_fault(found: FoundFault, query: str) -> HttpError:
    """Say in plain words what is wrong, with the whole query corrected where that is possible."""
    place = QueryPlace(found.position.line, found.position.column)
    words = text_of(found.fault)
    detail = BilingualText(
        f"クエリを読めません: {words.ja}", f"The query cannot be read: {words.en}"
    )
    further = (("suggestion", found.suggestion),) if found.suggestion else ()
    return HttpError(Problem(problem_kinds.SYNTAX, detail, place, excerpt(query, place), further))


def prefix_is_not_declared(
    prefix: str, query: str, place: QueryPlace, known: Mapping[str, str]
) -> HttpError:
    """Name the prefix with the declaration that is missing, or the prefix that may be meant."""
    namespaces = {**ELSEWHERE, **known}
    near = difflib.get_close_matches(prefix, namespaces, n=1)
    declaration = f"PREFIX {prefix}: <{namespaces.get(prefix, '…')}>"
    hint = BilingualText("", "")
    if prefix not in namespaces and near:
        hint = BilingualText(f"「{near[0]}:」でしょうか。", f" Did you mean “{near[0]}:”?")
    detail = BilingualText(
        f"接頭辞「{prefix}:」が宣言されていません。"
        f"クエリの先頭に {declaration} を加えてください。{hint.ja}",
        f"The prefix “{prefix}:” is not declared; put {declaration} at the top.{hint.en}",
    )
    further = (("prefix", prefix), ("declaration", declaration))
    shown = excerpt(query, place)
    return HttpError(Problem(problem_kinds.MISSING_PREFIX, detail, place, shown, further))


def _service_is_refused(error: ServiceRefused, query: str) -> HttpError:
    place = QueryPlace(error.line, error.column) if error.line and error.column else None
    detail = BilingualText(
        f"SERVICE {error.endpoint} は利用できません。このサーバーは外部に接続しません。"
        "両方のエンドポイントに別々に問い合わせ、結果を手元で結合してください。",
        f"SERVICE {error.endpoint} is refused: this server asks no other. "
        "Query both endpoints yourself and join the results.",
    )
    shown = excerpt(query, place) if place else ""
    return HttpError(Problem(problem_kinds.SERVICE_REFUSED, detail, place, shown))


def _limit_was_reached(error: LimitExceeded) -> HttpError:
    kind, ja = _LIMITS.get(type(error), _RESULT_TOO_LARGE)
    advice = BilingualText(
        " LIMIT を付ける、条件を絞る、集計するなどしてください。",
        ". Add LIMIT, narrow the patterns, or aggregate.",
    )
    detail = BilingualText(ja.format(limit=error.limit) + advice.ja, f"{error}{advice.en}")
    return HttpError(Problem(kind, detail))


def _query_is_refused(error: EngineError) -> HttpError:
    if isinstance(error, Unrepresentable):
        return errors.format_cannot_carry_it(str(error))
    kind = (
        problem_kinds.TOO_COMPLEX
        if isinstance(error, QueryTooComplex)
        else problem_kinds.BAD_REQUEST
    )
    return HttpError(Problem(kind, BilingualText(f"クエリを実行できません: {error}", str(error))))
