"""The map of tiles: the answers of any view, as numbers, as shares, or per million people."""

from collections.abc import Sequence

from server.charts.drawing.figures import Tile, draw_map
from server.charts.figure import Comparison, Figure, Place
from server.charts.measures import Measure, Measured, measured
from server.counts.facets import facet_named
from server.site.tables.distributions import Distribution
from server.site.tiles import Counted, tiles


def _map(place: Place) -> Figure:
    facet = facet_named("prefecture")
    measure = Measure(place.measure or Measure.ANSWERS)
    found = measured(place, measure)
    table = Distribution(place.site.tables(place.language), place.view, facet).table("compare-map")
    title = place.title("map")
    if measure is not Measure.ANSWERS:
        shown = place.text(f"compare.measure_{measure}")
        title = place.text("compare.measured", title=title, measure=shown)
    return Figure(
        title=title,
        draw=lambda: draw_map(_tiles(found), title),
        table=table,
        lead=place.text(f"compare.map_lead_{measure}"),
        counted=table.counted,
    )


def _tiles(found: Sequence[Measured]) -> list[Tile]:
    ranked = [Counted(item.code, item.name, item.href, item.rank) for item in found]
    by_code = {item.code: item for item in found}
    return [
        Tile(
            tile.name,
            tile.short,
            tile.count,
            tile.href,
            (tile.x, tile.y, tile.width, tile.height),
            by_code[code].shown,
            by_code[code].key,
        )
        for code, tile in zip((item.code for item in ranked), tiles(ranked), strict=True)
    ]


MAPS: Sequence[Comparison] = (Comparison("map", _map),)
