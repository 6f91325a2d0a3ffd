"""The W3C's SPARQL 1.0 and 1.1 query tests, over HTTP against the running command.

Set RDF_TESTS_DIR to a checkout of https://github.com/w3c/rdf-tests. All data files are served as
named graphs; each test asks for its own dataset by the protocol's parameters.
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
from w3c_manifests import EVALUATION, NEGATIVE, Case, published, read_cases
from w3c_results import Result, read_result, same

ROOT = Path(os.environ.get("RDF_TESTS_DIR", "missing"))
CASES = read_cases(ROOT) if ROOT.is_dir() else []
ACCEPT = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
}
EXCUSED: dict[str, str] = {}

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
    # The text's own BASE, where it has one, comes after ours and is resolved against it.
    query = f"BASE <{base}> " + case.query.read_bytes().decode("utf-8-sig")
    fields = [("query", query)]
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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_endpoint_answers_as_the_w3c_expects(address: str, case: Case) -> None:
    if case.iri in EXCUSED:
        pytest.skip(EXCUSED[case.iri])

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


def test_every_excuse_is_for_a_test_that_there_is() -> None:
    assert set(EXCUSED) <= {case.iri for case in CASES}
