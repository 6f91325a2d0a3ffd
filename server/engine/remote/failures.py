"""An engine's HTTP error → the error of this server's engine."""

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
# What the embedded engine refuses alike: a function that is parsed and cannot be evaluated.
_UNSUPPORTED = re.compile(r"not supported|unsupported|not implemented", re.IGNORECASE)
# Whole seconds, where the engine does not say when to come back.
_RETRY_AFTER = 5
_LONGEST_RETRY = 600
# Characters of an engine's message that a client is shown.
_SHOWN = 500


def refusal_to_error(refusal: Refusal, limits: Limits, offset: int) -> EngineError:
    """Return what a refusal means; this server put `offset` characters before the query."""
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
    """Return the engine's complaint, with the place in the user's text where it names one."""
    error = syntax_error(message or "the engine cannot read it")
    if error.line == 1:
        return QuerySyntax(error.message, 1, max(error.column - offset, 1))
    return error


def _seconds(text: str) -> int:
    return min(int(text), _LONGEST_RETRY) if text.isdigit() else _RETRY_AFTER
