"""Conditional requests to the SPARQL endpoint (RFC 9110, section 13)."""

from pathlib import Path

import pytest
from endpoint import BASE, TRIG, Client, open_client

from server.settings import Settings

QUERY = "/sparql?query=ASK%7B%7D"
BROKEN = "/sparql?query=SELECT"
UNDECLARED = "/sparql?query=ASK%7Bx%3Ay%20%3Fp%20%3Fo%7D"
DATED = f"""{TRIG}
PREFIX dct: <http://purl.org/dc/terms/>
ex:three {{ <{BASE}id/dataset/digigov> dct:modified "2026-11-29" }}
"""
FUTURE = "Fri, 01 Jan 2100 00:00:00 GMT"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return open_client(tmp_path_factory.mktemp("data"), DATED)


@pytest.mark.parametrize("fresh", [True, False])
def test_the_tag_of_a_response_saves_the_next_body(client: Client, *, fresh: bool) -> None:
    # A different query for each case, so that no response is in the cache.
    target = f"{QUERY}&timeout={9 if fresh else 8}"
    tag = client(f"{QUERY}&timeout=9").headers["etag"]

    reply = client(target, headers={"if-none-match": tag})

    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers["etag"] == tag
    assert "Accept" in reply.headers["vary"]


def test_a_different_response_has_a_different_tag(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    union = open_client(tmp_path, DATED)(QUERY).headers["etag"]
    plain = open_client(tmp_path, DATED, Settings(union=False))(QUERY).headers["etag"]
    other = open_client(tmp_path / "other", TRIG)(QUERY).headers["etag"]

    assert len({union, plain, other}) == 3


def test_the_date_is_that_of_the_dataset(client: Client) -> None:
    assert client(QUERY).headers["last-modified"] == "Sun, 29 Nov 2026 00:00:00 GMT"


@pytest.mark.parametrize("condition", ["*", FUTURE])
def test_a_condition_that_proves_no_earlier_response_is_still_applied(
    client: Client, condition: str
) -> None:
    name = "if-none-match" if condition == "*" else "if-modified-since"

    assert client(QUERY, headers={name: condition}).status == 304


@pytest.mark.parametrize(
    "headers",
    [{"if-none-match": "*"}, {"if-none-match": '"x"'}, {"if-modified-since": FUTURE}],
)
@pytest.mark.parametrize("target", [BROKEN, UNDECLARED])
def test_a_query_that_is_refused_is_refused_under_any_condition(
    client: Client, target: str, headers: dict[str, str]
) -> None:
    assert client(target, headers=headers).status == 400
