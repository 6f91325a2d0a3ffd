"""Records how the objects of a PDF page are drawn: order, clip and opacity.

pdfplumber does not record this. Coordinates are pdfminer's: points from the lower left corner.
"""

from dataclasses import dataclass
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTComponent
from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdfdevice import PDFTextSeq
from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream
from pdfminer.utils import Matrix, Rect, apply_matrix_rect

# Text rendering modes (ISO 32000-1, table 106): those that paint nothing, those that stroke.
UNPAINTED_MODES = frozenset({3, 7})
STROKED_MODES = frozenset({1, 5})


@dataclass(frozen=True, slots=True)
class GraphicsState:
    """The part of the graphics state that affects visibility.

    `group` is the opacity of the enclosing transparency group; `is_plain` is false if a soft mask
    or a blend mode mixes the object with what is below.
    """

    clip: Rect | None = None
    fill: float = 1.0
    stroke: float = 1.0
    group: float = 1.0
    is_plain: bool = True
    is_off: bool = False
    is_watermark: bool = False


@dataclass(frozen=True, slots=True)
class Painted:
    """How an object was painted: its position in the painting order, and the graphics state."""

    order: int
    drawing: GraphicsState
    mode: int = 0


class Device(PDFPageAggregator):
    """Collects the objects of a page, and how each is painted, by the object's `id()`."""

    def __init__(self, resources: PDFResourceManager, page: int) -> None:
        """Start before the page."""
        super().__init__(resources, pageno=page)
        self.painted: dict[int, Painted] = {}
        self.drawing = GraphicsState()
        self._mode = 0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Start a page; the clip is its visible part."""
        super().begin_page(page, ctm)
        self.drawing = GraphicsState(clip=apply_matrix_rect(ctm, page.cropbox))

    def render_string(
        self,
        textstate: PDFTextState,
        seq: PDFTextSeq,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> None:
        """Collect the glyphs of a string."""
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any) -> float:  # noqa: ANN401 - handed on
        """Collect a glyph and return its advance."""
        width = super().render_char(*args)
        self._note(self.cur_item._objs[-1:], self._mode)  # noqa: SLF001 - pdfminer's only way
        return width

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Collect a picture."""
        super().render_image(name, stream)
        self._note(self.cur_item._objs[-1:])  # noqa: SLF001 - as above

    def paint_path(self, *args: Any) -> None:  # noqa: ANN401 - handed on
        """Collect the shapes of a path."""
        before = len(self.cur_item._objs)  # noqa: SLF001 - as above
        super().paint_path(*args)
        self._note(self.cur_item._objs[before:])  # noqa: SLF001 - as above

    def _note(self, items: list[LTComponent], mode: int = 0) -> None:
        for item in items:
            order = len(self.painted)
            self.painted.setdefault(id(item), Painted(order, self.drawing, mode))
