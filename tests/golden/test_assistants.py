"""Answers to assistants: equal to SPARQL, quoted exactly, and always with evidence."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tooling import Tools

from server.counts.facets import FACETS
from server.engine import LocalDataset
from server.http.language import Language
from server.mcp.knowledge import load_texts
from server.rdf.prologue import prologue

FOLDER = Path(__file__).parent / "assistants"
QUESTIONS = tomllib.loads((FOLDER / "questions.toml").read_text("utf-8"))["question"]
CLAIMS = tomllib.loads((FOLDER / "claims.toml").read_text("utf-8"))["claim"]
BASE = "https://w3id.org/jp-digigov/"


@pytest.fixture(scope="module")
def tools(bundled_dataset: Path) -> Tools:
    return Tools.of(bundled_dataset)


def data_of(tools: Tools) -> LocalDataset:
    data = tools.context.knowledge.dataset
    assert isinstance(data, LocalDataset)
    return data


def solve(tools: Tools, sparql: str) -> list[list[str]]:
    text = f"BASE <{BASE}>\n{prologue(sparql, BASE)}{sparql}"
    if "ASK" in sparql:
        return [[str(data_of(tools).ask(text)).lower()]]
    rows = tools.context.knowledge.dataset.rows(text)
    return sorted([str(getattr(term, "value", term)) for term in row.values()] for row in rows)


def read(answer: dict[str, Any], part: str) -> list[list[str]]:
    if part == "number":
        return [[str(answer["number"])]]
    if part == "groups":
        return sorted([group["thing"]["iri"], str(group["count"])] for group in answer["groups"])
    if part == "cells":
        iris = {item["value"]: item["thing"]["iri"] for item in answer["rows"] + answer["columns"]}
        return sorted(
            [iris[cell["row"]], iris[cell["column"]], str(cell["count"])]
            for cell in answer["cells"]
        )
    if part == "facts":
        return sorted([fact["value"]] for fact in answer["facts"])
    if part == "rows":
        return sorted([cell["value"] for cell in row["cells"].values()] for row in answer["rows"])
    return [[answer["verdict"]]]


def facts_in(document: object) -> Iterator[dict[str, Any]]:
    if isinstance(document, dict):
        if "basis" in document and "words" in document:
            yield document
        for item in document.values():
            yield from facts_in(item)
    elif isinstance(document, list):
        for item in document:
            yield from facts_in(item)


def check_evidence(tools: Tools, reply: dict[str, Any]) -> int:
    """Check that every statement has quoted words or another basis; return the number of quotes."""
    quotes = 0
    for fact in facts_in(reply):
        assert fact["words"] or fact["basis"] in {"printed", "rule", "reference", "definition"}
        for words in fact["words"]:
            entry, name = ox.NamedNode(words["entry"]["iri"]), ox.NamedNode(words["text_property"])
            stated = [
                quad.object.value
                for quad in data_of(tools).store.quads_for_pattern(entry, name, None)
                if isinstance(quad.object, ox.Literal)
            ]
            assert words["quote"] in {text[words["start"] : words["end"]] for text in stated}
            assert words["page"]
            quotes += 1
    return quotes


def test_there_are_thirty_questions_in_each_language_and_at_least_forty_claims() -> None:
    assert [sum(item["lang"] == code for item in QUESTIONS) for code in Language] == [30, 30]
    kinds = {item["kind"] for item in QUESTIONS}
    assert kinds == {"fact", "count", "comparison", "absence", "trap"}
    assert len(CLAIMS) >= 40


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda item: str(item["text"]))
def test_a_question_is_answered_as_sparql_answers_it(
    tools: Tools, question: dict[str, Any]
) -> None:
    reply = tools.reply(question["tool"], lang=question["lang"], **question["arguments"])

    found, expected = read(reply["answer"], question["read"]), solve(tools, question["sparql"])
    assert expected
    assert found == expected
    assert reply["source"]["version"]
    assert reply["source"]["licence"]
    check_evidence(tools, reply)


def test_most_listed_answers_are_proved_by_quoted_words(tools: Tools) -> None:
    reply = tools.reply("count", where={"technology": ["RPA"]}, entries=50)

    assert check_evidence(tools, reply) >= 50


@pytest.mark.parametrize("facet", [facet.name for facet in FACETS if facet.name != "edition"])
def test_each_listed_answer_says_why_it_is_counted(tools: Tools, facet: str) -> None:
    by = tools("count", by=facet, entries=0)
    value = next(group["value"] for group in by["groups"])

    listed = tools("count", where={facet: [value]}, entries=2)["entries"]

    assert listed
    assert all(entry["facts"] for entry in listed)


def rows_of(tools: Tools, sparql: str, **given: object) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tools("query", query=sparql, **given)["rows"]
    return rows


@pytest.mark.parametrize(
    ("sparql", "basis"),
    [
        ("?entry { ?entry dg:describes/dg:usesTechnology concept:technology/ai-ocr }", "quoted"),
        ("?t { id:procedure/1-1 dg:usesTechnology ?t BIND(id:procedure/1-1 AS ?p) }", "computed"),
        ("?p ?t { ?p dg:usesTechnology/skos:broader* ?t }", "quoted"),
        ("?entry ?name { ?entry dg:statedName ?name }", "printed"),
        ("?pref ?region { ?pref dg:region ?region }", "reference"),
        ("?p ?type { ?p dg:procedureType ?type }", None),
        ("(COUNT(*) AS ?n) { ?entry a dg:Entry }", "computed"),
        ("?pref (COUNT(*) AS ?n) { ?e dg:reportedBy ?pref } GROUP BY ?pref", "computed"),
    ],
)
def test_each_row_of_a_query_has_evidence_or_says_why_not(
    tools: Tools, sparql: str, basis: str | None
) -> None:
    text = "PREFIX concept: <https://w3id.org/jp-digigov/concept/> "
    text += "PREFIX id: <https://w3id.org/jp-digigov/id/> "
    sparql = sparql.replace("technology/", "technology\\/").replace("procedure/", "procedure\\/")

    reply = tools.reply("query", query=f"{text}SELECT {sparql} LIMIT 40")

    rows = reply["answer"]["rows"]
    assert rows
    assert all(row["note"] for row in rows)
    assert all(row["facts"] or row["basis"] == "computed" for row in rows)
    if basis:
        assert {row["basis"] for row in rows} <= {basis, "rule"}
        assert basis in {row["basis"] for row in rows}
    check_evidence(tools, reply)


def test_rows_after_the_first_fifty_say_that_their_statements_were_not_read(tools: Tools) -> None:
    rows = rows_of(tools, "SELECT ?e ?n { ?e dg:statedName ?n }", limit=60)

    assert [row["basis"] for row in rows] == ["printed"] * 50 + ["not read"] * 10


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda item: str(item["text"]))
def test_a_false_or_unprovable_claim_is_not_verified(tools: Tools, claim: dict[str, Any]) -> None:
    reply = tools.reply("verify", **claim["arguments"])

    assert reply["answer"]["verdict"] == claim["verdict"]
    assert reply["answer"]["reason"]
    check_evidence(tools, reply)


def test_each_trap_is_shown_by_its_query(tools: Tools) -> None:
    traps = tools("about")["traps"]

    assert traps == tools("schema")["traps"]
    assert len(traps) == 8
    assert all(tools.context.knowledge.dataset.rows(trap["query"]) for trap in traps)


def test_the_queries_of_an_answer_give_its_figures(tools: Tools) -> None:
    counted = tools("count", where={"technology": ["ai-ocr"]}, by="status")
    compared = tools("compare", rows="technology", columns="status")

    dataset = tools.context.knowledge.dataset
    assert len(dataset.rows(counted["sparql"])) == counted["number"]
    assert len(dataset.rows(counted["groups_sparql"])) == len(counted["groups"])
    assert len(dataset.rows(compared["sparql"])) == len(compared["cells"])


def test_every_text_of_the_tools_is_in_both_languages() -> None:
    assert all(
        set(texts) == set(Language) and all(texts.values()) for texts in load_texts().values()
    )
