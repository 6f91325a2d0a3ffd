"""Every example query gives, over the bundled survey, as many rows as its head says."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from server.editor.examples import Example, load_examples
from server.engine.dataset import Dataset
from server.http.language import Language


@pytest.fixture(scope="module")
def dataset(bundled_dataset: Path) -> Dataset:
    return Dataset.open(bundled_dataset)


def count(dataset: Dataset, query: str) -> int:
    found = dataset.store.query(query, use_default_graph_as_union="FROM <" not in query)
    return 1 if isinstance(found, ox.QueryBoolean) else len(list(found))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("example", load_examples(), ids=lambda one: one.slug)
def test_an_example_has_the_rows_that_it_promises(
    dataset: Dataset, example: Example, language: Language
) -> None:
    rows = count(dataset, example.query(language))

    assert rows == example.rows, f"write “# rows: {rows}” into {example.slug}.rq, if that is right"
