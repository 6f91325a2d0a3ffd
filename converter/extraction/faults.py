"""Faults at a place of a document."""

from converter.errors import Fault
from converter.model import Document, Place


def fault_at(document: Document, place: Place | None, found: str, expected: str) -> Fault:
    """Return a fault; its page and line are those where the place begins."""
    if place is None:
        return Fault(document.file, None, None, found, expected)
    return Fault(document.file, place.page, place.first_line or None, found, expected)
