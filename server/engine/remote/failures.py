"""Maps an engine's HTTP error to an error of this server's engine."""

import re

from server.engine.embedded.failures import syntax_error
from server.engine.errors import (
    Busy,
    EngineError,
    EngineFailure,
    QueryRefused,
    QuerySyntax,
    QueryTimeout,
    QueryTooComplex,
)
from server.engine.limits import Limits
from server.engine.remote.client import Refusal

_BAD_QUERY = 400
_TIMEOUTS = frozenset({408, 504})
_TOO_LONG = frozenset({413, 414})
_TOO_MANY = 429
_NOT_IMPLEMENTED = 501
# The embedded engine also refuses this: a function that is unknown on evaluation.
_UNSUPPORTED = re.compile(r"not supported|unsupported|not implemented", re.IGNORECASE)
# Retry-After in seconds if the engine does not give one.
_RETRY_AFTER = 5
_LONGEST_RETRY = 600
# Maximum characters of an engine's message shown to clients.
_SHOWN = 500


def refusal_to_error(refusal: Refusal, limits: Limits, offset: int) -> EngineError:
    """Return the error for a refusal; `offset` is the number of characters put before the query."""
    if refusal.status == _BAD_QUERY:
        return _syntax(refusal.message, offset)
    if refusal.status in _TIMEOUTS:
        return QueryTimeout(limits.seconds)
    if refusal.status in _TOO_LONG:
        return QueryTooComplex("the query is longer than the engine takes")
    if refusal.status == _TOO_MANY:
        return Busy(_seconds(refusal.retry_after), "the engine takes no more queries for now")
    if refusal.status == _NOT_IMPLEMENTED or _UNSUPPORTED.search(refusal.message):
        return QueryRefused(refusal.message[:_SHOWN])
    return EngineFailure(f"the engine answered {refusal}")


def _syntax(message: str, offset: int) -> QuerySyntax:
    """Return the engine's message as an error, with its position in the user's text if given."""
    error = syntax_error(message or "the engine cannot read it")
    if error.line == 1:
        return QuerySyntax(error.message, 1, max(error.column - offset, 1))
    return error


def _seconds(text: str) -> int:
    return min(int(text), _LONGEST_RETRY) if text.isdigit() else _RETRY_AFTER
