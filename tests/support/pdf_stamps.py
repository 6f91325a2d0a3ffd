"""Content added over the pages of a PDF: stamps, invisible text, pictures."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Literal, TypeAlias

from pdf_makers import Layout
from PIL import Image
from pypdfium2 import PdfDocument, raw  # type: ignore[import-untyped] # ships no types
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

Mode: TypeAlias = Literal[0, 1, 2, 3, 4, 5, 6, 7]
Size: TypeAlias = tuple[float, float]
Draw: TypeAlias = Callable[[Canvas, Size], None]
GOTHIC = "HeiseiKakuGo-W5"
PALE = (0.8, 0.8, 0.8)


def set_type(canvas: Canvas, size: float, colour: tuple[float, ...] = (0, 0, 0)) -> None:
    if GOTHIC not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(GOTHIC))
    canvas.setFont(GOTHIC, size)
    canvas.setFillColorRGB(*colour)


def column(text: str, size: float, colour: tuple[float, ...] = PALE) -> Draw:
    """Return a function that draws a text downwards in the middle of the page."""

    def draw(canvas: Canvas, page: Size) -> None:
        set_type(canvas, size, colour)
        top = page[1] / 2 + len(text) * size / 2
        for index, char in enumerate(text):
            canvas.drawString(page[0] / 2, top - index * size * 1.2, char)

    return draw


def sloping(
    text: str, size: float, colour: tuple[float, ...] = PALE, angle: float = 35, mode: Mode = 0
) -> Draw:
    """Return a function that draws a text across the middle of the page."""

    def draw(canvas: Canvas, page: Size) -> None:
        set_type(canvas, size, colour)
        canvas.setStrokeColorRGB(*colour)
        canvas.translate(page[0] / 2, page[1] / 2)
        canvas.rotate(angle)
        words = canvas.beginText(-len(text) * size / 2, 0)
        words.setTextRenderMode(mode)
        words.textOut(text)
        canvas.drawText(words)

    return draw


def level(text: str, size: float, colour: tuple[float, ...] = PALE, opacity: float = 1) -> Draw:
    """Return a function that draws a horizontal text across the middle of the page."""

    def draw(canvas: Canvas, page: Size) -> None:
        set_type(canvas, size, colour)
        canvas.setFillAlpha(opacity)
        canvas.drawCentredString(page[0] / 2, page[1] / 2, text)

    return draw


def at(across: float, up: float, text: str, size: float, colour: tuple[float, ...]) -> Draw:
    """Return a function that draws a text at a position, given as fractions of the page."""

    def draw(canvas: Canvas, page: Size) -> None:
        set_type(canvas, size, colour)
        canvas.drawString(page[0] * across, page[1] * up, text)

    return draw


def draw_turned(
    canvas: Canvas,
    text: str,
    position: tuple[float, float],
    style: tuple[float, tuple[float, ...]],
    angle: float,
) -> None:
    """Draw a text at a position, in a size and colour, turned by an angle in degrees."""
    canvas.saveState()
    set_type(canvas, *style)
    canvas.translate(*position)
    canvas.rotate(angle)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


def tiled(text: str, size: float, colour: tuple[float, ...] = PALE, angle: float = 0) -> Draw:
    """Return a function that draws a text all over the page."""

    def draw(canvas: Canvas, page: Size) -> None:
        for x in range(30, int(page[0]), 150):
            for y in range(30, int(page[1]), 90):
                draw_turned(canvas, text, (x, y), (size, colour), angle)

    return draw


def framed(text: str, size: float, colour: tuple[float, ...] = (0.8, 0, 0)) -> Draw:
    """Return a function that draws a text in a frame, like a rubber stamp."""

    def draw(canvas: Canvas, page: Size) -> None:
        set_type(canvas, size, colour)
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(1.5)
        width = len(text) * size + 10
        canvas.rect(page[0] * 0.62, page[1] * 0.63, width, size + 10)
        canvas.drawString(page[0] * 0.62 + 5, page[1] * 0.63 + 7, text)

    return draw


def round_seal(text: str, size: float, colour: tuple[float, ...] = (0.8, 0, 0)) -> Draw:
    """Return a function that draws a text in a circle."""

    def draw(canvas: Canvas, page: Size) -> None:
        set_type(canvas, size, colour)
        canvas.setStrokeColorRGB(*colour)
        canvas.circle(page[0] * 0.4, page[1] * 0.6, len(text) * size * 0.7)
        canvas.roundRect(page[0] * 0.3, page[1] * 0.55, 80, 40, 8)
        canvas.drawCentredString(page[0] * 0.4, page[1] * 0.6 - size / 3, text)

    return draw


def as_form(drawn: Draw) -> Draw:
    """Return what draws the same as a form of its own."""

    def draw(canvas: Canvas, page: Size) -> None:
        canvas.beginForm("stamp", 0, 0, *page)
        drawn(canvas, page)
        canvas.endForm()
        canvas.doForm("stamp")

    return draw


def marked(drawn: Draw) -> Draw:
    """Return what draws the same, marked as a watermark as Acrobat and Word do."""

    def draw(canvas: Canvas, page: Size) -> None:
        canvas.addLiteral("/Artifact <</Subtype /Watermark /Type /Pagination>> BDC")
        drawn(canvas, page)
        canvas.addLiteral("EMC")

    return draw


STAMPS: Mapping[str, Draw] = {
    "a pale column of upright letters": column("取扱注意", 40),
    "pale Latin letters, sloping": sloping("DRAFT", 90),
    "pale kanji, sloping": sloping("見本", 120),
    "red kanji, sloping": sloping("社外秘", 60, (0.85, 0, 0)),
    "large and pale, level": level("複写", 80),
    "black and see-through": level("CONFIDENTIAL", 48, (0, 0, 0), 0.15),
    "large and black": level("秘", 60, (0, 0, 0)),
    "small and pale, all over the page": tiled("持出禁止", 9),
    "small and sloping, all over the page": tiled("COPY", 8, (0.5, 0.5, 0.5), 30),
    "in outline": sloping("見本", 70, (0.9, 0.3, 0.3), 0, 1),
    "red in a frame": framed("社外秘", 14),
    "a seal": round_seal("検収", 16),
    "red, in the table's size": level("取扱注意取扱注意", 7, (0.9, 0, 0)),
    "a form of its own": as_form(column("部外秘", 50)),
    "marked as a watermark": marked(level("下書き下書き下書き", 7, (0, 0, 0))),
    "upside down": sloping("無断転載", 30, (0.3, 0.3, 0.3), 180),
    "on its side": sloping("控", 30, (0, 0, 0), 90),
    "black, in the table's size, tilted by 3 degrees": sloping("CONFIDENTIAL", 7, (0, 0, 0), 3),
    "a logo over the header": at(0.85, 0.9, "digigov", 12, (0, 0.3, 0.7)),
    "the table's type, half transparent": level("取扱注意取扱注意", 7, (0, 0, 0), 0.5),
    "dark blue, in the table's size": level("内部資料内部資料", 7, (0, 0, 0.35)),
    "initials in a black seal": round_seal("田中", 9, (0, 0, 0)),
}


def lines_of(draw_line: Callable[[Canvas, float, float], None]) -> Draw:
    """Return a function that draws a line of text at many positions of a page."""

    def draw(canvas: Canvas, page: Size) -> None:
        for y in range(60, int(page[1]) - 60, 23):
            for x in range(60, int(page[0]) - 60, 160):
                draw_line(canvas, x, y)

    return draw


def _words(
    size: float = 7, colour: tuple[float, ...] = (0, 0, 0), mode: Mode = 0
) -> Callable[[Canvas, float, float], None]:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        set_type(canvas, size, colour)
        text = canvas.beginText(x, y)
        text.setTextRenderMode(mode)
        text.textOut("見えない文字hidden")
        canvas.drawText(text)

    return draw


def _clipped(canvas: Canvas, x: float, y: float) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 1, 1)
    canvas.clipPath(path, stroke=0)
    _words()(canvas, x, y)
    canvas.restoreState()


def _see_through(canvas: Canvas, x: float, y: float) -> None:
    canvas.saveState()
    canvas.setFillAlpha(0)
    _words()(canvas, x, y)
    canvas.restoreState()


def _on_its_own_colour(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillColorRGB(0.7, 0.85, 1)
    canvas.rect(x, y - 2, 0.5, 9, stroke=0, fill=1)
    _words(7, (1, 1, 1))(canvas, x, y)


def picture(colour: int = 255) -> ImageReader:
    file = BytesIO()
    Image.new("L", (4, 4), colour).save(file, "PNG")
    file.seek(0)
    return ImageReader(file)


def below_picture(canvas: Canvas, page: Size) -> None:
    """Draw text and a white picture over it; to be drawn before the page."""
    lines_of(_words())(canvas, page)
    canvas.drawImage(picture(), 0, 0, *page)


def below_paper(canvas: Canvas, page: Size) -> None:
    """Draw text and a white area over it; to be drawn before the page."""
    lines_of(_words())(canvas, page)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(0, 0, *page, stroke=0, fill=1)


HIDDEN: Mapping[str, Draw] = {
    "render mode 3": lines_of(_words(mode=3)),
    "white on white": lines_of(_words(colour=(1, 1, 1))),
    "almost white": lines_of(_words(colour=(0.97, 0.97, 1))),
    "one point": lines_of(_words(1)),
    "clipped": lines_of(_clipped),
    "quite transparent": lines_of(_see_through),
    "only added to the clip": lines_of(_words(mode=7)),
}
BELOW: Mapping[str, Draw] = {"a picture": below_picture, "a white area": below_paper}


def stamped(source: Path, target: Path, draw: Draw, pages: int | None = None) -> Path:
    """Write a PDF whose first pages, or all, have something drawn over them."""
    pdf = PdfDocument(source)
    stamp = PdfDocument(drawing(draw, pdf[0].get_size()))
    form = stamp.page_as_xobject(0, pdf)
    for index in range(pages or len(pdf)):
        page = pdf[index]
        page.insert_obj(form.as_pageobject())
        page.gen_content()
    pdf.save(target)
    return target


def annotated(source: Path, target: Path, kind: int, flags: int) -> Path:
    """Write a PDF whose first page has an annotation over its middle."""
    pdf = PdfDocument(source)
    note = raw.FPDFPage_CreateAnnot(pdf[0], kind)
    raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(300, 290, 400, 250))
    raw.FPDFAnnot_SetFlags(note, flags)
    raw.FPDFPage_CloseAnnot(note)
    pdf.save(target)
    return target


def below(layout: Layout, draw: Draw) -> Layout:
    """Return the layout with something drawn on each page before its table."""
    return replace(layout, below=draw)


def drawing(draw: Draw, page: Size) -> bytes:
    """Return a PDF of one page with a drawing."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=page)
    draw(canvas, page)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
