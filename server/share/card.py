"""Draws the preview picture of a link: title, figure, sentence, source; 1200 × 630 pixels."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from server.charts.drawing.lettering import width_of
from server.charts.drawing.svg import FONTS

WIDTH, HEIGHT = 1200, 630
_LEFT, _ROOM = 72, WIDTH - 2 * 72
_TITLE, _SENTENCE, _SMALL = 52, 34, 24
_TITLE_LINES, _SENTENCE_LINES = 3, 4
_LINE = 1.4
# What stays on one line: words of Latin letters, of Chinese characters and of katakana.
_PIECE = re.compile(
    r"[\x21-\x7e\u2018-\u201d–]+ ?|[\u4e00-\u9fff\u3005]{1,10}|[\u30a1-\u30fa\u30fc]{1,12}|.",
    re.DOTALL,
)
_ENDS = "、。，．）」』％"


@dataclass(frozen=True, slots=True)
class LinkCard:
    """The texts of the picture; `source` is at the bottom, beside the name of the site.

    `edition` is the name of the edition that is counted, "" if there is only one. `figure` are the
    numbers of the page with their units, "" if it has none or its sentence has them.
    """

    title: str
    sentence: str
    site: str
    source: str
    edition: str = ""
    figure: str = ""


def draw_card(card: LinkCard) -> str:
    """Return the picture as SVG."""
    title = list(_lines(card.title, _TITLE, _TITLE_LINES))
    figure = list(_lines(card.figure, _SENTENCE, 1))
    sentence = list(_lines(card.sentence, _SENTENCE, _SENTENCE_LINES - len(figure)))
    below = 150 + len(title) * _TITLE * _LINE
    after = below + len(figure) * _SENTENCE * _LINE
    shapes = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fcfcfa"/>',
        f'<rect width="{WIDTH}" height="20" fill="#14304f"/>',
        *_texts(title, 120, _TITLE, "#17212b", "bold"),
        f'<rect x="{_LEFT}" y="{below - 76}" width="96" height="6" fill="#b5371f"/>',
        *_texts(figure, below, _SENTENCE, "#17212b", "bold"),
        *_texts(sentence, after, _SENTENCE, "#17212b"),
        *_texts([card.edition] if card.edition else [], HEIGHT - 112, _SMALL, "#4c5762", "bold"),
        *_texts([card.site], HEIGHT - 74, _SMALL, "#14304f", "bold"),
        *_texts(list(_lines(card.source, _SMALL, 1)), HEIGHT - 36, _SMALL, "#4c5762"),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{FONTS}">{"".join(shapes)}</svg>'
    )


def _texts(
    lines: list[str], top: float, size: int, colour: str, weight: str = "normal"
) -> Iterator[str]:
    for index, line in enumerate(lines):
        y = top + index * size * _LINE
        yield (
            f'<text x="{_LEFT}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" '
            f'fill="{colour}">{escape(line)}</text>'
        )


def _lines(text: str, size: int, most: int) -> Iterator[str]:
    """Yield a text in lines that fit; a longer text is cut with an ellipsis."""
    line, written = "", 0
    for piece in _PIECE.findall(" ".join(text.split())):
        if width_of(line + piece, size) > _ROOM and piece not in _ENDS:
            written += 1
            if written == most:
                yield f"{line.rstrip()[:-1]}…"
                return
            yield line.rstrip()
            line = ""
        line += piece
    if line:
        yield line.rstrip()
