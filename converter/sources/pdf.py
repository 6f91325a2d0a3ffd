"""The process that reads a PDF: bytes → content of pages.

`converter.sources.pdf_process` starts it (`python -m converter.sources.pdf`). It is a process of
its own because an untrusted PDF can make the parser use any time and memory. Standard input brings
the PDF's bytes and then requests, answers go to standard output, all pickled.
"""

import logging
import pickle
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.table import TableFinder, TableSettings

from converter.sources.layout.glyphs.content import Box, PageContent, turned, turned_back
from converter.sources.layout.glyphs.visibility import inks_to_glyphs
from converter.sources.layout.ruling import RulingLine, closing_rules
from converter.sources.pdf_inks import page_areas, page_inks, page_turn
from converter.sources.pdf_messages import Answer, Draw, Drawn, Failed, Opened, Request
from converter.sources.pdf_painting import PaintedPage

# A horizontal line shorter than this share of the page's width underlines a word.
LONG_RULE = 0.3
# Annotations that show text or an area over the page; not highlights, links and notes.
SHOWN = frozenset(
    {"Stamp", "FreeText", "Watermark", "Widget", "Redact", "Square", "Circle", "Polygon", "Ink"}
)
NOT_SHOWN = 2 | 32  # the flags Hidden and NoView (ISO 32000-1, table 165)
# Maximum address space of the process in bytes: nine times the use for the survey.
MEMORY_LIMIT = 512 << 20
PICTURE_RESOLUTION = 144  # dots per inch: text of 5 pt is legible


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Read a PDF's bytes, answer `Opened`, then answer each request until the input ends."""
    data: bytes = pickle.load(requests)  # noqa: S301 - written by the process that started this one
    for answer in _answers(data, requests):
        pickle.dump(answer, answers)
        answers.flush()


def _answers(data: bytes, requests: BinaryIO) -> Iterator[Answer]:
    try:
        pdf = pdfplumber.open(BytesIO(data))
        pages = [PaintedPage(pdf, page.page_obj, page.page_number) for page in pdf.pages]
    except Exception as error:  # noqa: BLE001 - the parser raises anything on broken bytes
        yield Failed(_reason(error))
        return
    yield Opened(len(pages))
    for request in _requests(requests):
        yield _answer(pages, request)


def _requests(stream: BinaryIO) -> Iterator[Request]:
    while True:
        try:
            yield pickle.load(stream)  # noqa: S301 - written by the process that started this one
        except EOFError:
            return


def _answer(pages: list[PaintedPage], request: Request) -> Answer:
    page = pages[(request if isinstance(request, int) else request.content.index) - 1]
    try:
        return page_content(page) if isinstance(request, int) else _draw(page, request)
    except Exception as error:  # noqa: BLE001 - the parser raises anything on broken bytes
        return Failed(_reason(error))
    finally:
        page.close()


def _reason(error: Exception) -> str:
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if isinstance(cause, MemoryError):
        return f"more than {MEMORY_LIMIT >> 20} MiB of work"
    if isinstance(cause, PDFPasswordIncorrect):
        return "an encrypted PDF that asks for a password"
    if isinstance(cause, PDFEncryptionError):
        return "a PDF encrypted in an unknown way"
    return f"broken PDF syntax ({type(cause).__name__}: {cause})"


def page_content(page: Page) -> PageContent:
    """Return the glyphs, ruled tables and long lines of a page, turned so that text runs right."""
    left, top, right, bottom = map(float, page.bbox)
    frame = Box(0, 0, right - left, bottom - top)
    turn = page_turn(page)
    whole = turned(frame, frame, turn)

    def to_box(x0: float, y0: float, x1: float, y1: float) -> Box:
        return turned(Box(x0 - left, y0 - top, x1 - left, y1 - top), frame, turn)

    finder = _tables(page)
    lines = [to_box(e["x0"], e["top"], e["x1"], e["bottom"]) for e in finder.edges]
    return PageContent(
        index=page.page_number,
        box=whole,
        glyphs=inks_to_glyphs(
            tuple(page_inks(page, turn, to_box)), tuple(page_areas(page, to_box))
        ),
        tables=tuple(tuple(to_box(*cell) for cell in table.cells) for table in finder.tables),
        rules=tuple(b for b in lines if b.height < b.width > LONG_RULE * whole.width),
        image_share=_image_share(page, frame),
        turn=turn,
        annotations=_annotations(page),
    )


def _annotations(page: Page) -> tuple[str, ...]:
    """Return the kinds of the annotations that show text or an area (ISO 32000-1, table 169)."""
    shown = [one["data"] for one in page.annots if not int(one["data"].get("F", 0)) & NOT_SHOWN]
    kinds = {str(getattr(one.get("Subtype"), "name", "")) for one in shown}
    return tuple(sorted(kinds & SHOWN))


def _image_share(page: Page, frame: Box) -> float:
    covered = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    return min(1.0, covered / (frame.width * frame.height))


def _tables(page: Page) -> TableFinder:
    finder = TableFinder(page, TableSettings())
    closing = closing_rules(
        RulingLine(vertical=True, at=edge["x0"], start=edge["top"], end=edge["bottom"])
        if edge["orientation"] == "v"
        else RulingLine(vertical=False, at=edge["top"], start=edge["x0"], end=edge["x1"])
        for edge in finder.edges
    )
    if not closing:
        return finder
    settings = TableSettings(
        explicit_vertical_lines=[_edge(rule) for rule in closing if rule.vertical],
        explicit_horizontal_lines=[_edge(rule) for rule in closing if not rule.vertical],
    )
    return TableFinder(page, settings)


def _edge(rule: RulingLine) -> dict[str, float | str]:
    """Return a rule in pdfplumber's format of a line."""
    if rule.vertical:
        ends = {"x0": rule.at, "x1": rule.at, "top": rule.start, "bottom": rule.end}
    else:
        ends = {"x0": rule.start, "x1": rule.end, "top": rule.at, "bottom": rule.at}
    size = {"width": ends["x1"] - ends["x0"], "height": ends["bottom"] - ends["top"]}
    return {
        **ends,
        **size,
        "object_type": "line",
        "orientation": "v" if rule.vertical else "h",
    }


def _draw(page: Page, request: Draw) -> Drawn:
    content, (left, top, *_) = request.content, page.bbox
    boxes = (turned_back(box, content.box, content.turn) for box in request.boxes)
    image = page.to_image(resolution=PICTURE_RESOLUTION)
    image.draw_rects([(b.x0 + left, b.top + top, b.x1 + left, b.bottom + top) for b in boxes])
    picture = BytesIO()
    image.save(picture)
    return Drawn(picture.getvalue())


def main() -> None:
    """Serve the requests on standard input."""
    logging.disable(logging.CRITICAL)  # hide the parser's messages on fonts from the user
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
