"""The server's own questions, many at once."""

from pathlib import Path

import pyoxigraph as ox
from endpoint import open_dataset

from server.engine import Question, Questions
from server.engine.dataset import Pattern
from server.engine.embedded.questions import LocalQuestions

THING = ox.NamedNode("http://example.org/a")


def questions(folder: Path) -> Questions:
    return LocalQuestions(open_dataset(folder))


def test_answers_stand_in_the_order_of_the_questions(tmp_path: Path) -> None:
    asked = questions(tmp_path)

    found = asked.rows(
        [
            Question("SELECT ?n { <http://example.org/a> <http://example.org/number> ?n }"),
            Question("SELECT ?s ?n { ?s <http://example.org/number> ?n }", {"s": THING}),
            Question("SELECT ?n { ?n <http://example.org/nothing> ?x }"),
        ]
    )

    assert [[row["n"] for row in rows] for rows in found] == [[ox.Literal(5)]] * 2 + [[]]
    assert asked.ask([Question("ASK {}"), Question("ASK { ?s <http://e/x> ?o }")]) == [True, False]


def test_graphs_and_patterns_come_in_lists_too(tmp_path: Path) -> None:
    asked = questions(tmp_path)

    (triples,) = asked.construct([Question("CONSTRUCT WHERE { <http://example.org/a> ?p ?o }")])
    quads, none = asked.quads([Pattern(THING), Pattern(ox.NamedNode("http://e/none"))])

    assert len(triples) == len(quads) == 5
    assert none == []


def test_labels_are_found_by_language(tmp_path: Path) -> None:
    asked = questions(tmp_path)

    assert asked.labels(["http://example.org/a", "http://example.org/b"]) == [
        {"ja": "東京都", "en": "Tokyo"},
        {},
    ]
    assert asked.identity.checksum
