"""Faults of queries are marked at their position, explained in plain words and corrected."""

import random
from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from query_faults import KINDS, FaultyQuery, distance, put_fault

from server.editor.examples import load_examples
from server.http.texts import problem_texts
from server.query.fault import FaultKind
from server.query.syntax_faults import find_fault
from server.sparql.fault_texts import fault_text

SEED = 20_261_129
FAULTS = 100
LEAST_MARKED = 90

# The text, the position of its fault (line:column), its kind, and the corrected text.
CASES = [
    # A comma between variables.
    ("SELECT ?a, ?b { ?a ?p ?b }", "1:10", "comma", "SELECT ?a ?b { ?a ?p ?b }"),
    ("SELECT ?a,?b { ?a ?p ?b }", "1:10", "comma", "SELECT ?a ?b { ?a ?p ?b }"),
    (
        "SELECT ?a (1 AS ?n), ?b { ?a ?p ?b }",
        "1:20",
        "comma",
        "SELECT ?a (1 AS ?n) ?b { ?a ?p ?b }",
    ),
    (
        "SELECT * { ?a ?p ?b } ORDER BY ?a, ?b",
        "1:34",
        "comma",
        "SELECT * { ?a ?p ?b } ORDER BY ?a ?b",
    ),
    ("SELECT ?a、?b { ?a ?p ?b }", "1:10", "comma", "SELECT ?a ?b { ?a ?p ?b }"),
    # An ideographic space, and other spaces that SPARQL does not allow.
    ("SELECT\u3000* { ?a ?p ?b }", "1:7", "character", "SELECT * { ?a ?p ?b }"),
    ("SELECT * {\n\u3000\u3000?a ?p ?b }", "2:1", "character", "SELECT * {\n  ?a ?p ?b }"),
    ("SELECT * { ?a ?p ?b }\u3000LIMIT 3", "1:22", "character", "SELECT * { ?a ?p ?b } LIMIT 3"),
    ("SELECT *\u00a0{ ?a ?p ?b }", "1:9", "character", "SELECT * { ?a ?p ?b }"),
    # A missing dot, semicolon or bracket.
    (
        "SELECT * {\n  ?a ?p ?b\n  ?b ?q ?c\n}",
        "2:11",
        "missing",
        "SELECT * {\n  ?a ?p ?b.\n  ?b ?q ?c\n}",
    ),
    ("SELECT * { ?a ?p ?b <x:q> ?c }", "1:20", "missing", "SELECT * { ?a ?p ?b; <x:q> ?c }"),
    ("SELECT * { ?a ?p ?b ?c }", "1:20", "missing", "SELECT * { ?a ?p ?b, ?c }"),
    (
        "SELECT * {\n  OPTIONAL { ?a ?p ?b\n  ?b ?q ?c\n}",
        "2:22",
        "bracket",
        "SELECT * {\n  OPTIONAL { ?a ?p ?b }\n  ?b ?q ?c\n}",
    ),
    ("SELECT * { ?a ?p ?b", "1:20", "missing", "SELECT * { ?a ?p ?b}"),
    ("SELECT * WHERE ?a ?p ?b }", "1:15", "missing", "SELECT * WHERE{ ?a ?p ?b }"),
    (
        "SELECT * {\n  ?a ?p ?b }\n  UNION { ?b ?q ?c }\n}",
        "2:3",
        "bracket",
        "SELECT * {\n  { ?a ?p ?b }\n  UNION { ?b ?q ?c }\n}",
    ),
    (
        'SELECT * { ?a ?p ?b FILTER(LANG(?b = "ja") }',
        "1:35",
        "missing",
        'SELECT * { ?a ?p ?b FILTER(LANG(?b) = "ja") }',
    ),
    ("SELECT * { ?a ?p ?b }} LIMIT 3", "1:22", "surplus", "SELECT * { ?a ?p ?b } LIMIT 3"),
    # A missing AS.
    (
        "SELECT (COUNT(?a) ?n) { ?a ?p ?b }",
        "1:18",
        "missing",
        "SELECT (COUNT(?a) AS ?n) { ?a ?p ?b }",
    ),
    ("SELECT * { BIND(1 + 2 ?n) }", "1:22", "missing", "SELECT * { BIND(1 + 2 AS ?n) }"),
    ("SELECT (STR(?a)?n) { ?a ?p ?b }", "1:16", "missing", "SELECT (STR(?a) AS ?n) { ?a ?p ?b }"),
    # An expression outside parentheses.
    (
        "SELECT COUNT(?a) AS ?n { ?a ?p ?b }",
        "1:8",
        "expression",
        "SELECT (COUNT(?a) AS ?n) { ?a ?p ?b }",
    ),
    (
        "SELECT ?a COUNT(?b) { ?a ?p ?b } GROUP BY ?a",
        "1:11",
        "expression",
        "SELECT ?a (COUNT(?b) AS ?count) { ?a ?p ?b } GROUP BY ?a",
    ),
    (
        "SELECT ?a AS ?b { ?a ?p ?o }",
        "1:8",
        "expression",
        "SELECT (?a AS ?b) { ?a ?p ?o }",
    ),
    (
        "SELECT UCASE(STR(?a)) AS ?b { ?a ?p ?o }",
        "1:8",
        "expression",
        "SELECT (UCASE(STR(?a)) AS ?b) { ?a ?p ?o }",
    ),
    (
        "SELECT * { ?a ?p ?b FILTER ?b > 3 }",
        "1:28",
        "condition",
        "SELECT * { ?a ?p ?b FILTER (?b > 3) }",
    ),
    # A variable bound already, or a variable not grouped beside an aggregate.
    (
        "SELECT * { ?a ?p ?b BIND(1 AS ?b) }",
        "1:31",
        "bound",
        "SELECT * { ?a ?p ?b BIND(1 AS ?b2) }",
    ),
    (
        "SELECT * { OPTIONAL { ?a ?p ?b } BIND(STR(?a) AS ?a) }",
        "1:50",
        "bound",
        "SELECT * { OPTIONAL { ?a ?p ?b } BIND(STR(?a) AS ?a2) }",
    ),
    (
        "SELECT (SUM(?b) AS ?b) { ?a ?p ?b }",
        "1:20",
        "bound",
        "SELECT (SUM(?b) AS ?b2) { ?a ?p ?b }",
    ),
    (
        "SELECT * { BIND(1 AS ?n) BIND(2 AS ?n) }",
        "1:36",
        "bound",
        "SELECT * { BIND(1 AS ?n) BIND(2 AS ?n2) }",
    ),
    (
        "SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }",
        "1:8",
        "ungrouped",
        "SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b }\nGROUP BY ?a",
    ),
    ("SELECT * { ?a ?p ?b } GROUP BY ?a", "1:8", "star", ""),
    ("SELECT ?a { ?a ?p ?b FILTER(COUNT(?b) > 1) }", "1:29", "aggregate", ""),
    # Full-width digits, quotation marks, signs and letters.
    ("SELECT * { ?a ?p ?b } LIMIT １０", "1:29", "character", "SELECT * { ?a ?p ?b } LIMIT 10"),
    (
        "SELECT * { ?a ?p ?b FILTER(?b > ５) }",
        "1:33",
        "character",
        "SELECT * { ?a ?p ?b FILTER(?b > 5) }",
    ),
    ("SELECT * { ?a ?p “行政”@ja }", "1:18", "character", 'SELECT * { ?a ?p "行政"@ja }'),
    ("SELECT * { ?a ?p ＂行政＂ }", "1:18", "character", 'SELECT * { ?a ?p "行政" }'),
    ('SELECT * { ?a ?p "行政” }', "1:21", "character", 'SELECT * { ?a ?p "行政" }'),
    ("SELECT ？a { ?a ?p ?b }", "1:8", "character", "SELECT ?a { ?a ?p ?b }"),
    ("ＳＥＬＥＣＴ * ｛ ?a ?p ?b ｝", "1:1", "character", "SELECT * { ?a ?p ?b }"),
    ("SELECT * { ?a rdfs：label ?b }", "1:19", "character", "SELECT * { ?a rdfs:label ?b }"),
    # Misspelt keywords, or keywords of another language.
    ("SELCT * { ?a ?p ?b }", "1:1", "keyword", "SELECT * { ?a ?p ?b }"),
    ("SELECT * WEHRE { ?a ?p ?b }", "1:10", "keyword", "SELECT * WHERE { ?a ?p ?b }"),
    ("SELECT * { OPTINAL { ?a ?p ?b } }", "1:12", "keyword", "SELECT * { OPTIONAL { ?a ?p ?b } }"),
    ("SELECT * { ?a ?p ?b } ODER BY ?a", "1:23", "keyword", "SELECT * { ?a ?p ?b } ORDER BY ?a"),
    (
        "SELECT * { ?a ?p ?b FILTER(LENGTH(?b) > 3) }",
        "1:28",
        "keyword",
        "SELECT * { ?a ?p ?b FILTER(STRLEN(?b) > 3) }",
    ),
    (
        "SELECT * { ?a ?p ?b FILTER(?b == 1 and ?a <> 2) }",
        "1:31",
        "operator",
        "SELECT * { ?a ?p ?b FILTER(?b = 1 && ?a != 2) }",
    ),
    ("SELECT * { ?a ?p TRUE }", "1:18", "keyword", "SELECT * { ?a ?p true }"),
    # Other frequent omissions.
    ("SELECT a { ?a ?p ?b }", "1:8", "variable", "SELECT ?a { ?a ?p ?b }"),
    ('SELECT * { ?a ?p "x }', "1:18", "string", 'SELECT * { ?a ?p "x" }'),
    (
        "PREFIX x: http://example.org/ SELECT * { ?a x:p ?b }",
        "1:11",
        "iri",
        "PREFIX x: <http://example.org/> SELECT * { ?a x:p ?b }",
    ),
    (
        "SELECT * { ?a ?p ?b } LIMIT 3 ORDER BY ?a",
        "1:31",
        "clause",
        "SELECT * { ?a ?p ?b } ORDER BY ?a LIMIT 3",
    ),
    ("SELECT * { ?a ?p }", "1:18", "unexpected", ""),
    ("", "1:1", "unexpected", ""),
    ("SELECT ? a { ?a ?p ?b }", "1:8", "split", "SELECT ?a { ?a ?p ?b }"),
    ("SELECT ?a { ?a <p> ? b . ?b ?q 1 }", "1:20", "split", "SELECT ?a { ?a <p> ?b . ?b ?q 1 }"),
    ("ASK { ?a ?p $ b }", "1:13", "split", "ASK { ?a ?p ?b }"),
    ("ASK { ?a ?p ?b FILTER(?a > ? b) }", "1:28", "split", "ASK { ?a ?p ?b FILTER(?a > ?b) }"),
    ("ASK { ?a ?p ?b } LIMIT 10, 20", "1:26", "limit", "ASK { ?a ?p ?b } LIMIT 20 OFFSET 10"),
    ("SELECTname ?a { ?a ?p ?name }", "1:1", "missing", "SELECT ?name ?a { ?a ?p ?name }"),
]


