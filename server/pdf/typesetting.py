"""Sets a document by Typst: a template of this room, values as JSON, and one font for all."""

import json
from collections.abc import Mapping
from importlib.resources import as_file, files

# The family of Noto Sans JP, of which the PDF holds the glyphs that it shows.
_FONT = "pylopdf_fonts_jp"


def typeset(template: str, values: Mapping[str, object]) -> bytes:
    """Return a template (`{template}.typ`) with its values as PDF: of the same, the same bytes.

    Its tags say what is a heading and what a cell, for those who hear the sheet.
    """
    # Thirteen megabytes that no server needs at rest.
    import typst  # noqa: PLC0415

    text = files("server.pdf").joinpath(f"{template}.typ").read_bytes()
    with as_file(files(_FONT)) as fonts:
        own = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)])
        given = {"values": json.dumps(values, ensure_ascii=False)}
        compiler = typst.Compiler(text, font_paths=own, sys_inputs=given)
        made = compiler.compile(format="pdf")
    return made if isinstance(made, bytes) else b"".join(made or ())
