"""Resources with thousands of incoming statements: short documents that name what they omit."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from endpoint import open_dataset

from server.engine import LocalDataset
from server.resources.description import describe
from server.site.statements.statements import MOST_POINTING, Statements

HUB = "http://example.org/hub"
SEE_ALSO = "http://www.w3.org/2000/01/rdf-schema#seeAlso"


def dataset(folder: Path, pointing: int) -> LocalDataset:
    lines = (f"<http://example.org/{i}> <http://example.org/p> <{HUB}> ." for i in range(pointing))
    return open_dataset(folder, f'<{HUB}> <http://example.org/q> "hub" .\n' + "\n".join(lines))


def ways(data: LocalDataset) -> list[str]:
    found = (triple for triple in describe(data, HUB) if triple.predicate.value == SEE_ALSO)
    return [getattr(triple.object, "value", "") for triple in found]


def test_the_document_of_a_hub_names_a_query_for_the_omitted_statements(tmp_path: Path) -> None:
    data = dataset(tmp_path, MOST_POINTING + 1)

    (way,) = ways(data)
    query = parse_qs(urlsplit(way).query)["query"][0]

    assert len(describe(data, HUB)) < 10
    assert len(data.construct(query)) == MOST_POINTING + 1


def test_a_document_with_few_incoming_statements_has_all_of_them(tmp_path: Path) -> None:
    data = dataset(tmp_path, MOST_POINTING)

    assert ways(data) == []
    assert len(describe(data, HUB)) == MOST_POINTING + 1


@pytest.mark.parametrize(("pointing", "named"), [(MOST_POINTING, 8), (MOST_POINTING + 1, 0)])
def test_a_page_counts_incoming_statements_of_a_hub_and_lists_none_of_too_many(
    tmp_path: Path, pointing: int, named: int
) -> None:
    (found,) = Statements(dataset(tmp_path, pointing)).pointing_to(HUB)

    assert (found.count, len(found.subjects)) == (pointing, named)
