"""Pages of pdfplumber with the painting of each object."""

from collections.abc import Iterable
from typing import Any

from pdfminer.layout import LTPage
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.geometry import curve_to_edges

from converter.sources.pdf_drawing import Device, Painted
from converter.sources.pdf_edges import is_shown, without_stamp_frames
from converter.sources.pdf_layers import layers_off
from converter.sources.pdf_operators import Interpreter

# Operators that append a curve to a path (table 59).
ROUND = frozenset({"c", "v", "y"})


class PaintedPage(Page):
    """A page of pdfplumber; its objects have the additional key `painted`."""

    def __init__(self, pdf: PDF, page: PDFPage, number: int) -> None:
        """Prepare the page with this number (from 1); it is read on first use."""
        super().__init__(pdf, page, number)
        self._painted: dict[int, Painted] = {}
        self._ruling: list[dict[str, Any]] | None = None

    def close(self) -> None:
        """Discard the cached objects."""
        super().close()
        self._painted, self._ruling = {}, None

    @property
    def layout(self) -> LTPage:
        """Return the page's objects, interpreted with the operators that affect visibility."""
        if not hasattr(self, "_layout"):
            device = Device(self.pdf.rsrcmgr, self.page_number)
            interpreter = Interpreter(self.pdf.rsrcmgr, device, layers_off(self.pdf.doc))
            interpreter.process_page(self.page_obj)
            self._layout = device.get_result()
            self._painted = device.painted
        return self._layout

    @property
    def edges(self) -> list[dict[str, Any]]:
        """Return the visible edges that may belong to a table, without those of stamps."""
        if self._ruling is None:
            left, _, _, bottom = map(float, self.bbox)
            shown = [edge for edge in super().edges if is_shown(edge, left, bottom)]
            self._ruling = without_stamp_frames(shown)
        return self._ruling

    @property
    def curve_edges(self) -> list[dict[str, Any]]:
        """Return the edges of shapes with straight lines; round frames have no edges.

        Filled shapes are left out: they are letters and arrows.
        """
        angular = (one for one in self.curves if one["stroke"] and not _is_round(one["path"]))
        return [
            {**edge, "painted": one["painted"]} for one in angular for edge in curve_to_edges(one)
        ]

    def process_object(self, obj: Any) -> dict[str, Any]:  # noqa: ANN401 - as pdfplumber has it
        """Return pdfplumber's attributes of an object, and `painted`."""
        found: dict[str, Any] = super().process_object(obj)
        found["painted"] = self._painted.get(id(obj))
        return found


def _is_round(path: Iterable[tuple[object, ...]]) -> bool:
    return any(segment[0] in ROUND for segment in path)
