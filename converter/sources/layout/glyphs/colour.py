"""Converts colours of PDF to sRGB, and computes contrasts."""

from functools import lru_cache
from typing import TypeAlias

RGB: TypeAlias = tuple[float, float, float]

BLACK: RGB = (0.0, 0.0, 0.0)
WHITE: RGB = (1.0, 1.0, 1.0)
# Colour spaces with one component, the amount of an ink: 1 is the full amount.
TINTS = frozenset({"Separation", "DeviceN"})


@lru_cache(maxsize=1024)
def components_to_rgb(components: tuple[object, ...], space: str) -> RGB | None:
    """Return the sRGB colour of grey, RGB or CMYK components, None for a pattern.

    A spot colour counts as black; colour profiles are ignored.
    """
    values = [float(one) for one in components if isinstance(one, int | float)]
    if len(values) != len(components) or space in {"Pattern", "Indexed", "Lab"}:
        return None
    match [min(1.0, max(0.0, value)) for value in values]:
        case [grey]:
            shade = 1 - grey if space in TINTS else grey
            return shade, shade, shade
        case [red, green, blue]:
            return red, green, blue
        case [cyan, magenta, yellow, black]:
            rest = 1 - black
            return (1 - cyan) * rest, (1 - magenta) * rest, (1 - yellow) * rest
    return None


def mixed(colour: RGB, opacity: float, below: RGB) -> RGB:
    """Return the visible colour of one colour with an opacity above another."""
    red, green, blue = (
        opacity * over + (1 - opacity) * under for over, under in zip(colour, below, strict=True)
    )
    return red, green, blue


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast ratio, 1 to 21 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: RGB) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB
        for value in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
