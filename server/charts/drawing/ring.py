"""Draws names in a ring, with chords between related ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from server.charts.drawing.figures import LinkedName
from server.charts.drawing.lettering import width_of
from server.charts.drawing.svg import Caption, Circle, Drawing, Group, Shape, Stroke

# The smallest radius in pixels: names stay legible where the drawing is as narrow as a phone.
_SMALLEST = 120.0


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord between two positions of a ring, with its `weight` and its `name` for readers."""

    start: int
    end: int
    weight: int
    name: str
    planned: bool = False


def draw_ring(names: Sequence[LinkedName], chords: Sequence[Chord], title: str) -> Drawing:
    """Draw names in a ring with chords between them; the width of a chord shows its weight."""
    radius = max(_SMALLEST, len(names) * 16 / (2 * pi))
    ends = [
        _on_ring(at, len(names), radius + 14 + width_of(item.name)) for at, item in enumerate(names)
    ]
    left, top = (min((end[axis] for end in ends), default=0) - 12 for axis in (0, 1))
    right, bottom = (max((end[axis] for end in ends), default=0) + 12 for axis in (0, 1))
    points = [
        (x - left, y - top)
        for x, y in (_on_ring(at, len(names), radius) for at in range(len(names)))
    ]
    middle = (-left, -top)
    shapes: list[Shape] = [
        Group(
            f"{names[chord.start].name} – {names[chord.end].name}: {chord.name}",
            (_chord(chord, points, middle),),
        )
        for chord in chords
    ]
    for at, (item, point) in enumerate(zip(names, points, strict=True)):
        label = _label(item.name, 360 * at / len(names) - 90, middle, radius)
        shapes.append(Group(item.name, (Circle(*point, 4, "first"), label), item.href))
    return Drawing(right - left, bottom - top, title, shapes)


def _label(name: str, angle: float, middle: tuple[float, float], radius: float) -> Caption:
    """Return a name that points away from the ring and is not upside down."""
    turn = angle * pi / 180
    x, y = middle[0] + (radius + 10) * cos(turn), middle[1] + (radius + 10) * sin(turn)
    if 90 < angle % 360 < 270:  # noqa: PLR2004 -- the left half of a circle
        return Caption(x - 4 * sin(turn), y + 4 * cos(turn), name, anchor="end", turn=angle + 180)
    return Caption(x - 4 * sin(turn), y + 4 * cos(turn), name, turn=angle)


def _on_ring(at: int, count: int, radius: float) -> tuple[float, float]:
    angle = 2 * pi * at / max(count, 1) - pi / 2
    return radius * cos(angle), radius * sin(angle)


def _chord(
    chord: Chord, points: Sequence[tuple[float, float]], middle: tuple[float, float]
) -> Stroke:
    (x1, y1), (x2, y2) = points[chord.start], points[chord.end]
    pull = 0.35  # low, so that chords between neighbours stay distinguishable
    cx = middle[0] + ((x1 + x2) / 2 - middle[0]) * pull
    cy = middle[1] + ((y1 + y2) / 2 - middle[1]) * pull
    path = f"M{x1:.1f} {y1:.1f}Q{cx:.1f} {cy:.1f} {x2:.1f} {y2:.1f}"
    css = ("chord", "planned")[chord.planned]
    return Stroke(path, css, 1 + chord.weight, dashed=chord.planned)
