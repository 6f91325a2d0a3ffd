"""Interprets the operators that affect visibility and that pdfminer ignores.

ISO 32000-1, section 8, defines them; annex A lists all operators.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pdfminer.pdfinterp import (
    PDFGraphicState,
    PDFPageInterpreter,
    PDFResourceManager,
    PDFStackT,
    PDFTextState,
)
from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, list_value, resolve1
from pdfminer.psparser import LIT, PSLiteral
from pdfminer.utils import Matrix, Rect, apply_matrix_pt, apply_matrix_rect, mult_matrix

from converter.sources.pdf_drawing import Device, GraphicsState
from converter.sources.pdf_layers import name_of


class Interpreter(PDFPageInterpreter):
    """Interprets operators that pdfminer ignores, and sets the device's `drawing`.

    pdfminer calls methods by the operators' names with as many arguments as they have parameters,
    so the signatures must be pdfminer's.
    """

    device: Device

    def __init__(
        self, resources: PDFResourceManager, device: Device, off: frozenset[int] = frozenset()
    ) -> None:
        """Start with the layers that are switched off, by object number."""
        super().__init__(resources, device)
        self._off = off
        self._inherited: tuple[PDFTextState, PDFGraphicState] | None = None
        self._saved: list[GraphicsState] = []
        self._before_marks: list[GraphicsState] = []
        self._clips = False

    def dup(self) -> "Interpreter":
        """Return an interpreter for a form, which inherits the state (8.10.1)."""
        inner = Interpreter(self.rsrcmgr, self.device, self._off)
        inner._inherited = (self.textstate.copy(), self.graphicstate.copy())
        return inner

    def init_state(self, ctm: Matrix) -> None:
        """Start with the state of the page, or with the state that a form inherits."""
        super().init_state(ctm)
        if self._inherited:
            self.textstate, self.graphicstate = self._inherited

    def do_q(self) -> None:
        """Save the graphics state."""
        self._saved.append(self.device.drawing)
        super().do_q()

    def do_Q(self) -> None:  # noqa: N802 - the operator
        """Restore the graphics state."""
        if self._saved:
            self.device.drawing = self._saved.pop()
        super().do_Q()

    def do_gs(self, name: object) -> None:
        """Set opacity, blend mode and soft mask."""
        states = dict_value(self.resources.get("ExtGState", {})) if self.resources else {}
        state = dict_value(states.get(name_of(name), {}))
        old = self.device.drawing
        blend = state.get("BM", None)
        mask = state.get("SMask", None)
        plain = old.is_plain
        if blend is not None or mask is not None:
            plain = name_of(_first(blend)) in {"", "Normal", "Compatible"} and (
                mask is None or name_of(mask) == "None"
            )
        self.device.drawing = replace(
            old,
            fill=_number(state.get("ca"), old.fill),
            stroke=_number(state.get("CA"), old.stroke),
            is_plain=plain,
        )

    def do_W(self) -> None:  # noqa: N802 - the operator
        """Clip to the current path after it is painted."""
        self._clips = True

    def do_W_a(self) -> None:  # noqa: N802 - the operator W*
        """Clip to the current path after it is painted (even-odd rule)."""
        self._clips = True

    def do_S(self) -> None:  # noqa: N802 - the operator
        """Stroke the path."""
        path = self._path_box()
        super().do_S()
        self._clip(path)

    def do_f(self) -> None:
        """Fill the path."""
        path = self._path_box()
        super().do_f()
        self._clip(path)

    def do_F(self) -> None:  # noqa: N802 - the operator, which pdfminer leaves out
        """Fill the path (obsolete name of `f`)."""
        self.do_f()

    def do_f_a(self) -> None:
        """Fill the path (even-odd rule)."""
        path = self._path_box()
        super().do_f_a()
        self._clip(path)

    def do_B(self) -> None:  # noqa: N802 - the operator
        """Fill and stroke the path."""
        path = self._path_box()
        super().do_B()
        self._clip(path)

    def do_B_a(self) -> None:  # noqa: N802 - the operator B*
        """Fill (even-odd rule) and stroke the path."""
        path = self._path_box()
        super().do_B_a()
        self._clip(path)

    def do_n(self) -> None:
        """End the path without painting it."""
        path = self._path_box()
        super().do_n()
        self._clip(path)

    def do_BMC(self, tag: PDFStackT) -> None:  # noqa: N802 - the operator
        """Begin marked content."""
        self._before_marks.append(self.device.drawing)
        super().do_BMC(tag)

    def do_BDC(self, tag: PDFStackT, props: PDFStackT) -> None:  # noqa: N802 - the operator
        """Begin marked content with properties, such as a layer or a watermark."""
        old = self.device.drawing
        self._before_marks.append(old)
        found = self._properties(props)
        self.device.drawing = replace(
            old,
            is_off=old.is_off or (name_of(tag) == "OC" and self._is_off(found)),
            is_watermark=old.is_watermark or _is_watermark(found),
        )
        super().do_BDC(tag, props if isinstance(props, dict) else {})

    def do_EMC(self) -> None:  # noqa: N802 - the operator
        """End marked content."""
        if self._before_marks:
            before = self._before_marks.pop()
            self.device.drawing = replace(
                self.device.drawing, is_off=before.is_off, is_watermark=before.is_watermark
            )
        super().do_EMC()

    def do_Do(self, xobjid_arg: PDFStackT) -> None:  # noqa: N802 - the operator
        """Draw a form or a picture."""
        saved = self.device.drawing
        form = resolve1(self.xobjmap.get(name_of(xobjid_arg)))
        if isinstance(form, PDFStream):
            self.device.drawing = self._inside(form, saved)
        super().do_Do(xobjid_arg)
        self.device.drawing = saved
        self.device.set_ctm(self.ctm)  # pdfminer keeps that of the form

    def _inside(self, form: PDFStream, outside: GraphicsState) -> GraphicsState:
        inside = replace(outside, is_off=outside.is_off or self._is_off(form.get("OC")))
        if form.get("Subtype") is not LIT("Form") or "BBox" not in form:
            return inside
        matrix = tuple(list_value(form.get("Matrix", [1, 0, 0, 1, 0, 0])))
        box = apply_matrix_rect(mult_matrix(matrix, self.ctm), tuple(list_value(form["BBox"])))
        inside = replace(inside, clip=_common(inside.clip, box))
        if "Group" in form:
            return replace(inside, fill=1.0, stroke=1.0, group=inside.group * inside.fill)
        return inside

    def _path_box(self) -> Rect | None:
        points = list(self._path_points()) if self._clips else []
        if not points:
            return None
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    def _path_points(self) -> Iterator[tuple[float, float]]:
        for _, *numbers in self.curpath:
            for x, y in zip(numbers[::2], numbers[1::2], strict=True):
                yield apply_matrix_pt(self.ctm, (x, y))

    def _clip(self, box: Rect | None) -> None:
        self._clips = False
        if box:
            drawing = self.device.drawing
            self.device.drawing = replace(drawing, clip=_common(drawing.clip, box))

    def _properties(self, props: Any) -> Any:  # noqa: ANN401 - a dictionary, or what names one
        if isinstance(props, PSLiteral):
            named = dict_value(self.resources.get("Properties", {})) if self.resources else {}
            return named.get(name_of(props))
        return props

    def _is_off(self, layer: object) -> bool:
        """Return whether an optional content group is off, or all groups of a membership (8.11)."""
        if isinstance(layer, PDFObjRef) and layer.objid in self._off:
            return True
        members = resolve1(layer)
        groups = resolve1(members.get("OCGs")) if isinstance(members, dict) else None
        return isinstance(groups, list) and bool(groups) and all(map(self._is_off, groups))


def _is_watermark(properties: object) -> bool:
    found = resolve1(properties)
    return isinstance(found, dict) and name_of(found.get("Subtype")) == "Watermark"


def _common(one: Rect | None, other: Rect) -> Rect:
    if one is None:
        return other
    x0, y0 = max(one[0], other[0]), max(one[1], other[1])
    return x0, y0, max(x0, min(one[2], other[2])), max(y0, min(one[3], other[3]))


def _first(value: object) -> object:
    found = resolve1(value)
    return found[0] if isinstance(found, list) and found else found


def _number(value: object, otherwise: float) -> float:
    found = resolve1(value)
    return float(found) if isinstance(found, int | float) else otherwise
