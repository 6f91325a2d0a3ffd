"""Comparisons of sharing: common procedures, offers, and partners."""

from collections.abc import Sequence
from dataclasses import replace

from server.charts.drawing.figures import (
    Bar,
    LinkedName,
    Matrix,
    MatrixCell,
    draw_bars,
    draw_matrix,
)
from server.charts.drawing.ring import Chord, draw_ring
from server.charts.figure import (
    Chart,
    ChartContext,
    Comparison,
    by_key,
    count_in,
    iri_in,
    rows_and_table,
    slug_of,
    text_in,
)
from server.charts.tabular import Head, MatrixRow, MatrixTable, RowGroup, Shaded, ShownBar
from server.counts.view import View
from server.engine import Row
from server.site.tables.cells import Cell as Linked
from server.site.tables.counted import counted
from server.site.tables.table import Table

_OFFERS = "●"
_PLANNED = "plannedParticipant"
_ENDS = ("operator", "partner")


def _types(place: ChartContext) -> Chart:
    rows, table = rows_and_table(place, "types", "concept/status/introduced")
    legend = (
        ("first", place.text("compare.legend_introduced")),
        ("second", place.text("compare.legend_other_status")),
    )
    title = place.text("compare.types")
    bars = [_bar(place, row) for row in rows]
    most = max((count_in(row, "prefectures") for row in rows), default=0)
    return Chart(
        title=title,
        draw=lambda: replace(draw_bars(bars, title), legend=legend),
        table=table,
        bars=[_shown(place, row, most) for row in rows],
        legend=legend,
        counted=[],
    )


def _bar(place: ChartContext, row: Row) -> Bar:
    whole = count_in(row, "prefectures")
    cell = place.site.reader(place.language).cell(row["whoListLabel"])
    return Bar(
        place.named(row, "type", type=slug_of(row, "type")),
        whole,
        count_in(row, "introduced"),
        cell.text if whole == 1 else "",
    )


def _shown(place: ChartContext, row: Row, most: int) -> ShownBar:
    bar = _bar(place, row)
    view = place.whole.having(type=slug_of(row, "type"))
    part = view.having(status="introduced")

    def figure(of: View, value: float) -> Linked:
        key = of.key("prefectures")
        return counted(place.site.addresses, place.language, key, int(value))

    return ShownBar(
        name=Linked(bar.name.name, place.address(view)),
        whole=figure(view, bar.whole),
        part=figure(part, bar.part),
        whole_share=round(100 * bar.whole / most, 1),
        part_share=round(100 * bar.part / most, 1),
        note=Linked(bar.note),
    )


def _shareable(place: ChartContext) -> Chart:
    found = rows_and_table(place, "shareable", "concept/joint-use/possible")
    same = {
        (kind, code)
        for kind in by_key(found[0], "type")
        for code in place.catalogue.values["prefecture"]
        if _has(place, kind, code)
    }
    legend = ("compare.legend_offers", "compare.legend_same_type")
    return _offered(place, "shareable", found, same, legend)


def _scenarios(place: ChartContext) -> Chart:
    found = rows_and_table(place, "scenarios", "concept/shareable/scenario")
    similar = {
        (slug_of(row, "type"), iri.rpartition("/")[2])
        for row in found[0]
        for iri in text_in(row, "withList").split()
    }
    legend = ("compare.legend_scenario", "compare.legend_same_system")
    return _offered(place, "scenarios", found, similar, legend)


def _offered(
    place: ChartContext,
    slug: str,
    found: tuple[Sequence[Row], Table],
    others: set[tuple[str, str]],
    legend: tuple[str, str],
) -> Chart:
    """Return procedure types by prefecture: who offers one, and who else could use it."""
    rows, table = found
    types = by_key(rows, "type")
    offers = {(slug_of(row, "type"), slug_of(row, "offering")) for row in rows}
    codes = sorted({code for _, code in offers | others})
    matrix = Matrix(
        rows=[place.named(row, "type", type=name) for name, row in types.items()],
        columns=[_prefecture(place, code) for code in codes],
        cells=[[_sign(place, (kind, code), offers, others) for code in codes] for kind in types],
    )
    shown = tuple(zip(("first", "second"), map(place.text, legend), strict=True))
    title = place.text(f"compare.{slug}")
    return Chart(
        title=title,
        draw=lambda: replace(draw_matrix(matrix, title), legend=shown),
        table=table,
        matrix=_as_table(place, matrix),
        legend=shown,
    )