@pytest.mark.parametrize(
    ("text", "position", "kind", "corrected"), CASES, ids=[c[0] for c in CASES]
)
def test_a_fault_is_marked_at_its_position_and_corrected(
    text: str, position: str, kind: str, corrected: str
) -> None:
    found = find_fault(text)

    assert found is not None
    marked = f"{found.position.line}:{found.position.column}"
    assert (marked, found.fault.kind, found.suggestion) == (position, kind, corrected)


def test_random_faults_in_the_examples_are_marked_within_one_token() -> None:
    faults = _random_faults()

    missed = [fault for fault in faults if not _is_marked(fault)]

    assert FAULTS - len(missed) >= LEAST_MARKED, [(m.kind, m.text[m.offset :][:40]) for m in missed]


def test_every_correction_of_a_random_fault_is_read_by_the_engine() -> None:
    found = [find_fault(fault.text) for fault in _random_faults()]
    suggestions = [item.suggestion for item in found if item and item.suggestion]

    assert len(suggestions) >= LEAST_MARKED * 0.9
    assert [text for text in suggestions if _is_refused(text)] == []


def test_no_fault_is_reported_in_an_example() -> None:
    examples = load_examples()

    assert examples
    assert [one.slug for one in examples if find_fault(one.query()) is not None] == []


