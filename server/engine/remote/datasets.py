"""Reads FROM and FROM NAMED of a query, for the parameters of a request.

Engines whose default graph is the union of all graphs may ignore FROM, but none of those tried
ignores the graphs in the parameters of a request (SPARQL 1.1 Protocol, 2.1.4).
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from server.query.scanner import QueryFacts, resolve_escapes
from server.query.terminals import GAP, IRI, LOCAL, OTHER, RUN, SPACE, STRING

_BETWEEN = rf"(?:{SPACE}|{IRI}|{STRING}|(?:{RUN})?:{LOCAL}|(?!FROM\b){RUN}|{OTHER}|[(){{}}\[\]])*+"
_CLAUSE = re.compile(
    rf"{_BETWEEN}FROM\b{GAP}(?P<named>NAMED\b{GAP})?"
    rf"(?:(?P<iri>{IRI})|(?P<prefix>(?:{RUN})?):(?P<local>{LOCAL}))",
    re.IGNORECASE | re.DOTALL,
)
Graphs = tuple[tuple[str, ...], tuple[str, ...]]


def graphs_of(query: str, facts: QueryFacts, prefixes: Mapping[str, str], base: str) -> Graphs:
    """Return the graphs of FROM and those of FROM NAMED; `prefixes` need no declaration."""
    if not facts.has_from:
        return (), ()
    declared = {item.name: item.iri for item in facts.declared if item.iri}
    found = [*_clauses(query, {**prefixes, **declared}, base)]
    default = tuple(iri for iri, is_named in found if not is_named)
    return default, tuple(iri for iri, is_named in found if is_named)


def _clauses(query: str, prefixes: Mapping[str, str], base: str) -> Iterator[tuple[str, bool]]:
    position = 0
    while match := _CLAUSE.match(query, position):
        position = match.end()
        if match["iri"]:
            iri = resolve_escapes(match["iri"][1:-1])
        else:
            iri = prefixes.get(match["prefix"], "") + match["local"].replace("\\", "")
        yield urljoin(base, iri), bool(match["named"])
