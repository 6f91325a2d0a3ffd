"""Measures of the map: number of answers, share of a prefecture's answers, or rate per people."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox

from server.charts.figure import ChartContext
from server.counts.facets import facet_named
from server.engine import Pattern
from server.site.values import value_of

_MILLION = 1_000_000
# Shades are computed from integers: tenths are precise enough.
_TENTHS = 10


class MapMeasure(StrEnum):
    """The measures of the map."""

    ANSWERS = "answers"
    SHARE = "share"
    PER_MILLION = "per-million"


@dataclass(frozen=True, slots=True)
class Measured:
    """A prefecture with its figure as shown, and an integer that ranks it.

    `key` is the key of the figure if it is a count.
    """

    code: str
    name: str
    href: str
    shown: str
    rank: int
    key: str


def measured(context: ChartContext, measure: MapMeasure) -> Sequence[Measured]:
    """Return the figure of each prefecture for the answers of a view."""
    facet = facet_named("prefecture")
    found = context.catalogue.selected(context.view)
    return [
        _of_one(
            context, measure, code, (value.entries & found).bit_count(), value.entries.bit_count()
        )
        for code, value in context.catalogue.values[facet.name].items()
    ]


def _of_one(
    context: ChartContext, measure: MapMeasure, code: str, count: int, whole: int
) -> Measured:
    name = value_of(context.site, facet_named("prefecture"), code, context.language)
    shown, rank = str(count), count
    if measure is MapMeasure.SHARE:
        share = 100 * count / whole if whole else 0
        shown, rank = f"{share:.0f}%", round(share * _TENTHS)
    if measure is MapMeasure.PER_MILLION:
        people = population(context, code)
        rate = _MILLION * count / people if people else 0
        shown, rank = (f"{rate:.1f}" if people else "–"), round(rate * _TENTHS)
    view = context.view.having(prefecture=code)
    key = view.key("answers") if measure is MapMeasure.ANSWERS else ""
    return Measured(code, name.text, context.address(view), shown, rank, key)


def has_population(context: ChartContext) -> bool:
    """Return whether the dataset has the populations of prefectures."""
    return any(population(context, code) for code in context.catalogue.values["prefecture"])


def population(context: ChartContext, code: str) -> int:
    """Return the population of a prefecture, 0 if unknown."""
    addresses = context.site.addresses
    subject = ox.NamedNode(addresses.iri(f"id/pref/{code}"))
    stated = Pattern(subject, ox.NamedNode(addresses.iri("ontology#censusPopulation")))
    for quad in context.site.dataset.quads(stated):
        if isinstance(quad.object, ox.Literal):
            return int(quad.object.value)
    return 0
