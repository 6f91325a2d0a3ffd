"""Typesets a document by Typst: a template of this package, values as JSON, and one font."""

import json
from collections.abc import Mapping
from importlib.resources import as_file, files

# The font family: Noto Sans JP; the PDF embeds the glyphs in use.
_FONT = "pylopdf_fonts_jp"


def typeset(template: str, values: Mapping[str, object]) -> bytes:
    """Return a template (`{template}.typ`) with values as PDF; equal input gives equal bytes.

    The PDF is tagged (headings, cells) for screen readers.
    """
    # Imported late: it takes 13 MB that an idle server does not need.
    import typst  # noqa: PLC0415

    text = files("server.pdf").joinpath(f"{template}.typ").read_bytes()
    with as_file(files(_FONT)) as fonts:
        own = typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)])
        given = {"values": json.dumps(values, ensure_ascii=False)}
        compiler = typst.Compiler(text, font_paths=own, sys_inputs=given)
        made = compiler.compile(format="pdf")
    return made if isinstance(made, bytes) else b"".join(made or ())
