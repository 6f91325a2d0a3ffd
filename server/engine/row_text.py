"""Rows as text for a file, in a form like SPARQL's JSON results."""

import json

import pyoxigraph as ox

from server.engine.dataset import Row, Term


def row_to_text(row: Row) -> str:
    """Return a row as JSON."""
    return json.dumps({name: _packed(term) for name, term in row.items()}, ensure_ascii=False)


def text_to_row(text: str) -> Row:
    """Return the row in a text made by `row_to_text`."""
    return {name: _unpacked(term) for name, term in json.loads(text).items()}


def _packed(term: Term) -> dict[str, str]:
    if isinstance(term, ox.Literal):
        language = {"lang": term.language} if term.language else {}
        return {"value": term.value, "datatype": term.datatype.value, **language}
    if isinstance(term, ox.BlankNode):
        return {"blank": term.value}
    return {"iri": getattr(term, "value", str(term))}


def _unpacked(term: dict[str, str]) -> Term:
    if "iri" in term:
        return ox.NamedNode(term["iri"])
    if "blank" in term:
        return ox.BlankNode(term["blank"])
    if "lang" in term:
        return ox.Literal(term["value"], language=term["lang"])
    return ox.Literal(term["value"], datatype=ox.NamedNode(term["datatype"]))
