"""Pictures from SVG by resvg, with the font of a package: the same bytes on every machine."""

from importlib.resources import as_file, files

import resvg_py

_FONT = "NotoSansJP-Regular.otf"


def as_png(svg: str, language: str, zoom: float = 1) -> bytes:
    """Return a drawing as PNG, `zoom` pixels for each of its own."""
    with as_file(files("pylopdf_fonts_jp") / _FONT) as font:
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=zoom,
            languages=[language],
            skip_system_fonts=True,
            font_files=[str(font)],
            sans_serif_family="Noto Sans JP",
        )
