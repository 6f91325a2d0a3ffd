"""Finds the hidden layers of a PDF (optional content, ISO 32000-1, 8.11)."""

from collections.abc import Iterator

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral


def layers_off(document: PDFDocument) -> frozenset[int]:
    """Return the object numbers of the optional content groups that are off on opening."""
    properties = resolve1(document.catalog.get("OCProperties"))
    usual = resolve1(properties.get("D")) if isinstance(properties, dict) else None
    if not isinstance(properties, dict) or not isinstance(usual, dict):
        return frozenset()
    off = set(_groups(usual.get("OFF")))
    if name_of(usual.get("BaseState")) == "OFF":
        off |= set(_groups(properties.get("OCGs"))) - set(_groups(usual.get("ON")))
    return frozenset(off)


def _groups(layers: object) -> Iterator[int]:
    found = resolve1(layers)
    if isinstance(found, list):
        yield from (layer.objid for layer in found if isinstance(layer, PDFObjRef))


def name_of(value: object) -> str:
    """Return the characters of a PDF name, "" if the value is not a name."""
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""
