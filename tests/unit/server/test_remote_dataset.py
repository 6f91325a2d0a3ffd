"""The dataset over a remote engine: many patterns and queries in one request."""

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from endpoint import open_dataset

from server.engine import LocalDataset, Pattern, Row
from server.engine.remote.remote_dataset import RemoteDataset
from server.engine.remote.waves import can_nest, without_prologue

A, B = ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/b")
NUMBER = ox.NamedNode("http://example.org/number")
NOWHERE = ox.NamedNode("http://example.org/nowhere")
NUMBERS = "PREFIX ex: <http://example.org/>\nSELECT ?n { ?s ex:number ?n }"
LABELS = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label { ?s rdfs:label ?label } ORDER BY DESC(STR(?label))"""


class Far:
    """A dataset over a remote engine, and the queries sent to it."""

    def __init__(self, near: LocalDataset) -> None:
        """Answer from a dataset in this process."""
        self.near = near
        self.received: list[str] = []
        self.dataset = RemoteDataset(near.identity, self._ask, near.construct)

    def _ask(self, query: str) -> Sequence[Row]:
        self.received.append(query)
        return self.near.rows(query)


@pytest.fixture
def far(tmp_path: Path) -> Far:
    return Far(open_dataset(tmp_path))


def test_patterns_and_queries_read_together_are_one_request(far: Far) -> None:
    patterns = [Pattern(A), Pattern(B), Pattern(NOWHERE), Pattern(predicate=NUMBER)]

    far.dataset.read(patterns, [NUMBERS, LABELS])

    assert len(far.received) == 1
    for pattern in patterns:
        assert set(far.dataset.quads(pattern)) == set(far.near.quads(pattern))
    assert far.dataset.rows(NUMBERS) == far.near.rows(NUMBERS)
    assert far.dataset.rows(LABELS) == far.near.rows(LABELS)
    assert len(far.received) == 1


def test_the_statements_of_a_subject_answer_narrower_patterns(far: Far) -> None:
    far.dataset.read([Pattern(A)])

    for pattern in (Pattern(A, NUMBER), Pattern(A, NUMBER, ox.Literal(5)), Pattern(A, object=B)):
        assert list(far.dataset.quads(pattern)) == list(far.near.quads(pattern))
        assert far.dataset.has(pattern) == far.near.has(pattern)
    assert len(far.received) == 1


def test_results_not_read_in_advance_are_requested_when_needed(far: Far) -> None:
    assert set(far.dataset.quads(Pattern(A))) == set(far.near.quads(Pattern(A)))
    assert far.dataset.has(Pattern(predicate=NUMBER))
    assert not far.dataset.has(Pattern(object=NOWHERE))
    assert far.dataset.rows(NUMBERS) == far.near.rows(NUMBERS)
    assert far.dataset.graphs() == far.near.graphs()
    assert len(far.received) == 5


def test_nothing_is_requested_where_everything_was_read(far: Far) -> None:
    far.dataset.read([Pattern(A)], [NUMBERS])
    far.received.clear()

    far.dataset.read([Pattern(A), Pattern(A, NUMBER)], [NUMBERS])

    assert far.received == []


def test_queries_whose_prefixes_differ_are_not_asked_together() -> None:
    other = "PREFIX ex: <http://elsewhere.example/> SELECT ?n { ?s ex:number ?n }"

    assert can_nest(LABELS, [NUMBERS])
    assert not can_nest(other, [NUMBERS])
    assert not can_nest("SELECT * FROM <http://example.org/g> { ?s ?p ?o }", [])


def test_a_prologue_ends_where_the_query_begins() -> None:
    prefixes, body = without_prologue("PREFIX a: <http://a/>\n prefix : <http://b/>SELECT * {}")

    assert prefixes == {"a": "http://a/", "": "http://b/"}
    assert body == "SELECT * {}"
