"""Maps errors of the engine to problems for a client."""

import difflib
import logging
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
    StoreDamaged,
    Unrepresentable,
)
from server.http import errors, problem_kinds
from server.http.errors import HttpError, Problem, QueryPosition
from server.http.problem_details import excerpt
from server.http.problem_kinds import ProblemKind
from server.http.texts import text_of
from server.query.syntax_faults import FoundFault, find_fault
from server.rdf.prefixes import ELSEWHERE
from server.sparql.fault_texts import fault_text

_LOG = logging.getLogger("server")
_LIMITS: Mapping[type[LimitExceeded], ProblemKind] = {
    QueryTimeout: problem_kinds.TIMEOUT,
    MemoryExceeded: problem_kinds.MEMORY,
}


def as_http_error(error: EngineError, query: str) -> HttpError:
    """Return the problem for an error of the engine.

    Raises:
        EngineFailure: The error is not the client's; it is logged and answered without details.
    """
    if isinstance(error, StoreDamaged):
        return _store_is_damaged(error)
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
    """Return 400 with the fault of a query, or else with the parser's message.

    `line` and `column` are those of the parser, 0 if it gives none.
    """
    if found := find_fault(query):
        return query_has_a_fault(found, query)
    position = QueryPosition(line, column) if line and column else None
    detail = text_of("problem.syntax", reason=message)
    shown = excerpt(query, position) if position else ""
    return HttpError(Problem(problem_kinds.SYNTAX, detail, position, shown))


def query_has_a_fault(found: FoundFault, query: str) -> HttpError:
    """Return 400 with the fault in plain words, and the corrected query if there is one."""
    position = QueryPosition(found.position.line, found.position.column)
    detail = text_of("problem.syntax", reason=fault_text(found.fault))
    further = (("suggestion", found.suggestion),) if found.suggestion else ()
    return HttpError(
        Problem(problem_kinds.SYNTAX, detail, position, excerpt(query, position), further)
    )


def prefix_is_not_declared(
    prefix: str, query: str, position: QueryPosition, known: Mapping[str, str]
) -> HttpError:
    """Return 400 with the missing declaration of a prefix, or the prefix that may be meant."""
    namespaces = {**ELSEWHERE, **known}
    near = difflib.get_close_matches(prefix, namespaces, n=1)
    declaration = f"PREFIX {prefix}: <{namespaces.get(prefix, '…')}>"
    is_near = prefix not in namespaces and near
    hint = text_of("problem.near_prefix", near=near[0]) if is_near else ""
    detail = text_of("problem.prefix", prefix=prefix, declaration=declaration, hint=hint)
    further = (("prefix", prefix), ("declaration", declaration))
    shown = excerpt(query, position)
    return HttpError(Problem(problem_kinds.MISSING_PREFIX, detail, position, shown, further))


def _service_is_refused(error: ServiceRefused, query: str) -> HttpError:
    position = QueryPosition(error.line, error.column) if error.line and error.column else None
    known = text_of("problem.service", endpoint=error.endpoint)
    detail = known if error.endpoint else text_of("problem.hidden_service")
    shown = excerpt(query, position) if position else ""
    return HttpError(Problem(problem_kinds.SERVICE_REFUSED, detail, position, shown))


def _store_is_damaged(error: StoreDamaged) -> HttpError:
    _LOG.error("the store on disk is damaged: %s", error)
    return HttpError(Problem(problem_kinds.STORE_DAMAGED, text_of("problem.store_damaged")))


def _limit_was_reached(error: LimitExceeded) -> HttpError:
    kind = _LIMITS.get(type(error), problem_kinds.RESULT_SIZE)
    mebibytes = error.limit / (1 << 20)
    reached = text_of(f"problem.{kind.slug}", limit=error.limit, mebibytes=mebibytes)
    return HttpError(Problem(kind, text_of("problem.limit_advice", reached=reached)))


def _query_is_refused(error: EngineError) -> HttpError:
    if isinstance(error, Unrepresentable):
        return errors.format_cannot_carry_it(str(error))
    kind = (
        problem_kinds.TOO_COMPLEX
        if isinstance(error, QueryTooComplex)
        else problem_kinds.BAD_REQUEST
    )
    return HttpError(Problem(kind, text_of("problem.not_evaluated", reason=str(error))))
