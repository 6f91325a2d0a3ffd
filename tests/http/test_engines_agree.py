"""Every engine gives the same: in memory, on disk, one or three Oxigraph servers, Fuseki."""

import json
import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlencode

import pytest
from engines import oxigraph_servers
from fuseki import fuseki, fuseki_jar
from live import serving, started
from page_kinds import one_path_of_each_kind

from server.editor.examples import Example, load_examples
from server.engine import LocalDataset
from server.load.__main__ import main as load

ROOT = Path(__file__).parents[2]
BENCH = sorted((ROOT / "bench" / "queries").glob("*.rq"))
EXAMPLES = load_examples()
# A landing evaluates every eighth example.
STRIDE = 8
QUERIES = [
    *(
        pytest.param(
            path.read_text("utf-8"),
            id=path.stem,
            # All statements of the graph, five times: a quarter of the time of this file.
            marks=[pytest.mark.slow] if path.stem == "10-whole-graph" else [],
        )
        for path in BENCH
    ),
    *(
        pytest.param(
            example.query(), id=example.slug, marks=[pytest.mark.slow] if index % STRIDE else []
        )
        for index, example in enumerate(EXAMPLES)
    ),
]
OTHERS = ("disk", "one", "three")
PAGES = (
    *("/ja/", "/en/id/entry/1-24", "/ja/id/procedure/1-24", "/ja/id/pref/13"),
    *("/ja/search?q=RPA", "/api/explore?technology=ai-ocr", "/ja/compare/map"),
    *("/ja/concept/technology/ai-ocr", "/id/entry/1-24.ttl", "/id/activity/technology-spelling.nt"),
    *("/ja/count/answers?technology=ai-ocr", "/ja/list/procedures?page=2"),
)
# Separator of the members that GROUP_CONCAT joins in any order.
_MEMBERS = "、"
_DECIMAL = re.compile(r'"([-+]?[0-9.]+)"\^\^(?=<http://www.w3.org/2001/XMLSchema#decimal>)')


