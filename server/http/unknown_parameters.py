"""Decides which unknown parameters of an address are mistakes.

An unknown parameter that is spelt like a known one is a mistake, and so is one of another page: to
ignore it would give an answer to another question. All others are ignored, because mail programs
and social networks add theirs to shared links (`utm_source`, `fbclid`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from server.http.errors import NEAREST, HttpError, Problem
from server.http.problem_kinds import BAD_REQUEST
from server.http.texts import text_of

# Two exchanged letters leave `type` a similarity of 0.75; that of `feature` and `measure` is 0.71.
_CUTOFF = 0.75
_NEAR = 3
# Maximum letters too many or too few: `utm_source` is not `source`.
_LETTERS = 2
# Minimum letters of an abbreviation (`tech`, `pref`).
_SHORTEST = 3
# What is left before a name if `&amp;` is copied from the source of a page.
_ESCAPED = "amp;"
# Maximum characters of a name to compare, and maximum names: the comparison takes quadratic time.
_LONGEST, _MOST = 40, 50


@dataclass(frozen=True, slots=True)
class UnknownParameter:
    """A parameter that the page does not have, with the most similar ones that it has."""

    name: str
    near: tuple[str, ...] = ()


def mistaken(
    sent: Iterable[str], known: Collection[str], elsewhere: Collection[str] = ()
) -> UnknownParameter | None:
    """Return the first parameter that is a mistake; `elsewhere` are those of other pages."""
    unknown = (name for name in dict.fromkeys(sent) if name not in known)
    for name in islice((name for name in unknown if len(name) <= _LONGEST), _MOST):
        if near := _similar(name, {*known, *elsewhere}):
            return UnknownParameter(name, tuple(one for one in near if one in known))
    return None


def refused(
    mistake: UnknownParameter, known: Collection[str], addresses: Sequence[str] = ()
) -> HttpError:
    """Return 400 with the similar parameters, else with all; `addresses` are corrected ones."""
    key = "unknown_parameter_near" if mistake.near else "unknown_parameter"
    listed = ", ".join(mistake.near or known)
    detail = text_of(f"problem.{key}", name=mistake.name, known=listed)
    extensions = ((NEAREST, addresses),) if addresses else ()
    return HttpError(Problem(BAD_REQUEST, detail, extensions=extensions))


def _similar(name: str, known: Collection[str]) -> list[str]:
    """Return the names that differ only in case, begin with an abbreviation, or are similar."""
    folded, ordered = name.casefold().removeprefix(_ESCAPED), sorted(known)
    if folded in known:
        return [folded]
    begun = [one for one in ordered if len(folded) >= _SHORTEST and one.startswith(folded)]
    as_long = [one for one in ordered if abs(len(one) - len(folded)) <= _LETTERS]
    return begun or get_close_matches(folded, as_long, _NEAR, _CUTOFF)
