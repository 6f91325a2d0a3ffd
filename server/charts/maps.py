"""The map of tiles: the answers of any view, as numbers, as shares, or per million people."""

from collections.abc import Sequence

from server.charts.drawing.figures import DrawnTile, draw_map
from server.charts.figure import Chart, ChartContext, Comparison
from server.charts.measures import MapMeasure, Measured, measured
from server.counts.facets import facet_named
from server.site.tables.distributions import Distribution
from server.site.tiles import PrefectureCount, tiles


def _map(context: ChartContext) -> Chart:
    facet = facet_named("prefecture")
    measure = MapMeasure(context.measure or MapMeasure.ANSWERS)
    found = measured(context, measure)
    table = Distribution(context.tables, context.view, facet).table("compare-map")
    title = context.title("map")
    if measure is not MapMeasure.ANSWERS:
        shown = context.text(f"compare.measure_{measure}")
        title = context.text("compare.measured", title=title, measure=shown)
    return Chart(
        title=title,
        draw=lambda: draw_map(_tiles(found), title),
        table=table,
        lead=context.text(f"compare.map_lead_{measure}"),
        counted=table.counted,
    )


def _tiles(found: Sequence[Measured]) -> list[DrawnTile]:
    ranked = [PrefectureCount(item.code, item.name, item.href, item.rank) for item in found]
    by_code = {item.code: item for item in found}
    return [
        DrawnTile(
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
