"""The map of tiles: the answers of any view, as numbers, as shares, or per million people."""

from collections.abc import Sequence
from dataclasses import replace

from server.charts.drawing.figures import DrawnTile, draw_map
from server.charts.figure import Chart, ChartContext, Comparison
from server.charts.measures import MapMeasure, Measured, measured
from server.counts.facets import facet_named
from server.site.tables.cells import Cell
from server.site.tables.distributions import Distribution
from server.site.tables.table import ListColumn, Table
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
        table = _with_figures(table, ListColumn(measure, _head(shown), number=True), found)
    return Chart(
        title=title,
        draw=lambda: draw_map(_tiles(found), title),
        table=table,
        lead=context.text(f"compare.map_lead_{measure}"),
        counted=table.counted,
    )


def _head(text: str) -> str:
    return text[0].upper() + text[1:]


def _with_figures(table: Table, column: ListColumn, found: Sequence[Measured]) -> Table:
    """Return the table of answers with the figure of each prefecture as its last column."""
    figures = {item.name: Cell(item.shown) for item in found}
    rows = [[*row, figures[row[0].text]] for row in table.rows]
    return replace(table, columns=[*table.columns, column], rows=rows)


def _tiles(found: Sequence[Measured]) -> list[DrawnTile]:
    ranked = [PrefectureCount(item.code, item.name, item.href, item.rank) for item in found]
    by_code = {item.code: item for item in found}
    return [
        DrawnTile(
            tile.name,
            tile.lines,
            tile.count,
            tile.href,
            (tile.x, tile.y, tile.width, tile.height),
            tile.base,
            by_code[code].shown,
            by_code[code].key,
        )
        for code, tile in zip((item.code for item in ranked), tiles(ranked), strict=True)
    ]


MAPS: Sequence[Comparison] = (Comparison("map", _map),)
