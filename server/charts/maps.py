"""The map of tiles, coloured by the entries of any view."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from server.charts.drawing.figures import Tile, draw_map
from server.charts.figure import Comparison, Figure, Place
from server.facets.facets import FACETS, Facet
from server.facets.sparql import counts_of
from server.facets.state import State
from server.site.tiles import Counted, tiles

# What the form of the map offers, in this order; a view has more.
_OFFERED = ("table", "technology", "type", "status", "sharing", "system", "field")


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


def _map(place: Place) -> Figure:
    facet = next(facet for facet in FACETS if facet.name == "prefecture")
    query = counts_of(place.state, facet, place.language, place.catalogue.base)
    table = place.site.tables(place.language).of_rows(
        "compare-map", query, place.site.dataset.rows(query)
    )
    shown = [
        Tile(
            tile.name,
            tile.short,
            tile.count,
            tile.href,
            (tile.x, tile.y, tile.width, tile.height),
        )
        for tile in tiles(_counted(place, facet))
    ]
    return Figure(draw_map(shown, _title(place)), table)


def _counted(place: Place, facet: Facet) -> list[Counted]:
    reader = place.site.reader(place.language)
    found = place.catalogue.selected(place.state)
    return [
        Counted(
            code,
            reader.link(place.catalogue.base + facet.prefix + code).text,
            _address(place, code),
            (value.entries & found).bit_count(),
        )
        for code, value in place.catalogue.values[facet.name].items()
    ]


def _address(place: Place, code: str) -> str:
    state = replace(place.state, chosen={**place.state.chosen, "prefecture": (code,)}, page=1)
    return place.site.addresses.url_of(f"{place.language}/explore", state.parameters())


def _title(place: Place) -> str:
    reader = place.site.reader(place.language)
    names = [
        reader.link(place.catalogue.base + facet.prefix + slug).text
        for facet in FACETS
        for slug in place.state.of(facet.name)
    ]
    title = place.text("compare.map")
    listed = place.text("resource.separator").join(names)
    return place.text("explore.titled", title=title, names=listed) if names else title


def map_options(place: Place) -> list[Options]:
    """Return what the map can be coloured by, by facet."""
    return [_options(place, facet) for name in _OFFERED for facet in FACETS if facet.name == name]


def _options(place: Place, facet: Facet) -> Options:
    reader = place.site.reader(place.language)
    choices = place.catalogue.choices(State(), facet)
    return Options(
        place.text(f"explore.facet_{facet.name}"),
        [
            Option(
                f"{facet.name}:{choice.slug}",
                ("\u3000" if choice.depth else "")
                + reader.link(place.catalogue.base + facet.prefix + choice.slug).text
                + f" ({choice.count})",
                place.state.chosen == {facet.name: (choice.slug,)},
            )
            for choice in choices
        ],
    )


MAPS: Sequence[Comparison] = (Comparison("map", _map),)
