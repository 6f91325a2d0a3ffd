"""The example queries: complete heads, readable by other tools, labels in both languages."""

import pytest
from rdflib.plugins.sparql import prepareQuery

from server.editor.examples import GROUPS, Example, load_examples, read_example
from server.http.language import Language
from server.query.scanner import read_query

EXAMPLES = load_examples()
CHARTS = {"bar": (2, 3), "line": (2, 3), "scatter": (2, 3), "map": (0, 0)}


def test_there_are_examples_for_every_question() -> None:
    assert len(EXAMPLES) >= 30
    assert {example.group for example in EXAMPLES} == set(GROUPS)


def test_no_two_examples_have_one_title() -> None:
    for language in Language:
        titles = [example.titles[language] for example in EXAMPLES]
        assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.slug)
def test_another_parser_reads_an_example_with_its_declared_prefixes(example: Example) -> None:
    for language in Language:
        assert prepareQuery(example.query(language)).algebra


def test_every_declared_prefix_is_used() -> None:
    facts = {example.slug: read_query(example.text) for example in EXAMPLES}

    declared = {slug: {one.name for one in fact.declared} for slug, fact in facts.items()}
    assert declared == {slug: {one.name for one in fact.used} for slug, fact in facts.items()}


def test_a_chart_names_columns_of_the_query() -> None:
    for example in EXAMPLES:
        kind, *columns = example.chart or ("map",)
        least, most = CHARTS[kind]
        assert least <= len(columns) <= most, example.slug
        assert all(f"?{column}" in example.text for column in columns), example.slug


def test_a_query_asks_for_labels_of_a_language_over_a_base() -> None:
    text = (
        "# title@ja: 題\n# title@en: Title\n# description@ja: 説明\n# description@en: Text\n"
        "# group: overview\n# rows: 3\n\n"
        'SELECT * { <https://w3id.org/jp-digigov/id/pref/01> ?p ?o FILTER(LANG(?o) = "ja") }'
    )

    example = read_example("one", text)

    query = example.query(Language.EN, "https://example.org/")
    assert query == (
        'SELECT * { <https://example.org/id/pref/01> ?p ?o FILTER(LANG(?o) = "en") }\n'
    )
    assert (example.rows, example.chart) == (3, ())


def test_a_head_without_a_title_is_refused() -> None:
    with pytest.raises(KeyError, match="title@ja"):
        read_example("one", "# group: overview\n# rows: 1\nASK {}")
