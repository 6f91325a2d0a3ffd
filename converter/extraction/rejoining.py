r"""Lines of a cell → its text: wrapped lines joined again, the author's breaks kept as `\n`."""

import re
from collections.abc import Sequence
from itertools import pairwise

from converter.extraction.widths import line_width

LIST_MARK = re.compile(
    r"[・･○●◎◯■□◆◇▲△※★☆【［\[①-⑳　]"  # marks, opening brackets of headings, indentation
    r"|[(（][0-9０-９]+[)）]"  # (1)
    r"|[0-9０-９]+[　．、)）]"  # １
)
# Japanese line breaking (JIS X 4051): what may not begin a line moves with the one before.
NOT_AT_LINE_START = (
    "、。，．,.・：；！？!?ー）)］]】」』〕〉》ぁぃぅぇぉっゃゅょァィゥェォッャュョ々～－-"
)
NOT_AT_LINE_END = "（([［【「『〔〈《"
UNBREAKABLE = re.compile(
    rf"[{re.escape(NOT_AT_LINE_END)}]*(?:[!-~]+|.)[{re.escape(NOT_AT_LINE_START)}]*"
)
# The last full-width character of a line may be set beyond what the other lines show.
SLACK = 2


def rejoin(lines: Sequence[str], rooms: Sequence[float]) -> str:
    r"""Return the text of a cell: wrapped lines joined, the author's breaks as `\n`.

    `rooms` has the room left at the end of each line, in half-width units. Two lines are joined
    without a space, or with one where both sides are ASCII letters or digits.
    """
    text = lines[0] if lines else ""
    for (line, after), room in zip(pairwise(lines), rooms, strict=False):
        text += _joint(line, after, room) + after
    return text


def is_wrap(line: str, after: str, width: int) -> bool:
    """Return whether the line ends at the column's edge, or a list mark tells why it does not."""
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
