"""Entity tags and conditional requests."""

from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from server.http.conditional import entity_tag, if_modified, tag_of_coding, validators
from server.http.message import Request, Response

NOON = datetime(2020, 10, 1, 12, 0, 0, 500, tzinfo=UTC)
TAG = entity_tag("data", "SELECT", "json")


def test_a_tag_depends_on_all_its_parts_and_their_boundaries() -> None:
    tags = {entity_tag("ab", "c"), entity_tag("a", "bc"), entity_tag("abc"), entity_tag("ab", "d")}

    assert len(tags) == 4
    assert entity_tag("ab", "c") in tags


@pytest.mark.parametrize(
    ("method", "headers", "known"),
    [
        ("GET", {"if-none-match": TAG}, TAG),
        ("HEAD", {"if-none-match": f'"other", W/{TAG}'}, TAG),
        ("GET", {"if-none-match": "*"}, TAG),
        ("GET", {"if-none-match": tag_of_coding(TAG, "zstd")}, tag_of_coding(TAG, "zstd")),
        ("GET", {"if-none-match": '"other"'}, None),
        (
            "GET",
            {"if-none-match": '"other"', "if-modified-since": "Fri, 01 Jan 2100 0:00 GMT"},
            None,
        ),
        ("POST", {"if-none-match": TAG}, None),
        ("GET", {"if-modified-since": "Thu, 01 Oct 2020 12:00:00 GMT"}, TAG),
        ("GET", {"if-modified-since": "Thu, 01 Oct 2020 11:59:59 GMT"}, None),
        ("GET", {"if-modified-since": "yesterday"}, None),
        ("GET", {}, None),
    ],
)
def test_a_conditional_request_is_decided_by_tag_before_date(
    method: str, headers: dict[str, str], known: str | None
) -> None:
    response = Response(HTTPStatus.OK, validators(TAG, NOON), b"x")

    answer = if_modified(Request(method, headers=headers), response)

    if known is None:
        assert answer == response
    else:
        assert (answer.status, answer.body) == (HTTPStatus.NOT_MODIFIED, b"")
        assert answer.header("etag") == known
