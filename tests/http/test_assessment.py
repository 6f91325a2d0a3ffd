"""Every claim of the self-assessment is proved by an existing test."""

import ast
import re
from pathlib import Path

import pytest
from published import small_folder
from website import parse_errors, sample_site, website

from server.downloads.assessment import Criterion, as_markdown, load_criteria
from server.rdf.prefixes import common_prefixes

ROOT = Path(__file__).parents[2]
CRITERIA = load_criteria()


def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.name["en"])
def test_every_claim_names_an_existing_test(criterion: Criterion) -> None:
    assert criterion.tests
    for test in criterion.tests:
        file, _, name = test.partition("::")
        assert name in functions_of(file), test


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_has_every_claim(language: str) -> None:
    page = website(source=small_folder())(f"/{language}/about/assessment").body.decode()

    assert parse_errors(page.encode()) == []
    assert [test for one in CRITERIA for test in one.tests if test not in page] == []


def test_every_query_shown_can_be_evaluated() -> None:
    store = website(source=small_folder()).engine.dataset.store
    queries = [one.show for one in CRITERIA if one.is_query]

    for query in queries:
        store.query(query, prefixes=common_prefixes(None), use_default_graph_as_union=True)

    assert len(queries) > 3


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda one: one.name["en"])
def test_every_command_that_is_shown_gets_an_answer(criterion: Criterion) -> None:
    for target in re.findall(r"http://127.0.0.1:8000(/[^\s']*)", criterion.show):
        reply = website(source=small_folder())(target)

        assert reply.status in {200, 303}, target


def test_the_document_is_the_one_that_is_served() -> None:
    document = (ROOT / "docs/self-assessment.md").read_text(encoding="utf-8")

    assert document == as_markdown(CRITERIA), "python -m server.downloads > docs/self-assessment.md"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_tests_are_named_in_the_closed_part_for_developers_alone(language: str) -> None:
    page = sample_site()(f"/{language}/about/assessment").body.decode()

    shown = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert "pytest" in page
    assert "pytest" not in shown
