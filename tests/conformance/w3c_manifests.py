"""Reads the manifests of w3c/rdf-tests: one `Case` for each test of a SPARQL query."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF

MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
PUBLISHED = "https://w3c.github.io/rdf-tests/"

EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest")
POSITIVE = ("PositiveSyntaxTest", "PositiveSyntaxTest11")
NEGATIVE = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
MANIFESTS = (
    "sparql/sparql10/manifest.ttl",
    "sparql/sparql11/manifest-sparql11-query.ttl",
    "sparql/sparql11/manifest-sparql11-results.ttl",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One test; files are paths in the checkout, `default` and `named` are its RDF dataset."""

    iri: str
    kind: str
    query: Path
    default: tuple[Path, ...] = ()
    named: tuple[Path, ...] = ()
    result: Path | None = None

    @property
    def name(self) -> str:
        """Return folder and name of the test."""
        return "/".join(self.iri.replace("#", "/").replace("/manifest", "").split("/")[-2:])


def published(path: Path, root: Path) -> str:
    """Return the IRI under which a file of the checkout is published."""
    return PUBLISHED + path.relative_to(root).as_posix()


def read_cases(root: Path) -> list[Case]:
    """Return every query test below the checkout, each once, in manifest order."""
    found = {case.iri: case for name in MANIFESTS for case in _read(root / name, root)}
    return list(found.values())


def read_names(manifest: Path) -> list[str]:
    """Return the last part of the IRI of every test of one manifest."""
    graph = rdflib.Graph().parse(manifest, format="turtle")
    lists = (Collection(graph, head) for head in graph.objects(None, MF.entries))
    return [str(item).rpartition("#")[2] for entries in lists for item in entries]


def _read(manifest: Path, root: Path) -> Iterator[Case]:
    graph = rdflib.Graph().parse(manifest, format="turtle", publicID=published(manifest, root))
    for head in graph.objects(None, MF.include):
        for item in Collection(graph, head):
            yield from _read(root / str(item).removeprefix(PUBLISHED), root)
    for head in graph.objects(None, MF.entries):
        for item in Collection(graph, head):
            case = _case(graph, item, root)
            if case:
                yield case


def _case(graph: rdflib.Graph, item: rdflib.term.Node, root: Path) -> Case | None:
    kind = str(graph.value(item, RDF.type) or "").removeprefix(str(MF))
    action = graph.value(item, MF.action)
    if kind not in (*EVALUATION, *POSITIVE, *NEGATIVE) or action is None:
        return None
    query = action if kind not in EVALUATION else graph.value(action, QT.query)
    result = graph.value(item, MF.result)
    return Case(
        iri=str(item),
        kind=kind,
        query=_path(query, root),
        default=tuple(_path(node, root) for node in graph.objects(action, QT.data)),
        named=tuple(_path(node, root) for node in graph.objects(action, QT.graphData)),
        result=_path(result, root) if isinstance(result, rdflib.URIRef) else None,
    )


def _path(node: rdflib.term.Node | None, root: Path) -> Path:
    return root / str(node).removeprefix(PUBLISHED)
