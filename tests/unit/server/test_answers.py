"""Stored query results: equal to those of the engine, whole or in part."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from website import SAMPLE

from server.engine import LocalDataset, Pattern
from server.engine.answers import AnsweredDataset, AnswerFile, write_answers
from server.http.language import Language
from server.pages.reading import read_page
from server.site.site import Site

NAMED = "SELECT ?s ?o WHERE { ?s ?p ?o FILTER(isLiteral(?o) || isBlank(?o)) } ORDER BY ?s ?p ?o"
MANY = "SELECT ?s WHERE { ?s ?p ?o . VALUES ?n { 1 2 3 4 5 6 7 8 9 } } ORDER BY ?s"
OTHER = "SELECT ?s WHERE { ?s a ?class } ORDER BY ?s LIMIT 3"


@pytest.fixture(scope="module")
def dataset() -> LocalDataset:
    return LocalDataset.open(SAMPLE)


@pytest.fixture
def file(dataset: LocalDataset, tmp_path: Path) -> AnswerFile:
    answers = {query: dataset.rows(query) for query in (NAMED, MANY)}
    write_answers(answers, tmp_path / "answers.sqlite")
    return AnswerFile(tmp_path / "answers.sqlite")


def test_a_file_gives_the_rows_of_the_engine(dataset: LocalDataset, file: AnswerFile) -> None:
    for query in (NAMED, MANY):
        assert list(file.rows(query) or ()) == dataset.rows(query) != []


def test_a_long_answer_is_read_in_part(dataset: LocalDataset, file: AnswerFile) -> None:
    whole, found = dataset.rows(MANY), file.rows(MANY)

    assert found is not None
    assert not isinstance(found, list)
    assert (len(found), found[0], found[len(whole) - 1]) == (len(whole), whole[0], whole[-1])
    assert list(found[100:120]) == whole[100:120]
    assert list(found[0:9:2]) == whole[0:9:2]


def test_a_query_that_is_not_in_the_file_is_evaluated(
    dataset: LocalDataset, file: AnswerFile
) -> None:
    answered = AnsweredDataset(dataset, record=True)
    answered.use(file)

    assert answered.rows(OTHER) == dataset.rows(OTHER)
    assert list(answered.rows(NAMED)) == dataset.rows(NAMED)
    assert list(answered.recorded) == [OTHER]


def test_other_requests_go_to_the_dataset(dataset: LocalDataset) -> None:
    answered = AnsweredDataset(dataset)
    pattern = Pattern(predicate=ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"))

    answered.read([pattern], [NAMED])

    assert answered.quads(pattern) == dataset.quads(pattern)
    assert answered.has(pattern)
    assert answered.graphs() == dataset.graphs()
    assert (answered.identity, answered.union) == (dataset.identity, dataset.union)


def test_a_page_prefetches_nothing_over_an_embedded_engine(dataset: LocalDataset) -> None:
    answered = AnsweredDataset(dataset, record=True)
    site = Site.of(answered)
    answered.recorded.clear()

    read_page(site, f"{dataset.identity.base}id/pref/13", Language.EN)

    assert not answered.recorded
