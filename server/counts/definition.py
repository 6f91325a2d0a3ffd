"""Figures: each is the number of rows of a query that lists what is counted.

Each file `units/{unit}.rq` is a definition. `$entries` and `$things` are replaced by the patterns
of a view. Any other `$name` is replaced by the resource in the parameter of this name, given as a
path below the base or a prefixed name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from string import Template
from urllib.parse import parse_qsl, urlencode

import pyoxigraph as ox

from server.counts import editions
from server.counts.editions import held_to
from server.counts.facets import EDITION
from server.counts.view import ReadView, View, read_view
from server.http.texts import text_of
from server.rdf.prefixes import common_prefixes
from server.rdf.query_files import filled, template

# The name of a query file; most file systems refuse names of more than 255 bytes.
_NAME = re.compile(r"[a-z][a-z-]{0,99}")
# Maximum similar units in a message, and maximum characters of a name that are compared.
_NEAR, _LONGEST = 3, 100
_OF_A_VIEW = frozenset({"entries", "things"})


class CountError(ValueError):
    """A figure without a definition was requested; the message says why, in both languages."""

    def __init__(self, reason: str, **values: str) -> None:
        """Make the message with this key."""
        self.text = text_of(f"problem.{reason}", **values)
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Count:
    """A figure: its unit, its view (all entries if the unit has no view), and parameters."""

    unit: str
    view: View
    given: Sequence[tuple[str, str]] = ()

    @property
    def key(self) -> str:
        """Return the key of the figure on pages: `concepts?scheme=concept/status`."""
        if not self.given:
            return self.view.key(self.unit)
        own = [*self.given, *self._of_view()]
        return f"{self.unit}?{urlencode(own, safe='/:')}"

    def _of_view(self) -> list[tuple[str, str]]:
        """Return the parameters of the view; only the edition if the query is not about entries."""
        if _OF_A_VIEW & set(_parameters(self.unit)):
            return self.view.parameters()
        return [(EDITION, self.view.edition)] if self.view.edition else []

    def resources(self, base: str) -> list[str]:
        """Return the IRIs of the resources in the parameters.

        Raises:
            CountError: A value is not an IRI.
        """
        return [_resource(value, base).value for _, value in self.given]

    def listing(self, base: str) -> str:
        """Return the query whose rows are counted."""
        given = {name: _resource(value, base) for name, value in self.given}
        view = {"entries": self.view.entries(base), "things": self.view.things(base)}
        template = _template(self.unit)
        held = held_to(template, base, self.view.edition)
        return filled(template, base, **view, **given, **held)

    def counting(self, base: str) -> str:
        """Return the query that counts the rows."""
        body = self.listing(base)
        head, select, rest = body.partition("SELECT")
        return f"{head}SELECT (COUNT(*) AS ?count) WHERE {{ {{\n{select}{rest}}} }}\n"


def read_count(
    unit: str, parameters: Sequence[tuple[str, str]], read: ReadView = read_view
) -> Count:
    """Return the figure for a unit and the parameters of a URL; `read` reads its view.

    Raises:
        CountError: There is no such unit, or a parameter is missing.
        ViewError: A value of a facet is invalid.
    """
    wanted, known = subjects_of(unit), dict(parameters)
    missing = [name for name in wanted if not known.get(name)]
    if missing:
        raise CountError("no_subject", unit=unit, name=missing[0])  # noqa: EM101 -- a key
    # A parameter with the name of a facet may be a resource instead.
    of_view = [(name, value) for name, value in parameters if name not in wanted]
    view = read(of_view) if len(wanted) < len(_parameters(unit)) else View()
    return Count(unit, view, [(name, known[name]) for name in wanted])


def count_of(key: str) -> Count:
    """Return the figure for the key in `data-count` on a page.

    Raises:
        CountError: The figure has no definition.
        ViewError: A value of a facet is invalid.
    """
    unit, _, query = key.partition("?")
    return read_count(unit, parse_qsl(query))


def subjects_of(unit: str) -> list[str]:
    """Return the parameters for the resources that a figure is about.

    Raises:
        CountError: There is no such unit.
    """
    return [name for name in _parameters(unit) if not _is_of_a_view(name)]


def is_of_edition(unit: str) -> bool:
    """Return whether a figure depends on the chosen edition."""
    return any(map(_is_of_a_view, _parameters(unit)))


def _is_of_a_view(placeholder: str) -> bool:
    return placeholder in _OF_A_VIEW or editions.is_of_edition(placeholder)


def _parameters(unit: str) -> tuple[str, ...]:
    return tuple(_template(unit).get_identifiers())


def _template(unit: str) -> Template:
    if not _NAME.fullmatch(unit):
        raise _no_figure(unit)
    try:
        return template("server.counts", f"units/{unit}")
    except FileNotFoundError as missing:
        raise _no_figure(unit) from missing


def _no_figure(unit: str) -> CountError:
    """Return the error for an unknown unit, with similar ones."""
    near = get_close_matches(unit[:_LONGEST].casefold(), _units(), _NEAR)
    if not near:
        return CountError("no_figure", unit=unit)
    return CountError("no_figure_near", unit=unit, near=", ".join(near))


@cache
def _units() -> list[str]:
    """Return all units, sorted."""
    folder = files("server.counts") / "units"
    return sorted(one.name.removesuffix(".rq") for one in folder.iterdir())


def _resource(value: str, base: str) -> ox.NamedNode:
    """Return the IRI for a path below the base or a prefixed name (`dg:Entry`).

    Raises:
        CountError: The value is not an IRI.
    """
    prefix, colon, name = value.partition(":")
    namespace = common_prefixes(base).get(prefix) if colon else base
    iri = f"{namespace}{name if colon else value}" if namespace else value
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise CountError("no_iri", value=value) from error  # noqa: EM101 -- a key
