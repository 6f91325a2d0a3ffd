"""Every example query gives as many rows over the bundled survey as its head says."""

import pytest
from example_rows import count_rows, with_rows

from server.editor.examples import Example, load_examples
from server.engine import LocalDataset
from server.http.language import Language


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("example", load_examples(), ids=lambda one: one.slug)
def test_an_example_has_as_many_rows_as_its_head_says(
    whole: LocalDataset, example: Example, language: Language
) -> None:
    rows = count_rows(whole, example.query(language))

    assert rows == example.rows, (
        "run `make examples` and check that the new numbers of rows are right"
    )


def test_writing_the_number_of_rows_changes_nothing_else() -> None:
    head = "# title@en: Counts\n# rows: 3\n\nSELECT * {}  # rows: 3\n"

    assert with_rows(head, 47) == "# title@en: Counts\n# rows: 47\n\nSELECT * {}  # rows: 3\n"
