"""Finds text that the scanner and the engine's parser may read differently as SERVICE.

The engine does not split the text into terminals first: it reads `?a<?b#>` as a comparison and a
comment, where SPARQL 1.1 (19.8) has an IRI, and three unclosed quotation marks as an empty string
and the start of another. The text after that can be a string for one of the two parsers and a
pattern for the other.
"""

import re
from collections.abc import Iterator

from server.query.terminals import IRI, OTHER, RUN, SPACE, STRING

_WORD = re.compile("service", re.IGNORECASE)
# Text with `//` is not an expression: a division needs a divisor.
_COMPARISON = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.\-]*://)[^<>\"{}|^`\x00-\x20#']*+[#'][^\s<>]*+>")
_CLOSED = re.compile(
    rf"(?:{SPACE}|{IRI}|\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rf"|(?!\"\"\"|''')(?:{STRING})|{OTHER}|[(){{}}\[\]:]|{RUN})*+\Z",
    re.DOTALL,
)
# After `?`, `$` and `:` it is part of a name for both parsers.
_CLAUSE = re.compile(r"(?<![?$:])service(?=[ \t\r\n]*+[\w<?$:#])", re.IGNORECASE)


def doubtful_services(text: str) -> Iterator[int]:
    """Yield possible SERVICE clauses, including those in comments and strings.

    Yields nothing if strings and comments of the text are unambiguous.
    """
    if not _WORD.search(text):
        return
    if _COMPARISON.search(text) or not _CLOSED.match(text):
        for match in _CLAUSE.finditer(text):
            yield match.start()
