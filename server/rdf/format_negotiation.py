"""Chooses a format by the Accept header (RFC 9110, 12.5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.bounds.bounded_cache import cached_by_text
from server.http.errors import HttpError, Problem
from server.http.negotiation import best_media_type, exact_media_types
from server.http.problem_kinds import NOT_ACCEPTABLE
from server.http.texts import text_of
from server.rdf.formats import Format, Shape, formats_for


@dataclass(frozen=True, slots=True)
class ChosenFormat:
    """A format, and the media type by which the client requested it."""

    format: Format
    media_type: str


@cached_by_text
def choose(accept: str, shape: Shape) -> ChosenFormat | None:
    """Return the format that the client prefers, or None if it accepts no available one.

    The most specific matching range gives the quality of a media type; 0 excludes it. Of equals,
    the one with the more specific range wins, then the first in the header, then the first in our
    order. Alternative names such as application/x-turtle match only exactly: a range with `*`
    stands for the preferred media type.
    """
    exact = exact_media_types(accept)
    choices = [
        ChosenFormat(item, name)
        for item in formats_for(shape)
        for name in item.media_types
        if name == item.media_type or name in exact
    ]
    best = best_media_type(accept, [choice.media_type for choice in choices])
    return next((choice for choice in choices if choice.media_type == best), None)


def no_format_is_acceptable(requested: str, available: Sequence[Format]) -> HttpError:
    """Return 406 with the available formats (RFC 9110, 15.5.7)."""
    names = ", ".join(f"{item.label} (?format={item.name})" for item in available)
    detail = text_of("problem.no_format", requested=requested, names=names)
    media_types = tuple(name for item in available for name in item.media_types)
    return HttpError(Problem(NOT_ACCEPTABLE, detail, extensions=(("available", media_types),)))
