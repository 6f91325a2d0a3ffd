r"""Lines of a cell → its text: wrapped lines are joined, the author's breaks become `\n`."""

import re
from collections.abc import Sequence
from itertools import pairwise

from converter.extraction.widths import line_width

LIST_MARK = re.compile(
    r"[・･○●◎◯■□◆◇▲△※★☆【［\[①-⑳　]"  # marks, opening brackets of headings, indentation
    r"|[(（][0-9０-９]+[)）]"  # (1)
    r"|[0-9０-９]+[　．、)）]"  # １
)
# JIS X 4051: a character that may not begin a line takes the one before it to the next line.
NOT_AT_LINE_START = (
    "、。，．,.・：；！？!?ー）)］]】」』〕〉》ぁぃぅぇぉっゃゅょァィゥェォッャュョ々～－-"
)
NOT_AT_LINE_END = "（([［【「『〔〈《"
UNBREAKABLE = re.compile(
    rf"[{re.escape(NOT_AT_LINE_END)}]*(?:[!-~]+|.)[{re.escape(NOT_AT_LINE_START)}]*"
)
# The last full-width character of a line may exceed the width measured on other lines.
SLACK = 2


def rejoin(lines: Sequence[str], rooms: Sequence[float]) -> str:
    r"""Return the text of a cell: wrapped lines are joined, the author's breaks become `\n`.

    `rooms` has the free space at the end of each line, in half-width units. Lines are joined with a
    space only between ASCII letters or digits.
    """
    text = lines[0] if lines else ""
    for (line, after), room in zip(pairwise(lines), rooms, strict=False):
        text += _joint(line, after, room) + after
    return text


def is_wrap(line: str, after: str, width: int) -> bool:
    """Return whether the line fills its column, or stops short because a list mark follows."""
    return bool(LIST_MARK.match(after)) or _is_full(after, width - line_width(line))


def _joint(line: str, after: str, room: float) -> str:
    if LIST_MARK.match(after) or not _is_full(after, room):
        return "\n"
    return " " if _is_word(line[-1]) and _is_word(after[0]) else ""


def _is_full(after: str, room: float) -> bool:
    word = UNBREAKABLE.match(after)
    needed = line_width(word.group()) if word else 0
    return needed + SLACK > room


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
