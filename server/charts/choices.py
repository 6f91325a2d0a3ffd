"""What a reader can choose on the page of a figure: what is counted, and how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.charts.figure import ChartContext
from server.charts.measures import MapMeasure, has_population
from server.counts.facets import Facet, facet_named
from server.site.site import MenuItem
from server.site.values import facet_title, value_of

# What the form of the map offers, in this order; a view has more.
_OFFERED = ("table", "technology", "type", "status", "sharing", "system", "field", "task")


@dataclass(frozen=True, slots=True)
class Option:
    """A count that can be chosen for the map."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Options:
    """The counts of one facet."""

    title: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class MapChoices:
    """The form of the map."""

    counts: Sequence[Options]
    measures: Sequence[Option]


def map_choices(place: ChartContext) -> MapChoices:
    """Return the form of the map; without population figures it offers no rates."""
    offered = [
        item for item in MapMeasure if item != MapMeasure.PER_MILLION or has_population(place)
    ]
    return MapChoices(
        map_options(place),
        [
            Option(
                item,
                place.text(f"compare.measure_{item}"),
                item == (place.measure or MapMeasure.ANSWERS),
            )
            for item in offered
        ],
    )


def table_choices(place: ChartContext, slug: str, asked: Sequence[Facet]) -> list[MenuItem]:
    """Return the tables of the survey that a matrix can be about, the present one marked.

    A table whose entries cannot have a value of each facet that is `asked` has no matrix; where
    only one table has, there is nothing to choose.
    """
    facet = facet_named("table")
    url = place.site.addresses.url_of
    path = f"{place.language}/compare/{slug}"
    offered = [
        MenuItem(
            url(path, place.view.having(table=choice.slug).parameters()),
            value_of(place.site, facet, choice.slug, place.language).text,
            place.view.of("table") == (choice.slug,),
        )
        for choice in place.catalogue.choices(place.whole, facet)
        if all(not one.within or choice.slug in one.within for one in asked)
    ]
    return offered if len(offered) > 1 else []


def map_options(place: ChartContext) -> list[Options]:
    """Return what the map can be coloured by, by facet."""
    offered = (facet_named(name) for name in _OFFERED)
    return [_options(place, facet) for facet in offered if place.catalogue.values[facet.name]]


def _options(place: ChartContext, facet: Facet) -> Options:
    return Options(
        facet_title(place.site, facet, place.language),
        [
            Option(
                f"{facet.name}:{choice.slug}",
                ("\u3000" if choice.depth else "")
                + value_of(place.site, facet, choice.slug, place.language).text
                + f" ({choice.count})",
                place.view == place.whole.having(**{facet.name: choice.slug}),
            )
            for choice in place.catalogue.choices(place.whole, facet)
        ],
    )
