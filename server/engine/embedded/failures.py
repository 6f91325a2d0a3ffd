"""Maps failures of a worker to errors: by its message, or by the way it ended."""

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
    StoreDamaged,
    Unrepresentable,
)

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
# The parser's character classes do not help a reader: `['A' ..= 'Z' | …]`.
_CLASS = re.compile(r",? ?\[[^\]]*\](?=,|$)")
_OVERFLOWS = frozenset({-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGABRT})
# Errors with the worker's message as text.
_SAID: Mapping[Outcome, type[EngineError]] = {
    Outcome.UNREPRESENTABLE: Unrepresentable,
    Outcome.UNSUPPORTED: QueryRefused,
    Outcome.UNREACHABLE: ServiceUnreachable,
    Outcome.UNREADABLE: StoreDamaged,
}
_KILLS = frozenset({-signal.SIGKILL, -signal.SIGTERM})


def exit_to_error(code: int, words: bytes, memory: int) -> EngineError | None:
    """Return the error for a worker's end, None if it was stopped on purpose; `memory` in bytes."""
    if code == -signal.SIGABRT and b"memory allocation" in words:
        return MemoryExceeded(memory)
    if code in _OVERFLOWS:
        return QueryTooComplex("the query is composed more deeply than can be evaluated")
    if code in _KILLS:
        return None
    return EngineFailure(f"a worker ended with {code}: {words.decode(errors='replace')}")


def outcome_to_error(outcome: Outcome, message: str, limit: int) -> EngineError:
    """Return the error for an outcome; `limit` is the limit, in bytes, that was reached."""
    match outcome:
        case Outcome.SYNTAX:
            return syntax_error(message)
        case Outcome.TOO_LARGE:
            return ResultTooLarge(limit)
        case Outcome.MEMORY:
            return MemoryExceeded(limit)
    return _SAID.get(outcome, EngineFailure)(message)


def syntax_error(message: str) -> QuerySyntax:
    """Return the error with the parser's position, without its character classes."""
    match = _POSITION.fullmatch(message)
    if match is None:
        return QuerySyntax(message)
    said = _CLASS.sub("", match[3]).replace("one of ,", "one of").strip()
    return QuerySyntax(said, int(match[1]), int(match[2]))
