"""Keeps what was worked out from a short text: clients send the same few headers all the time."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

Rest = ParamSpec("Rest")
Made = TypeVar("Made")

_MOST = 512
# Characters; what is longer is worked out anew, or strangers could fill the memory with it.
_LONGEST = 1_000


def remembering(
    function: Callable[Concatenate[str, Rest], Made],
) -> Callable[Concatenate[str, Rest], Made]:
    """Return the function with a memory; all of its arguments are hashable, the first is a text."""
    kept = cast("Callable[Concatenate[str, Rest], Made]", lru_cache(maxsize=_MOST)(function))

    @wraps(function)
    def remembered(text: str, /, *rest: Rest.args, **named: Rest.kwargs) -> Made:
        if len(text) > _LONGEST:
            return function(text, *rest, **named)
        return kept(text, *rest, **named)

    return remembered