def _as_table(place: ChartContext, matrix: Matrix) -> MatrixTable:
    """Return the matrix of signs as a table without totals."""
    return MatrixTable(
        corner=place.text("column.type"),
        heads=[Head(Linked(column.name, column.href), "") for column in matrix.columns],
        total=None,
        bands=[
            RowGroup(
                None,
                [
                    MatrixRow(
                        Linked(row.name, row.href),
                        row.name,
                        [
                            Shaded(Linked(cell.sign, cell.href), 0, cell.sign, cell.css)
                            for cell in cells
                        ],
                        None,
                    )
                    for row, cells in zip(matrix.rows, matrix.cells, strict=True)
                ],
            )
        ],
        totals=(),
        silent=(),
    )


def _has(place: ChartContext, kind: str, prefecture: str) -> bool:
    values = place.catalogue.values
    return bool(values["type"][kind].entries & values["prefecture"][prefecture].entries)


def _sign(
    place: ChartContext,
    key: tuple[str, str],
    offers: set[tuple[str, str]],
    others: set[tuple[str, str]],
) -> MatrixCell:
    kind, prefecture = key
    href = place.within(type=kind, prefecture=prefecture)
    if key in offers:
        return MatrixCell(1, href, "first", _OFFERS)
    if key in others:
        return MatrixCell(1, href, "second", "○")
    return MatrixCell(0, css="step-0")


def _prefecture(place: ChartContext, code: str) -> LinkedName:
    iri = place.site.addresses.iri(f"id/pref/{code}")
    cell = place.site.reader(place.language).link(iri)
    return LinkedName(cell.text, cell.href)


def _network(place: ChartContext) -> Chart:
    rows, table = rows_and_table(place, "sharing")
    ends = {iri_in(row, name): place.named(row, name) for row in rows for name in _ENDS}
    # Each prefecture by code, then its municipalities, whose codes begin with the same digits.
    iris = sorted(ends, key=_from_north)
    legend = (
        ("chord", place.text("compare.legend_shares")),
        ("planned", place.text("compare.legend_planned")),
    )
    title = place.text("compare.sharing")
    names, chords = [ends[iri] for iri in iris], _chords(place, rows, iris)
    return Chart(
        title=title,
        draw=lambda: replace(draw_ring(names, chords, title), legend=legend),
        table=table,
        legend=legend,
    )


def _chords(place: ChartContext, rows: Sequence[Row], iris: Sequence[str]) -> list[Chord]:
    """Return a chord for each two bodies that share systems; planned ones separately."""
    systems: dict[tuple[int, int, bool], dict[str, str]] = {}
    for row in rows:
        start, end = sorted(iris.index(iri_in(row, name)) for name in _ENDS)
        key = (start, end, iri_in(row, "role").endswith(_PLANNED))
        systems.setdefault(key, {})[iri_in(row, "system")] = place.named(row, "system").name
    separator = place.text("resource.separator")
    return [
        Chord(start, end, len(names), separator.join(sorted(names.values())), planned)
        for (start, end, planned), names in sorted(systems.items())
    ]


def _from_north(iri: str) -> tuple[str, str]:
    """Return a sort key: a prefecture before its municipalities, other bodies last."""
    kind, _, code = iri.rpartition("/")
    return (code[:2] if code[:2].isdigit() else "99", "" if kind.endswith("pref") else code)


SHARING: Sequence[Comparison] = (
    Comparison("types", _types),
    Comparison("shareable", _shareable),
    Comparison("scenarios", _scenarios),
    Comparison("sharing", _network),
)
