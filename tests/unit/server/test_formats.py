"""The table of formats has each format once."""

from collections import Counter

import pytest

from server.rdf.formats import FORMATS, Shape, formats_for, named


@pytest.mark.parametrize("shape", Shape)
def test_a_name_or_media_type_means_one_format_of_a_shape(shape: Shape) -> None:
    formats = formats_for(shape)

    # `text/plain` and the like may serve two shapes, never two formats of one.
    names = Counter(word for item in formats for word in {item.name, item.extension, *item.aliases})
    types = Counter(word for item in formats for word in item.media_types)

    assert [word for word, count in (names + types).items() if count > 1] == []


def test_every_format_but_html_has_a_serialiser() -> None:
    without = {item.name for item in FORMATS if item.results is None and item.rdf is None}

    assert without == {"html"}
    assert all(item.results for item in formats_for(Shape.ROWS) if item.name != "html")
    assert all(item.rdf for item in formats_for(Shape.DATASET))


@pytest.mark.parametrize(
    ("name", "shape", "expected"),
    [
        ("json", Shape.ROWS, "json"),
        ("json", Shape.GRAPH, "jsonld"),
        ("xml", Shape.GRAPH, "rdfxml"),
        ("TTL", Shape.GRAPH, "turtle"),
        ("application/rdf+xml", Shape.GRAPH, "rdfxml"),
        ("application/rdf xml", Shape.GRAPH, "rdfxml"),
        ("text/csv", Shape.ROWS, "csv"),
        ("nq", Shape.DATASET, "nquads"),
        ("turtle", Shape.DATASET, None),
        ("csv", Shape.GRAPH, None),
        ("exe", Shape.ROWS, None),
    ],
)
def test_a_format_is_named_by_name_extension_or_media_type(
    name: str, shape: Shape, expected: str | None
) -> None:
    found = named(name, shape)

    assert (found.name if found else None) == expected
