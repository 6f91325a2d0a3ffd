"""Writes the first rows of a result as SPARQL JSON, for pages that show only these.

Further rows are only counted, so that memory does not grow with the result.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import islice

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Graph = ox.QueryTriples | list[ox.Triple]
Results = ox.QuerySolutions | ox.QueryBoolean | Graph
# Maximum further rows to count.
_MOST_COUNTED = 1_000_000
_TRIPLE = ("subject", "predicate", "object")


def first_rows(results: Results, most: int) -> bytes:
    """Return a result document with at most `most` rows.

    The member `total` is the number of all rows; if `atLeast` is true, there may be more.
    A graph has the variables subject, predicate and object.
    """
    if isinstance(results, ox.QueryBoolean):
        return json.dumps({"head": {}, "boolean": bool(results)}).encode()
    names = _names(results)
    rows = _rows(results)
    bindings = [_binding(names, row) for row in islice(rows, most)]
    counted = sum(1 for _ in islice(rows, _MOST_COUNTED))
    document = {
        "head": {"vars": names},
        "results": {"bindings": bindings},
        "total": len(bindings) + counted,
        "atLeast": counted == _MOST_COUNTED,
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _names(results: ox.QuerySolutions | Graph) -> list[str]:
    if isinstance(results, ox.QueryTriples | list):
        return list(_TRIPLE)
    return [variable.value for variable in results.variables]


def _rows(results: ox.QuerySolutions | Graph) -> Iterator[Iterable[Term | None]]:
    return iter(results)


def _binding(names: list[str], row: Iterable[Term | None]) -> dict[str, object]:
    cells = zip(names, row, strict=True)
    return {name: _cell(term) for name, term in cells if term is not None}


def _cell(term: Term) -> dict[str, object]:
    match term:
        case ox.NamedNode():
            return {"type": "uri", "value": term.value}
        case ox.BlankNode():
            return {"type": "bnode", "value": term.value}
        case ox.Literal():
            return _literal(term)
    return {"type": "triple", "value": _binding(list(_TRIPLE), term)}


def _literal(term: ox.Literal) -> dict[str, object]:
    cell: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        cell["xml:lang"] = term.language
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        cell["datatype"] = term.datatype.value
    return cell
