"""Rewrites DESCRIBE as CONSTRUCT, because engines return different descriptions.

SPARQL 1.1 (16.4) leaves the content of a description to the engine; here it consists of the
statements with the resource as subject.
"""

import re

from server.engine.errors import QueryRefused
from server.query.terminals import GAP, IRI, LOCAL, RUN

_PROLOGUE = re.compile(
    rf"(?:{GAP}(?:PREFIX{GAP}(?:{RUN})?:{GAP}{IRI}|BASE{GAP}{IRI}))*+{GAP}DESCRIBE\b",
    re.IGNORECASE,
)
_NAME = rf"(?:{IRI}|(?:{RUN})?:{LOCAL})"
_TARGET = re.compile(rf"{GAP}(?:(?P<variable>[?$]\w++)|(?P<name>{_NAME})|(?P<all>\*))")
_NOTHING = re.compile(GAP)
_DATASETS = re.compile(rf"(?:{GAP}FROM\b{GAP}(?:NAMED\b{GAP})?{_NAME})*+", re.IGNORECASE)


def describe_to_construct(query: str) -> str:
    """Return the CONSTRUCT for a DESCRIBE; line numbers stay the same.

    Raises:
        QueryRefused: The query is DESCRIBE *.
    """
    head = _PROLOGUE.match(query)
    if head is None:
        return query
    variables, names, end = _targets(query, head.end())
    datasets = _DATASETS.match(query, end)
    start = datasets.end() if datasets else end
    triples = [f"{term} ?_p{i} ?_o{i}" for i, term in enumerate((*variables, *names))]
    described = " UNION ".join(f"{{ {triple} }}" for triple in triples)
    prologue = query[: head.end() - len("DESCRIBE")]
    found = _solutions(variables, query[start:])
    return (
        f"{prologue}CONSTRUCT {{ {' . '.join(triples)} }} {query[end:start]} "
        f"WHERE {{ {found} {{ {described} }} }}"
    )


def _solutions(variables: list[str], pattern: str) -> str:
    """Return a pattern with one solution for each described resource."""
    if _NOTHING.fullmatch(pattern):
        return ""
    chosen = " ".join(variables) or "(1 AS ?_found)"
    return f"{{ SELECT DISTINCT {chosen} {pattern}\n }}"


def _targets(query: str, position: int) -> tuple[list[str], list[str], int]:
    """Return the described variables and names, and the end of their list."""
    variables: list[str] = []
    names: list[str] = []
    while match := _TARGET.match(query, position):
        position = match.end()
        if match["all"]:
            message = "this server's engine has no DESCRIBE *: name the variables to describe"
            raise QueryRefused(message)
        if match["variable"]:
            variables.append(match["variable"])
        else:
            names.append(match["name"])
    return variables, names, position
