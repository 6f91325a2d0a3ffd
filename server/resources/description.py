"""The RDF of a resource: its statements, those that point to it, labels of its neighbours.

If these are too many for one document, it refers to a query for them instead.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from urllib.parse import urlencode

import pyoxigraph as ox

from server.engine import Dataset, Pattern
from server.engine.row_values import number_of
from server.http.texts import BilingualText, load_texts
from server.rdf.query_files import read_query
from server.site.statements.statements import MOST_POINTING, Statements, parts_of

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_LABEL = ox.NamedNode(f"{_RDFS}label")
_SEE_ALSO, _COMMENT = ox.NamedNode(f"{_RDFS}seeAlso"), ox.NamedNode(f"{_RDFS}comment")
# Maximum triples of a graph in the document about it: 1 MB of Turtle.
_MOST_OF_GRAPH = 10_000
# The queries for the statements left out.
_POINTING, _GRAPH = "pointing", "graph"


def describe(dataset: Dataset, iri: str) -> list[ox.Triple]:
    """Return the sorted triples of the document about an IRI; empty if there are none.

    Parts of the resource with IRIs of their own (`…#selector`) belong to its document. The document
    of a named graph has the triples of the graph.
    """
    this, statements = ox.NamedNode(iri), Statements(dataset)
    is_hub = statements.count_pointing(iri) > MOST_POINTING
    more = _query(dataset, this, "size-of-graph", limit=str(_MOST_OF_GRAPH + 1))
    dataset.read([Pattern(this), *([] if is_hub else [Pattern(object=this)])], [more])
    (counted,) = dataset.rows(more)
    of_graph = number_of(counted["count"])
    small = [] if is_hub else [Pattern(object=this)]
    small += [Pattern(graph=this)] if 0 < of_graph <= _MOST_OF_GRAPH else []
    left_out = [_POINTING] * is_hub + [_GRAPH] * (of_graph > _MOST_OF_GRAPH)
    around = {triple for pattern in small for triple in _triples(dataset, pattern)}
    own, seen = _own(dataset, this, around)
    labels = _labels(dataset, _nodes(own | around) - seen)
    references = {triple for rest in left_out for triple in _left_out(dataset, this, rest)}
    return sorted(own | around | labels | references, key=_order)


def _query(dataset: Dataset, this: ox.NamedNode, name: str, **values: str) -> str:
    return read_query("server.resources", name, dataset.identity.base, this=this, **values)


def _own(
    dataset: Dataset, this: ox.NamedNode, around: Iterable[ox.Triple]
) -> tuple[set[ox.Triple], set[ox.NamedNode]]:
    """Return the statements about a resource and its parts, and the nodes of these."""
    seen = {this} | _parts(this.value, around)
    is_known = around or dataset.has(Pattern(subject=this))
    waiting = [*seen] if is_known else [*parts_of(dataset, this.value)]
    found: set[ox.Triple] = set()
    while waiting:
        dataset.read(Pattern(node) for node in waiting)
        triples = {triple for node in waiting for triple in _triples(dataset, Pattern(node))}
        waiting = [*(_parts(this.value, triples) - seen)]
        seen.update(waiting)
        found |= triples
    return found, seen


def _left_out(dataset: Dataset, this: ox.NamedNode, rest: str) -> list[ox.Triple]:
    """Return a link to the query for what is left out, and a text about it."""
    query = urlencode({"query": _query(dataset, this, rest)})
    way = ox.NamedNode(f"{dataset.identity.base}sparql?{query}")
    text = _texts()[f"left_out.{rest}"]
    words = [ox.Literal(text.in_language(tag), language=tag) for tag in ("ja", "en")]
    comments = [ox.Triple(this, _COMMENT, literal) for literal in words]
    return [ox.Triple(this, _SEE_ALSO, way), *comments]


@cache
def _texts() -> Mapping[str, BilingualText]:
    return load_texts("server.resources")


def _triples(dataset: Dataset, pattern: Pattern) -> set[ox.Triple]:
    return {quad.triple for quad in dataset.quads(pattern)}


def _parts(iri: str, triples: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    return {node for node in _nodes(triples) if node.value.startswith(f"{iri}#")}


def _labels(dataset: Dataset, nodes: Iterable[ox.NamedNode]) -> set[ox.Triple]:
    patterns = [Pattern(node, _LABEL) for node in nodes]
    dataset.read(patterns)
    return {triple for pattern in patterns for triple in _triples(dataset, pattern)}


def _nodes(triples: Iterable[ox.Triple]) -> set[ox.NamedNode]:
    ends = (node for triple in triples for node in (triple.subject, triple.object))
    return {node for node in ends if isinstance(node, ox.NamedNode)}


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    is_type = triple.predicate.value.endswith("#type")
    return (str(triple.subject), not is_type, triple.predicate.value, str(triple.object))
