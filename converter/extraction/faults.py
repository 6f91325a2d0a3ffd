"""Faults at a place of a document."""

import re
import unicodedata
from collections.abc import Iterator

from converter.errors import DocumentFault
from converter.model import Document, PrintedPlace

# Radicals and compatibility forms of kanji, voicing marks that stand alone, and what has no width:
# characters that look like others, or are invisible.
LOOK_ALIKE = re.compile(
    r"[\u00ad\u200b-\u200f\u2060\ufeff\u2e80-\u2fd5\u3099\u309a\uf900-\ufaff\ufe00-\ufe0f]"
    r"|[\U0002f800-\U0002fa1f\U000e0100-\U000e01ef]"
)


def fault_at(
    document: Document, place: PrintedPlace | None, found: str, expected: str
) -> DocumentFault:
    """Return a fault; its page and line are those where the place begins.

    Characters that look like others are named, as a message would show the same twice.
    """
    found += "".join(_named(found))
    if place is None:
        return DocumentFault(document.file, None, None, found, expected)
    return DocumentFault(document.file, place.page, place.first_line or None, found, expected)


def _named(text: str) -> Iterator[str]:
    for sign in dict.fromkeys(LOOK_ALIKE.findall(text)):
        plain = unicodedata.normalize("NFKC", sign)
        instead = f" for {plain}" if plain != sign else ""
        name = unicodedata.name(sign, "")
        yield f" (U+{ord(sign):04X} {name}{instead})"
