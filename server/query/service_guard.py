"""Finds SERVICE where our reading of a text and the engine's may part.

The engine has no terminals: it takes `?a<?b#>` for a comparison and a comment, where SPARQL 1.1
(19.8) has an IRI, and three quotation marks that nothing closes for an empty string and the start
of another. What follows such a place may be a string for one of them and a pattern for the other.
"""

import re
from collections.abc import Iterator

from server.query.terminals import IRI, OTHER, RUN, SPACE, STRING

_WORD = re.compile("service", re.IGNORECASE)
# With `//` it cannot be an expression: a division needs a divisor.
_COMPARISON = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.\-]*://)[^<>\"{}|^`\x00-\x20#']*+[#'][^\s<>]*+>")
_CLOSED = re.compile(
    rf"(?:{SPACE}|{IRI}|\"\"\"(?:[^\"\\]++|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rf"|(?!\"\"\"|''')(?:{STRING})|{OTHER}|[(){{}}\[\]:]|{RUN})*+\Z",
    re.DOTALL,
)
# After `?`, `$` and `:` it is part of a name for every reader.
_CLAUSE = re.compile(r"(?<![?$:])service(?=[ \t\r\n]*+[\w<?$:#])", re.IGNORECASE)


def doubtful_services(text: str) -> Iterator[int]:
    """Yield where SERVICE may stand with an endpoint, in comments and strings as well.

    There is none where every reader must agree on what is a string and what a comment.
    """
    if not _WORD.search(text):
        return
    if _COMPARISON.search(text) or not _CLOSED.match(text):
        for match in _CLAUSE.finditer(text):
            yield match.start()
