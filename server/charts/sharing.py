"""Who automates what many do, what could be shared, and who shares with whom."""

from collections.abc import Sequence
from dataclasses import replace

from server.charts.drawing.figures import (
    Bar,
    Cell,
    Chord,
    Matrix,
    Named,
    draw_bars,
    draw_matrix,
    draw_ring,
)
from server.charts.figure import (
    Comparison,
    Figure,
    Place,
    by_key,
    count_in,
    iri_in,
    rows_and_table,
    slug_of,
)
from server.engine import Row

_OFFERS = "●"
_PLANNED = "plannedParticipant"
_ENDS = ("operator", "partner")


def _types(place: Place) -> Figure:
    rows, table = rows_and_table(place, "types", "concept/status/introduced")
    bars = [_bar(place, row) for row in rows]
    legend = (
        ("first", place.text("compare.legend_introduced")),
        ("second", place.text("compare.legend_other_status")),
    )
    drawing = draw_bars(bars, place.text("compare.types"))
    return Figure(replace(drawing, legend=legend), table)


def _bar(place: Place, row: Row) -> Bar:
    whole = count_in(row, "prefectures")
    cell = place.site.reader(place.language).cell(row["who"])
    return Bar(
        place.named(row, "type", type=slug_of(row, "type")),
        whole,
        count_in(row, "introduced"),
        cell.text if whole == 1 else "",
    )


def _shareable(place: Place) -> Figure:
    rows, table = rows_and_table(place, "shareable", "concept/joint-use/possible")
    types = by_key(rows, "type")
    offers = {(slug_of(row, "type"), slug_of(row, "offering")) for row in rows}
    prefectures = [
        prefecture
        for prefecture in sorted(place.catalogue.values["prefecture"])
        if any(_has(place, kind, prefecture) for kind in types)
    ]
    matrix = Matrix(
        rows=[place.named(row, "type", type=name) for name, row in types.items()],
        columns=[_prefecture(place, code) for code in prefectures],
        cells=[
            [_sharing(place, kind, code, offers=(kind, code) in offers) for code in prefectures]
            for kind in types
        ],
    )
    legend = (
        ("first", place.text("compare.legend_offers")),
        ("second", place.text("compare.legend_same_type")),
    )
    drawing = draw_matrix(matrix, place.text("compare.shareable"))
    return Figure(replace(drawing, legend=legend), table)


def _has(place: Place, kind: str, prefecture: str) -> bool:
    values = place.catalogue.values
    return bool(values["type"][kind].entries & values["prefecture"][prefecture].entries)


def _sharing(place: Place, kind: str, prefecture: str, *, offers: bool) -> Cell:
    href = place.view(type=kind, prefecture=prefecture)
    if offers:
        return Cell(1, href, "first", _OFFERS)
    if _has(place, kind, prefecture):
        return Cell(1, href, "second", "○")
    return Cell(0, css="step-0")


def _prefecture(place: Place, code: str) -> Named:
    iri = place.site.addresses.iri(f"id/pref/{code}")
    cell = place.site.reader(place.language).link(iri)
    return Named(cell.text, cell.href)


def _network(place: Place) -> Figure:
    rows, table = rows_and_table(place, "sharing")
    ends = {iri_in(row, name): place.named(row, name) for row in rows for name in _ENDS}
    # Prefectures by code, then what lies in them: a municipality's code begins with theirs.
    iris = sorted(ends, key=_from_north)
    drawing = draw_ring(
        [ends[iri] for iri in iris], _chords(place, rows, iris), place.text("compare.sharing")
    )
    legend = (
        ("chord", place.text("compare.legend_shares")),
        ("planned", place.text("compare.legend_planned")),
    )
    return Figure(replace(drawing, legend=legend), table)


def _chords(place: Place, rows: Sequence[Row], iris: Sequence[str]) -> list[Chord]:
    """Return a chord for each two that share systems, planned ones apart."""
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
    """Return a key that puts a prefecture before its municipalities, and bodies last."""
    kind, _, code = iri.rpartition("/")
    return (code[:2] if code[:2].isdigit() else "99", "" if kind.endswith("pref") else code)


SHARING: Sequence[Comparison] = (
    Comparison("types", _types),
    Comparison("shareable", _shareable),
    Comparison("sharing", _network),
)
