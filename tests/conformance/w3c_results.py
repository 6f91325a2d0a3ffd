"""Reads results in any format of the W3C tests into one comparable value."""

import csv
import io
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox
import rdflib
import rdflib.compare

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_ROW = "urn:row:"
_XSD = "http://www.w3.org/2001/XMLSchema#"
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = dict[str, Term]
Result = bool | list[Row] | rdflib.Graph

_RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


def read_result(content: bytes, suffix: str, base: str) -> Result:
    """Return the truth value, the rows or the graph of a result; relative IRIs get the base."""
    if suffix in _RESULTS:
        return _read_rows(content, _RESULTS[suffix], base)
    if suffix == ".csv":
        return _read_csv(content.decode())
    form = ox.RdfFormat.RDF_XML if suffix == ".rdf" else ox.RdfFormat.TURTLE
    return _read_graph([quad.triple for quad in ox.parse(content, form, base_iri=base)])


def same(first: Result, second: Result, *, ordered: bool) -> bool:
    """Return whether two results mean the same; blank nodes may have other labels."""
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and rdflib.compare.isomorphic(
            _as_graph(first, ordered=ordered), _as_graph(second, ordered=ordered)
        )
    if isinstance(first, rdflib.Graph) and isinstance(second, rdflib.Graph):
        return bool(rdflib.compare.isomorphic(first, second))
    return first is second


def _read_rows(content: bytes, form: ox.QueryResultsFormat, base: str) -> bool | list[Row]:
    # The parser has no base IRI; the few relative IRIs of the tests are names of files.
    folder = base.rpartition("/")[0]
    content = content.replace(b"<uri>data-g", f"<uri>{folder}/data-g".encode())
    found = ox.parse_query_results(content, form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return [{n: term for n in names if (term := row[n]) is not None} for row in found]


def _read_csv(text: str) -> list[Row]:
    """Return the rows of CSV, where all terms are plain texts except marked blank nodes."""
    names, *rows = csv.reader(io.StringIO(text))
    return [
        {name: _csv_term(cell) for name, cell in zip(names, row, strict=True) if cell}
        for row in rows
    ]


def _csv_term(cell: str) -> Term:
    return ox.BlankNode(cell[2:]) if cell.startswith("_:") else ox.Literal(cell)


def _read_graph(triples: list[ox.Triple]) -> Result:
    """Return a graph, or the rows that a graph describes with the result-set vocabulary."""
    values = [t for t in triples if t.object == ox.NamedNode(RS + "ResultSet")]
    truth = [t.object for t in triples if t.predicate.value == RS + "boolean"]
    if truth:
        return isinstance(truth[0], ox.Literal) and truth[0].value == "true"
    if values:
        return _described_rows(triples)
    return _graph(triples)


def _described_rows(triples: list[ox.Triple]) -> list[Row]:
    index: dict[Term, dict[str, list[Term]]] = {}
    for triple in triples:
        local = triple.predicate.value.removeprefix(RS)
        index.setdefault(triple.subject, {}).setdefault(local, []).append(triple.object)
    solutions = [t.object for t in triples if t.predicate.value == RS + "solution"]
    solutions.sort(key=lambda node: _row_index(index.get(node, {})))
    return [_described_row(index, index.get(node, {})) for node in solutions]


def _described_row(index: dict[Term, dict[str, list[Term]]], about: dict[str, list[Term]]) -> Row:
    bindings = [index[node] for node in about.get("binding", [])]
    return {str(getattr(item["variable"][0], "value", "")): item["value"][0] for item in bindings}


def _row_index(about: dict[str, list[Term]]) -> int:
    indexes = [int(getattr(term, "value", "0")) for term in about.get("index", [])]
    return indexes[0] if indexes else 0


def _as_graph(rows: list[Row], *, ordered: bool) -> rdflib.Graph:
    """Return a graph with a node for each row, so that blank nodes are matched over all rows."""
    triples = []
    for number, row in enumerate(rows):
        node = ox.BlankNode()
        triples += [ox.Triple(node, ox.NamedNode(_ROW + name), term) for name, term in row.items()]
        index_term = ox.Literal(str(number) if ordered else "")
        triples.append(ox.Triple(node, ox.NamedNode(_ROW + "-index"), index_term))
    return _graph(triples)


def _canonical(literal: ox.Literal) -> str:
    """Return the canonical form of a literal: the engine keeps numbers and booleans by value."""
    kind = literal.datatype.value.removeprefix(_XSD)
    try:
        if kind in {"double", "float"}:
            return str(float(literal.value))
        if kind == "boolean":
            return {"1": "true", "0": "false"}.get(literal.value, literal.value)
        if kind == "decimal":
            return str(Decimal(literal.value).normalize())
        return str(int(literal.value)) if "nteger" in kind else literal.value
    except (ValueError, InvalidOperation):
        return literal.value


def _graph(triples: list[ox.Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_rdflib(triple.subject), _rdflib(triple.predicate), _rdflib(triple.object)))
    return graph


def _rdflib(term: Term) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        kind = None if term.language else rdflib.URIRef(term.datatype.value)
        text = _canonical(term)
        return rdflib.Literal(text, lang=term.language, datatype=kind, normalize=False)
    return rdflib.Literal(str(term))