def test_no_fault_is_reported_in_text_that_the_search_does_not_cover() -> None:
    assert find_fault("SELECT * { << ?s ?p ?o >> ?q ?r ?t }") is None
    assert find_fault("SELECT ?a, ?b {" + " " * 6_000 + "}") is None


@pytest.mark.parametrize("kind", FaultKind)
def test_each_kind_of_fault_has_words_in_both_languages(kind: FaultKind) -> None:
    assert problem_texts()[f"fault.{kind}"].ja
    assert problem_texts()[f"fault.{kind}"].en


def test_the_values_of_a_message_are_filled_in() -> None:
    faults = {text: found.fault for text, *_ in CASES if (found := find_fault(text))}

    assert len(faults) == len(CASES)
    words = {text: fault_text(fault) for text, fault in faults.items()}
    assert [text for text in words if "「」" in words[text].ja] == []
    assert {faults[text].kind for text in words if "“”" in words[text].en} <= {FaultKind.CHARACTER}


PIECES = st.sampled_from(
    [*"(){}[].,;?<>'\"*\u3000“１a\n@^", "SELECT", "AS", "?a", "BIND", "COUNT", "'x'"]
)


@given(st.lists(PIECES, max_size=20).map(" ".join))
def test_the_search_for_a_fault_ends_for_any_text(text: str) -> None:
    found = find_fault(text)

    assert found is None or fault_text(found.fault).ja


@cache
def _random_faults() -> list[FaultyQuery]:
    """Return a hundred faulty queries of all kinds in turn, each refused by the engine."""
    chance = random.Random(SEED)  # noqa: S311 - the same faults each time
    queries = [example.query() for example in load_examples()]
    found: list[FaultyQuery] = []
    turn = 0
    while len(found) < FAULTS:
        kind = list(KINDS)[turn % len(KINDS)]
        turn += 1
        fault = put_fault(chance.choice(queries), kind, chance)
        if fault and _is_refused(fault.text):
            found.append(fault)
    return found


def _is_marked(fault: FaultyQuery) -> bool:
    found = find_fault(fault.text)
    return found is not None and distance(fault.text, found.fault.start, fault.offset) <= 1


def _is_refused(text: str) -> bool:
    try:
        ox.Store().query(text, prefixes={"rdfs": "http://www.w3.org/2000/01/rdf-schema#"})
    except SyntaxError:
        return True
    return False
