"""Accept and Accept-Language are read as RFC 9110 says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.http.negotiation import choose_language
from server.rdf.format_negotiation import choose
from server.rdf.formats import FORMATS, Shape


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/*", "json"),
        ("text/*", "csv"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/csv;q=0.5, application/sparql-results+xml", "xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.6", "tsv"),
        ("text/csv, */*", "csv"),
        ("text/csv;q=0.3, */*;q=0.3", "csv"),
        ("*/*, application/sparql-results+json;q=0, application/json;q=0", "xml"),
        ("application/*;q=0.1, application/sparql-results+xml;q=0.9", "xml"),
        ("*/*;q=0.1, text/csv;q=0", "json"),
        ("text/csv;q=0", None),
        ("image/png", None),
        ("image/png, */*;q=0.01", "json"),
        ("text/csv;q=nonsense", "csv"),
        ("text/csv;q=nan, application/json;q=0.9", "csv"),
        ("text/csv;q=7, application/json", "csv"),
        ("text/csv;header=present;q=0.5, text/html;level=1;q=0.4", "csv"),
        (",,;;,text/csv", "csv"),
        ("text/html, image/gif, *; q=.2, */*; q=.2", "html"),
    ],
)
def test_the_best_format_is_chosen(accept: str, expected: str | None) -> None:
    choice = choose(accept, Shape.ROWS)

    assert (choice.format.name if choice else None) == expected


def test_the_response_has_the_requested_media_type() -> None:
    choice = choose("application/json", Shape.ROWS)

    assert choice
    assert (choice.format.name, choice.media_type) == ("json", "application/json")


@given(st.text(), st.sampled_from(Shape))
def test_any_header_gives_a_format_of_the_shape_or_none(accept: str, shape: Shape) -> None:
    choice = choose(accept, shape)

    assert choice is None or (choice.format in FORMATS and shape in choice.format.shapes)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "en"),
        ("*", "en"),
        ("ja", "ja"),
        ("ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7", "ja"),
        ("en-GB,en;q=0.9,ja;q=0.8", "en"),
        ("fr-FR, ja;q=0.3", "ja"),
        ("de", "en"),
        ("en;q=0.1, ja;q=0.2", "ja"),
        ("ja;q=0", "en"),
    ],
)
def test_the_language_is_japanese_where_the_client_prefers_it(header: str, expected: str) -> None:
    assert choose_language(header) == expected