@pytest.fixture(scope="module")
def servers(
    bundled_dataset: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Yield the addresses of servers with each engine, by the engine's name."""
    files = [bundled_dataset / "digigov.nq", bundled_dataset / "catalogue.nq"]
    folder = tmp_path_factory.mktemp("engines")
    with (
        oxigraph_servers(folder, files, 3) as replicas,
        serving(bundled_dataset, "--workers", "2") as embedded,
        serving(bundled_dataset, "--workers", "2", "--store", "disk") as disk,
        serving(bundled_dataset, "--engine", replicas[0].url) as one,
        serving(bundled_dataset, *(f"--engine={item.url}" for item in replicas)) as three,
    ):
        yield {"embedded": embedded, "disk": disk, "one": one, "three": three}


@pytest.fixture(scope="module")
def jena(
    bundled_dataset: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """Yield the addresses of a server in memory and one over Fuseki, loaded by `digigov-load`."""
    jar = fuseki_jar()
    if jar is None:
        pytest.skip("no Java, or no archive of Fuseki: tests/support/fuseki.py says how to get it")
    with (
        fuseki(jar, tmp_path_factory.mktemp("fuseki")) as address,
        serving(bundled_dataset, "--workers", "2") as embedded,
    ):
        assert load([str(bundled_dataset), "--to", f"{address}/data"]) == 0
        with serving(bundled_dataset, "--engine", f"{address}/query") as remote:
            yield {"embedded": embedded, "fuseki": remote}


def ask(address: str, query: str) -> tuple[str, bytes]:
    body = urlencode({"query": query}).encode()
    accept = "application/sparql-results+json, application/n-triples;q=0.9"
    request = urllib.request.Request(f"{address}sparql", body, {"Accept": accept})
    with urllib.request.urlopen(request, timeout=120) as response:
        return response.headers["Content-Type"], response.read()


def members(content_type: str, body: bytes) -> object:
    """Return the rows or triples of a result without their order."""
    if "json" not in content_type:
        # Oxigraph keeps no datatype derived from xsd:integer.
        lines = body.decode().replace("#nonNegativeInteger>", "#integer>").splitlines()
        return {_DECIMAL.sub(_shortest, line) for line in lines}
    document = json.loads(body)
    if "boolean" in document:
        return document["boolean"]
    rows = document["results"]["bindings"]
    return document["head"], Counter(json.dumps(_ordered(row), sort_keys=True) for row in rows)


def _ordered(row: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return a row with the members in each joined text sorted."""
    return {
        name: {**term, "value": _MEMBERS.join(sorted(_value(term).split(_MEMBERS)))}
        for name, term in row.items()
    }


def _value(term: dict[str, str]) -> str:
    is_decimal = term.get("datatype", "").endswith("#decimal")
    return str(Decimal(term["value"]).normalize()) if is_decimal else term["value"]


def _shortest(found: re.Match[str]) -> str:
    """Return a decimal without trailing zeros, which Fuseki does not keep."""
    return f'"{Decimal(found[1]).normalize()}"^^'


@pytest.mark.parametrize("query", QUERIES)
def test_every_engine_gives_the_same_results(servers: dict[str, str], query: str) -> None:
    expected = members(*ask(servers["embedded"], query))

    for name in OTHERS:
        assert members(*ask(servers[name], query)) == expected, name


def page(address: str, path: str) -> tuple[int, bytes]:
    """Return the body of a page without the address of its server."""
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}{path}", timeout=120) as response:
            status, body = response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            status, body = error.code, error.read()
    return status, body.replace(address.encode(), b"ADDRESS/")


def differing(servers: dict[str, str], paths: Iterable[str]) -> list[str]:
    """Return the pages whose bytes differ for another engine, each with the name of the engine."""
    found = []
    others = servers.keys() - {"embedded"}
    for path in paths:
        expected = page(servers["embedded"], path)
        found += [f"{name}: {path}" for name in others if page(servers[name], path) != expected]
    return found


def test_every_engine_writes_the_same_pages(servers: dict[str, str]) -> None:
    assert differing(servers, PAGES) == []


@pytest.mark.slow
def test_every_engine_writes_the_same_page_of_each_kind(
    servers: dict[str, str], bundled_data: LocalDataset
) -> None:
    paths = one_path_of_each_kind(bundled_data)

    assert len(paths) > 90
    assert differing(servers, paths.values()) == []


@pytest.mark.slow
def test_fuseki_writes_the_same_page_of_each_kind(
    jena: dict[str, str], bundled_dataset: Path
) -> None:
    paths = one_path_of_each_kind(LocalDataset.open(bundled_dataset))

    assert differing(jena, paths.values()) == []


@pytest.mark.slow
@pytest.mark.parametrize("example", load_examples(), ids=lambda example: example.slug)
def test_fuseki_and_three_replicas_give_the_same_result_for_each_example(
    jena: dict[str, str], servers: dict[str, str], example: Example
) -> None:
    expected = members(*ask(servers["embedded"], example.query()))

    assert members(*ask(servers["three"], example.query())) == expected
    assert members(*ask(jena["fuseki"], example.query())) == expected


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES[: len(BENCH)])
def test_fuseki_gives_the_same_results_for_the_queries_of_the_bench(
    jena: dict[str, str], query: str
) -> None:
    assert members(*ask(jena["fuseki"], query)) == members(*ask(jena["embedded"], query))


def test_an_answer_whose_order_may_change_has_a_weak_tag_that_still_matches(
    servers: dict[str, str],
) -> None:
    url = f"{servers['one']}sparql?" + urlencode({"query": "SELECT * { ?s a dg:Section }"})
    with urllib.request.urlopen(url) as response:
        tag = response.headers["ETag"]
    assert tag.startswith('W/"')

    again = urllib.request.Request(url, headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError) as raised:
        urllib.request.urlopen(again)

    assert raised.value.code == 304
    raised.value.close()


def test_the_metrics_name_the_replicas_and_the_results_of_the_probes(
    servers: dict[str, str],
) -> None:
    with urllib.request.urlopen(f"{servers['three']}metrics") as response:
        figures = response.read().decode()

    assert figures.count("digigov_replica_up{") == 3
    assert 'digigov_engine_probe{probe="union"} 1.0' in figures


def test_an_engine_with_another_version_is_refused_at_start(
    bundled_dataset: Path, tmp_path: Path
) -> None:
    text = (bundled_dataset / "catalogue.nq").read_text("utf-8")
    other = tmp_path / "catalogue.nq"
    other.write_text(re.sub(r'"[0-9a-f]{64}"', f'"{"0" * 64}"', text), encoding="utf-8")
    files = [bundled_dataset / "layers" / "source.nq", other]
    with (
        oxigraph_servers(tmp_path, files) as (server,),
        pytest.raises(RuntimeError, match="another version of the dataset: 000000000000…"),
        started(bundled_dataset, "--engine", server.url),
    ):
        pass
