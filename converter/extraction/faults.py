"""Makes a fault with its position in a document."""

import re
import unicodedata
from collections.abc import Iterator

from converter.errors import DocumentFault
from converter.model import Document, PrintedPosition

# What a document must have above its entries.
TABLE_HEADING = "the heading of table ①, ②, ③－１ or ③－２"
# Characters that look like others or are invisible: radicals and compatibility forms of kanji,
# voicing marks on their own, characters without width.
LOOK_ALIKE = re.compile(
    r"[\u00ad\u200b-\u200f\u2060\ufeff\u2e80-\u2fd5\u3099\u309a\uf900-\ufaff\ufe00-\ufe0f]"
    r"|[\U0002f800-\U0002fa1f\U000e0100-\U000e01ef]"
)


def fault_at(
    document: Document, position: PrintedPosition | None, found: str, expected: str
) -> DocumentFault:
    """Return a fault at the first page and line of a position.

    Characters that look like others are followed by their code points: otherwise the found and the
    expected text would look the same.
    """
    found += "".join(_named(found))
    if position is None:
        return DocumentFault(document.file, None, None, found, expected)
    return DocumentFault(document.file, position.page, position.first_line or None, found, expected)


def _named(text: str) -> Iterator[str]:
    for sign in dict.fromkeys(LOOK_ALIKE.findall(text)):
        plain = unicodedata.normalize("NFKC", sign)
        instead = f" for {plain}" if plain != sign else ""
        name = unicodedata.name(sign, "")
        yield f" (U+{ord(sign):04X} {name}{instead})"
