"""The W3C's SPARQL 1.0 and 1.1 query tests, over HTTP against the running command.

Set RDF_TESTS_DIR to a checkout of https://github.com/w3c/rdf-tests. All data files are served as
named graphs; each test asks for its own dataset by the protocol's parameters. The excused cases are
those of the suite's commit ad541a5 (2026-08-07).
"""

import os
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from live import serving
from w3c_manifests import EVALUATION, NEGATIVE, Case, published, read_cases, read_names
from w3c_results import Result, read_result, same

ROOT = Path(os.environ.get("RDF_TESTS_DIR", "missing"))
CASES = read_cases(ROOT) if ROOT.is_dir() else []
ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
}
# Deviations of the engine (Oxigraph 0.5): its own Python interface gives the same results.
_BY_VALUE = "the engine keeps numbers and dates by value: `01` and `1` are one term"
_FUNCTIONS = "the engine refuses a query with a function that it does not know, when it is run"
_EMPTY_GRAPHS = "the engine has no empty named graphs"
_GRAPH_SCOPE = "the engine does not bind the variable of GRAPH inside its group"
_REDUCED = "the engine answers REDUCED as DISTINCT, which is allowed; the test counts rows"
_ZERO_PATHS = "the engine finds no path of length zero at a term that the graph does not have"
_BNODE = "the engine gives BNODE(text) one node a text, not one a row and text"
_LONGEST = "the engine's grammar does not take the longest token: `?x<?a&&?b>?y` is a comparison"
_TRUE = "the engine reads TRUE in lower case only"
_LANGUAGE = "the engine's GROUP_CONCAT keeps a language that all texts share (SPARQL 1.2)"
_TYPES = "the engine turns the types derived from xsd:integer into xsd:integer"
# Tests of this project for cases that a single query cannot test.
HTTP_CASES = Path(__file__).parents[1] / "http" / "test_w3c_protocol.py"
EXCUSED: dict[str, str] = {
    "open-world/open-eq-01": _BY_VALUE,
    "open-world/date-2": _BY_VALUE,
    "open-world/date-3": _BY_VALUE,
    "graph/graph-variable-scope": _GRAPH_SCOPE,
    "graph/graph-optional": _GRAPH_SCOPE,
    "expr-builtin/dawg-str-1": _BY_VALUE,
    "expr-builtin/dawg-str-2": _BY_VALUE,
    "expr-builtin/sameTerm-simple": _BY_VALUE,
    "expr-builtin/sameTerm-eq": _BY_VALUE,
    "expr-builtin/sameTerm-not-eq": _BY_VALUE,
    "expr-builtin/case-insensitive-booleans": _TRUE,
    "expr-equals/eq-graph-1": _BY_VALUE,
    "expr-equals/eq-graph-2": _BY_VALUE,
    "distinct/distinct-1": _BY_VALUE,
    "distinct/distinct-9": _BY_VALUE,
    "reduced/reduced-1": _REDUCED,
    "reduced/reduced-2": _REDUCED,
    "syntax-sparql1/syntax-expr-05": _FUNCTIONS,
    "syntax-sparql1/syntax-order-05": _FUNCTIONS,
    "syntax-sparql1/syntax-order-06": _FUNCTIONS,
    "syntax-sparql2/syntax-function-01": _FUNCTIONS,
    "syntax-sparql2/syntax-function-02": _FUNCTIONS,
    "syntax-sparql2/syntax-function-03": _FUNCTIONS,
    "syntax-sparql2/syntax-function-04": _FUNCTIONS,
    "syntax-sparql3/syn-bad-26": _LONGEST,
    "aggregates/agg-groupconcat-04": _LANGUAGE,
    "aggregates/agg-groupconcat-06": _LANGUAGE,
    "aggregates/agg-empty-group-count-graph": _EMPTY_GRAPHS,
    "bindings/graph": _GRAPH_SCOPE,
    "functions/bnode01": _BNODE,
    "negation/graph-minus": _GRAPH_SCOPE,
    "property-path/zero_or_more_set_start": _ZERO_PATHS,
    "property-path/zero_or_more_set_end": _ZERO_PATHS,
    "property-path/zero_or_one_set_start": _ZERO_PATHS,
    "property-path/zero_or_one_set_end": _ZERO_PATHS,
    "syntax-query/test_4": _FUNCTIONS,
    "csv-tsv-res/csv03": _TYPES,
    "csv-tsv-res/tsv03": _TYPES,
}

