"""The choices on the page of a figure: what is counted, and how it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.charts.figure import ChartContext
from server.charts.measures import MapMeasure, has_population
from server.counts.facets import Facet, facet_named
from server.site.site import MenuItem
from server.site.values import facet_title, value_of

# The facets in the form of the map, in this order.
_OFFERED = ("table", "technology", "type", "status", "sharing", "system", "field", "task")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of the map's form."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one facet."""

    title: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class MapChoices:
    """The form of the map."""

    counts: Sequence[Options]
    measures: Sequence[Option]


def map_choices(context: ChartContext) -> MapChoices:
    """Return the form of the map; it offers rates only if there are population figures."""
    offered = [
        item for item in MapMeasure if item != MapMeasure.PER_MILLION or has_population(context)
    ]
    return MapChoices(
        map_options(context),
        [
            Option(
                item,
                context.text(f"compare.measure_{item}"),
                item == (context.measure or MapMeasure.ANSWERS),
            )
            for item in offered
        ],
    )


def table_choices(context: ChartContext, slug: str, facets: Sequence[Facet]) -> list[MenuItem]:
    """Return the survey tables available for a matrix, with the present one marked.

    A table is available if its entries can have values of all `facets`. If only one table
    is available, there are no choices.
    """
    facet = facet_named("table")
    url = context.site.addresses.url_of
    path = f"{context.language}/compare/{slug}"
    offered = [
        MenuItem(
            url(path, context.view.having(table=choice.slug).parameters()),
            value_of(context.site, facet, choice.slug, context.language).text,
            context.view.of("table") == (choice.slug,),
        )
        for choice in context.catalogue.choices(context.whole, facet)
        if all(not one.within or choice.slug in one.within for one in facets)
    ]
    return offered if len(offered) > 1 else []


def map_options(context: ChartContext) -> list[Options]:
    """Return the choices for the map's colours, by facet."""
    offered = (facet_named(name) for name in _OFFERED)
    return [_options(context, facet) for facet in offered if context.catalogue.values[facet.name]]


def _options(context: ChartContext, facet: Facet) -> Options:
    return Options(
        facet_title(context.site, facet, context.language),
        [
            Option(
                f"{facet.name}:{choice.slug}",
                ("\u3000" if choice.depth else "")
                + value_of(context.site, facet, choice.slug, context.language).text
                + f" ({choice.count})",
                context.view == context.whole.having(**{facet.name: choice.slug}),
            )
            for choice in context.catalogue.choices(context.whole, facet)
        ],
    )
