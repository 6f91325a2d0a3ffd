"""The state of a view: what is chosen, in which order, which page. A URL holds all of it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from server.facets.facets import FACETS

SORTS = ("printed", "prefecture", "status", "name")
SIZES = (25, 50, 100, 250)
SIZE = 50
LAST_PAGE = 9999
# Values of one facet at most; there are 81 types.
MOST_VALUES = 100
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class StateError(Exception):
    """A parameter has a value that it cannot have: its name, the value, and what is expected."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        """Keep all three."""
        super().__init__(f"{name}: {found}")
        self.name = name
        self.found = found
        self.expected = expected


@dataclass(frozen=True, slots=True)
class State:
    """A view: `chosen` has the slugs of each facet in which something is chosen, sorted.

    `sort` is one of `SORTS`, with a minus sign before it for the reverse; pages count from 1.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    sort: str = SORTS[0]
    page: int = 1
    size: int = SIZE

    def of(self, facet: str) -> tuple[str, ...]:
        """Return what is chosen in a facet."""
        return self.chosen.get(facet, ())

    def toggled(self, facet: str, slug: str) -> "State":
        """Return the first page of the view with a value chosen that was not, or the reverse."""
        values = set(self.of(facet)) ^ {slug}
        chosen = {**self.chosen, facet: tuple(sorted(values))}
        return replace(self, chosen={name: own for name, own in chosen.items() if own}, page=1)

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the URL, in one order, without what is the default."""
        found = [(facet.name, slug) for facet in FACETS for slug in self.of(facet.name)]
        if self.sort != SORTS[0]:
            found.append(("sort", self.sort))
        if self.size != SIZE:
            found.append(("size", str(self.size)))
        if self.page != 1:
            found.append(("page", str(self.page)))
        return found


def read_state(parameters: Iterable[tuple[str, str]]) -> State:
    """Return the state that parameters mean; empty ones, and names that are none, are ignored.

    Raises:
        StateError: a value is impossible.
    """
    pairs = [(name, value) for name, value in parameters if value]
    chosen = {}
    for facet in FACETS:
        values = tuple(sorted({value for name, value in pairs if name == facet.name}))
        for value in values:
            if not re.fullmatch(facet.pattern, value):
                raise StateError(facet.name, value, f"{facet.example}, …")
        if len(values) > MOST_VALUES:
            raise StateError(facet.name, f"{len(values)}", f"1–{MOST_VALUES}")
        if values:
            chosen[facet.name] = values
    single = dict(pairs)
    sort = single.get("sort", SORTS[0])
    if sort.removeprefix("-") not in SORTS:
        raise StateError("sort", sort, ", ".join(SORTS))  # noqa: EM101 -- a parameter, no message
    return State(chosen, sort, _number(single, "page", 1), _number(single, "size", SIZE, SIZES))


def _number(
    parameters: Mapping[str, str], name: str, default: int, allowed: Sequence[int] = ()
) -> int:
    text = parameters.get(name, str(default))
    number = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else 0
    if number not in allowed if allowed else not 1 <= number <= LAST_PAGE:
        expected = ", ".join(map(str, allowed)) or f"1–{LAST_PAGE}"
        raise StateError(name, text, expected)
    return number