pytestmark = pytest.mark.skipif(
    not CASES, reason="RDF_TESTS_DIR names no checkout of w3c/rdf-tests"
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("w3c") / "data.nq"
    files = sorted({file for case in CASES for file in (*case.default, *case.named)})
    beside = {found for case in CASES for found in _named_in(case)}
    ox.serialize(_quads(sorted({*files, *beside})), path, ox.RdfFormat.N_QUADS)
    with serving(path, "--no-union") as url:
        yield url


def _named_in(case: Case) -> Iterator[Path]:
    """Yield the data files that a query names itself."""
    for name in re.findall(r"FROM\s+(?:NAMED\s+)?<([\w.-]+\.ttl)>", case.query.read_text("utf-8")):
        if (case.query.parent / name).is_file():
            yield case.query.parent / name


def _quads(files: list[Path]) -> Iterator[ox.Quad]:
    forms = {".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
    for file in files:
        iri = published(file, ROOT)
        form = forms.get(file.suffix, ox.RdfFormat.TURTLE)
        content = file.read_bytes()
        for quad in ox.parse(content, form, base_iri=iri, rename_blank_nodes=True):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(iri))


def _ask(address: str, case: Case) -> tuple[int, str, bytes]:
    """Return status, media type and body of the test's query."""
    base = published(case.query, ROOT)
    # A BASE in the query comes after this one and is resolved against it.
    query = f"BASE <{base}> " + case.query.read_bytes().decode("utf-8-sig")
    fields = [("query", query)]
    if not list(_named_in(case)):
        # A dataset in the protocol request would replace the one that the query names.
        fields += [("default-graph-uri", published(file, ROOT)) for file in case.default]
        fields += [("named-graph-uri", published(file, ROOT)) for file in case.named]
    request = urllib.request.Request(address + "sparql", urllib.parse.urlencode(fields).encode())
    suffix = case.result.suffix if case.result else ""
    if suffix in ACCEPT:
        request.add_header("Accept", ACCEPT[suffix])
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return reply.status, reply.headers.get_content_type(), reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get_content_type(), error.read()


def _excused_or_not(case: Case) -> object:
    """Return the parameter of a case; an excused one must fail, so that no excuse outlives it."""
    reason = EXCUSED.get(case.name, "")
    failing = pytest.mark.xfail(raises=AssertionError, strict=True, reason=reason)
    return pytest.param(case, id=case.name, marks=[failing] if reason else [])


@pytest.mark.parametrize("case", [_excused_or_not(case) for case in CASES])
def test_the_endpoint_answers_as_the_w3c_expects(address: str, case: Case) -> None:
    status, media_type, body = _ask(address, case)

    if case.kind in NEGATIVE:
        assert status == 400
    else:
        assert status == 200, body.decode()
    if case.kind in EVALUATION:
        _assert_expected(case, media_type, body)


def _assert_expected(case: Case, media_type: str, body: bytes) -> None:
    assert case.result is not None
    base = published(case.result, ROOT)
    expected = read_result(case.result.read_bytes(), case.result.suffix, base)
    found = _found(media_type, body, base)
    ordered = "ORDER BY" in case.query.read_text("utf-8").upper() and case.result.suffix != ".ttl"
    assert same(expected, found, ordered=ordered), f"expected {expected}, found {found}"


def _found(media_type: str, body: bytes, base: str) -> Result:
    suffixes = {accept: suffix for suffix, accept in ACCEPT.items()}
    return read_result(body, suffixes.get(media_type, ".ttl"), base)


def test_every_excused_case_exists() -> None:
    assert set(EXCUSED) <= {case.name for case in CASES}


def test_each_protocol_and_description_test_is_covered_without_a_checkout() -> None:
    covered = HTTP_CASES.read_text("utf-8")

    for manifest in ("protocol", "service-description"):
        names = read_names(ROOT / "sparql" / "sparql11" / manifest / "manifest.ttl")
        assert [name for name in names if f'"{name}"' not in covered] == []
