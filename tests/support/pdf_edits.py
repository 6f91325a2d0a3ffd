"""Changes that offices make to the HTML of a survey table before they print it."""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

Edit: TypeAlias = Callable[[str], str]
# The second table of a page follows the first one there.
TOGETHER = "table { break-after: auto !important } h3 { break-before: page }"
_ROW = r"<tr>((?:<td>[^<]*</td>)+)</tr>"


def merged_in_pairs(column: int) -> Edit:
    """Return a function that merges a cell of every second row with the equal cell above."""

    def merge(match: re.Match[str]) -> str:
        upper, lower = (re.findall(r"<td>.*?</td>", row, re.DOTALL) for row in match.groups())
        if upper[column] != lower[column]:
            return match[0]
        upper[column] = upper[column].replace("<td>", "<td rowspan=2>")
        del lower[column]
        return f"<tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr>"

    return lambda body: re.sub(_ROW + _ROW, merge, body)


def furigana(word: str, kana: str) -> Edit:
    """Return a function that sets kana over each occurrence of a word."""
    return lambda body: body.replace(word, f"<ruby>{word}<rt>{kana}</rt></ruby>")


def table_below(style: str, rows: Sequence[Sequence[str]]) -> Edit:
    """Return a function that ends the survey table and puts a smaller one directly below it."""
    small = "".join(f"<tr>{''.join(f'<td>{one}</td>' for one in row)}</tr>" for row in rows)
    table = f"<table style='width: 60%; {style}; break-before: avoid'>{small}</table>"
    return lambda body: f"{body}</tbody></table>{table}<table><tbody>"
