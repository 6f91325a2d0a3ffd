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


def _types(context: ChartContext) -> Chart:
    rows, table = rows_and_table(context, "types", "concept/status/introduced")
    legend = (
        ("first", context.text("compare.legend_introduced")),
        ("second", context.text("compare.legend_other_status")),
    )
    title = context.text("compare.types")
    bars = [_bar(context, row) for row in rows]
    most = max((count_in(row, "prefectures") for row in rows), default=0)
    return Chart(
        title=title,
        draw=lambda: replace(draw_bars(bars, title), legend=legend),
        table=table,
        bars=[_shown(context, row, most) for row in rows],
        legend=legend,
        counted=table.counted,
    )


def _bar(context: ChartContext, row: Row) -> Bar:
    whole = count_in(row, "prefectures")
    cell = context.site.reader(context.language).cell(row["whoListLabel"])
    return Bar(
        context.named(row, "type", type=slug_of(row, "type")),
        whole,
        count_in(row, "introduced"),
        cell.text if whole == 1 else "",
    )


def _shown(context: ChartContext, row: Row, most: int) -> ShownBar:
    bar = _bar(context, row)
    view = context.whole.having(type=slug_of(row, "type"))
    part = view.having(status="introduced")

    def figure(of: View, value: float) -> Linked:
        key = of.key("prefectures")
        return counted(context.site.addresses, context.language, key, int(value))

    return ShownBar(
        name=Linked(bar.name.name, context.address(view)),
        whole=figure(view, bar.whole),
        part=figure(part, bar.part),
        whole_share=round(100 * bar.whole / most, 1),
        part_share=round(100 * bar.part / most, 1),
        note=Linked(bar.note),
    )


def _shareable(context: ChartContext) -> Chart:
    found = rows_and_table(context, "shareable", "concept/joint-use/possible")
    same = {
        (kind, code)
        for kind in by_key(found[0], "type")
        for code in context.catalogue.values["prefecture"]
        if _has(context, kind, code)
    }
    legend = ("compare.legend_offers", "compare.legend_same_type")
    return _offered(context, "shareable", found, same, legend)


def _scenarios(context: ChartContext) -> Chart:
    found = rows_and_table(context, "scenarios", "concept/shareable/scenario")
    similar = {
        (slug_of(row, "type"), iri.rpartition("/")[2])
        for row in found[0]
        for iri in text_in(row, "withList").split()
    }
    legend = ("compare.legend_scenario", "compare.legend_same_system")
    return _offered(context, "scenarios", found, similar, legend)


def _offered(
    context: ChartContext,
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
        rows=[context.named(row, "type", type=name) for name, row in types.items()],
        columns=[_prefecture(context, code) for code in codes],
        cells=[[_sign(context, (kind, code), offers, others) for code in codes] for kind in types],
    )
    shown = tuple(zip(("first", "second"), map(context.text, legend), strict=True))
    title = context.text(f"compare.{slug}")
    return Chart(
        title=title,
        draw=lambda: replace(draw_matrix(matrix, title), legend=shown),
        table=table,
        matrix=_as_table(context, matrix),
        legend=shown,
        counted=table.counted,
    )


def _as_table(context: ChartContext, matrix: Matrix) -> MatrixTable:
    """Return the matrix of signs as a table without totals."""
    return MatrixTable(
        corner=context.text("column.type"),
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


def _has(context: ChartContext, kind: str, prefecture: str) -> bool:
    values = context.catalogue.values
    return bool(values["type"][kind].entries & values["prefecture"][prefecture].entries)


def _sign(
    context: ChartContext,
    key: tuple[str, str],
    offers: set[tuple[str, str]],
    others: set[tuple[str, str]],
) -> MatrixCell:
    kind, prefecture = key
    href = context.within(type=kind, prefecture=prefecture)
    if key in offers:
        return MatrixCell(1, href, "first", _OFFERS)
    if key in others:
        return MatrixCell(1, href, "second", "○")
    return MatrixCell(0, css="step-0")


def _prefecture(context: ChartContext, code: str) -> LinkedName:
    iri = context.site.addresses.iri(f"id/pref/{code}")
    cell = context.site.reader(context.language).link(iri)
    return LinkedName(cell.text, cell.href)


def _network(context: ChartContext) -> Chart:
    rows, table = rows_and_table(context, "sharing")
    ends = {iri_in(row, name): context.named(row, name) for row in rows for name in _ENDS}
    # Each prefecture by code, then its municipalities, whose codes begin with the same digits.
    iris = sorted(ends, key=_from_north)
    legend = (
        ("chord", context.text("compare.legend_shares")),
        ("planned", context.text("compare.legend_planned")),
    )
    title = context.text("compare.sharing")
    names, chords = [ends[iri] for iri in iris], _chords(context, rows, iris)
    return Chart(
        title=title,
        draw=lambda: replace(draw_ring(names, chords, title), legend=legend),
        table=table,
        legend=legend,
        counted=table.counted,
    )


def _chords(context: ChartContext, rows: Sequence[Row], iris: Sequence[str]) -> list[Chord]:
    """Return a chord for each two bodies that share systems; planned ones separately."""
    systems: dict[tuple[int, int, bool], dict[str, str]] = {}
    for row in rows:
        start, end = sorted(iris.index(iri_in(row, name)) for name in _ENDS)
        key = (start, end, iri_in(row, "role").endswith(_PLANNED))
        systems.setdefault(key, {})[iri_in(row, "system")] = context.named(row, "system").name
    separator = context.text("resource.separator")
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
