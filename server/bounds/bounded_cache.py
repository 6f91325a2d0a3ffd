"""A bounded cache for functions of a short text: clients send the same few headers."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

Rest = ParamSpec("Rest")
Made = TypeVar("Made")

_MOST = 512
# Maximum characters of a key: results for longer texts are not kept, to bound the memory.
_LONGEST = 1_000


def cached_by_text(
    function: Callable[Concatenate[str, Rest], Made],
) -> Callable[Concatenate[str, Rest], Made]:
    """Return the function with a cache; its arguments must be hashable, the first one a text."""
    kept = cast("Callable[Concatenate[str, Rest], Made]", lru_cache(maxsize=_MOST)(function))

    @wraps(function)
    def cached(text: str, /, *rest: Rest.args, **named: Rest.kwargs) -> Made:
        if len(text) > _LONGEST:
            return function(text, *rest, **named)
        return kept(text, *rest, **named)

    return cached
