"""Converts SVG to PNG by resvg with a packaged font: equal bytes on every machine."""

from importlib.resources import as_file, files

import resvg_py

_FONT = "NotoSansJP-Regular.otf"


def as_png(svg: str, language: str, zoom: float = 1) -> bytes:
    """Return a drawing as PNG, enlarged by `zoom`."""
    with as_file(files("pylopdf_fonts_jp") / _FONT) as font:
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            languages=[language],
            skip_system_fonts=True,
            font_files=[str(font)],
            sans_serif_family="Noto Sans JP",
        )
