"""Says what went wrong in a worker: by its complaint, or by the way in which it died."""

import re
import signal
from collections.abc import Mapping

from server.engine.embedded.wire import Outcome
from server.engine.errors import (
    EngineError,
    EngineFailure,
    MemoryExceeded,
    QueryRefused,
    QuerySyntax,
    QueryTooComplex,
    ResultTooLarge,
    ServiceUnreachable,
    Unrepresentable,
)

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# The parser's classes of characters mean nothing to a reader: `['A' ..= 'Z' | …]`.
_CLASS = re.compile(r",? ?\[[^\]]*\](?=,|$)")
_OVERFLOWS = frozenset({-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT})
# The errors whose text is the worker's message.
_SAID: Mapping[Outcome, type[EngineError]] = {
    Outcome.UNREPRESENTABLE: Unrepresentable,
    Outcome.UNSUPPORTED: QueryRefused,
    Outcome.UNREACHABLE: ServiceUnreachable,
}
_KILLS = frozenset({-signal.SIGKILL, -signal.SIGTERM})


def death_to_error(code: int, words: bytes, memory: int) -> EngineError | None:
    """Return why a worker died in a query, None where somebody stopped it; `memory` in bytes."""
    if code == -signal.SIGABRT and b"memory allocation" in words:
        return MemoryExceeded(memory)
    if code in _OVERFLOWS:
        return QueryTooComplex("the query is composed more deeply than can be evaluated")
    if code in _KILLS:
        return None
    return EngineFailure(f"a worker ended with {code}: {words.decode(errors='replace')}")


def outcome_to_error(outcome: Outcome, message: str, limit: int) -> EngineError:
    """Return the error for an outcome; `limit` is the one, in bytes, that was reached."""
    match outcome:
        case Outcome.SYNTAX:
            return syntax_error(message)
        case Outcome.TOO_LARGE:
            return ResultTooLarge(limit)
        case Outcome.MEMORY:
            return MemoryExceeded(limit)
    return _SAID.get(outcome, EngineFailure)(message)


def syntax_error(message: str) -> QuerySyntax:
    """Return the error with the place that the parser names, and without its character classes."""
    match = _PLACE.fullmatch(message)
    if match is None:
        return QuerySyntax(message)
    said = _CLASS.sub("", match[3]).replace("one of ,", "one of").strip()
    return QuerySyntax(said, int(match[1]), int(match[2]))
