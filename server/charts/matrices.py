"""Matrices: one facet against another."""

from collections.abc import Mapping, Sequence

from server.charts.drawing.figures import Cell, Matrix, draw_matrix
from server.charts.figure import (
    Comparison,
    Figure,
    Place,
    by_key,
    count_in,
    rows_and_table,
    slug_of,
)
from server.engine import Row
from server.facets.facets import FACETS
from server.facets.state import State


def _matrix(place: Place, slug: str, row_facet: str, column_facet: str) -> Figure:
    rows, table = rows_and_table(place, slug)
    down = _in_order(place, row_facet, by_key(rows, row_facet))
    across = _in_order(place, column_facet, by_key(rows, column_facet))
    counts = {
        (slug_of(row, row_facet), slug_of(row, column_facet)): count_in(row, "entries")
        for row in rows
    }
    matrix = Matrix(
        rows=[place.named(row, row_facet, **{row_facet: name}) for name, row in down.items()],
        columns=[
            place.named(row, column_facet, **{column_facet: name}) for name, row in across.items()
        ],
        cells=[
            [
                Cell(
                    counts.get((one, other), 0),
                    place.view(**{row_facet: one, column_facet: other}),
                )
                for other in across
            ]
            for one in down
        ],
    )
    return Figure(draw_matrix(matrix, place.text(f"compare.{slug}")), table)


def _in_order(place: Place, facet_name: str, rows: Mapping[str, Row]) -> Mapping[str, Row]:
    """Return rows in the order in which the facet has its values."""
    facet = next(facet for facet in FACETS if facet.name == facet_name)
    order = [choice.slug for choice in place.catalogue.choices(State(), facet)]
    return {slug: rows[slug] for slug in order if slug in rows}


def _prefecture_technology(place: Place) -> Figure:
    return _matrix(place, "prefecture-technology", "prefecture", "technology")


def _prefecture_type_group(place: Place) -> Figure:
    return _matrix(place, "prefecture-type-group", "prefecture", "type")


def _prefecture_type(place: Place) -> Figure:
    return _matrix(place, "prefecture-type", "prefecture", "type")


def _field_status(place: Place) -> Figure:
    return _matrix(place, "field-status", "field", "status")


MATRICES: Sequence[Comparison] = (
    Comparison("prefecture-technology", _prefecture_technology),
    Comparison("prefecture-type-group", _prefecture_type_group),
    Comparison("prefecture-type", _prefecture_type),
    Comparison("field-status", _field_status),
)
