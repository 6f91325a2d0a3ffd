"""Answers kept in memory."""

import gzip
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

import pytest

from server.middleware.response_cache import Cache, Memory, Reply

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

TEXT = "値".encode() * 1000


@dataclass
class Origin:
    """Answers with what it is told, and counts."""

    headers: list[tuple[str, str]]
    status: str = "200 OK"
    asked: list[str] = field(default_factory=list)
    streams: bool = False

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer."""
        body = environ["wsgi.input"].read()
        self.asked.append(environ["REQUEST_METHOD"])
        start(self.status, self.headers)
        return iter([TEXT]) if self.streams else [TEXT + body]


TAGGED = [("ETag", '"t"'), ("Content-Type", "text/plain"), ("Vary", "Accept")]


def ask(cache: Cache, method: str = "GET", body: bytes = b"", **environ: str) -> Reply:
    """Return the reply to a request; keywords are variables of the environment."""
    asked: dict[str, object] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/sparql",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)) if body else "",
        **environ,
    }
    setup_testing_defaults(asked)
    reply = Reply()

    def start(status: str, headers: list[tuple[str, str]], _info: object = None, /) -> object:
        reply.status, reply.headers = status, headers
        return None

    reply.body = b"".join(cache(asked, start))  # type: ignore[arg-type]
    return reply


def cache_of(origin: Origin, limit: int = 1 << 20) -> Cache:
    return Cache(origin, Memory(limit), frozenset({"/sparql"}), 1000)


def test_what_was_asked_is_not_asked_again() -> None:
    origin = Origin(TAGGED)
    cache = cache_of(origin)

    first, second = ask(cache), ask(cache)

    assert first.body == second.body == TEXT
    assert origin.asked == ["GET"]
    assert second.header("server-timing") == 'cache;desc="hit"'


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_ACCEPT": "text/csv"},
        {"HTTP_ACCEPT_LANGUAGE": "en"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"HTTP_HOST": "other.example"},
        {"QUERY_STRING": "x"},
        {"PATH_INFO": "/other"},
        {"HTTP_CACHE_CONTROL": "no-cache"},
        {"method": "POST", "body": b"x"},
    ],
)
def test_another_request_has_another_answer(other: dict[str, str]) -> None:
    origin = Origin(TAGGED)
    cache = cache_of(origin)
    ask(cache)

    ask(cache, **other)  # type: ignore[arg-type]

    assert len(origin.asked) == 2


def test_a_query_in_a_body_is_kept_by_its_body() -> None:
    origin = Origin(TAGGED)
    cache = cache_of(origin)

    bodies = [ask(cache, "POST", body).body for body in (b"a", b"b", b"a")]

    assert bodies == [TEXT + b"a", TEXT + b"b", TEXT + b"a"]
    assert len(origin.asked) == 2


@pytest.mark.parametrize(
    "origin",
    [
        Origin([("Content-Type", "text/plain")]),
        Origin([*TAGGED, ("Cache-Control", "no-store")]),
        Origin([*TAGGED, ("Set-Cookie", "a=b")]),
        Origin(TAGGED, "404 Not Found"),
        Origin(TAGGED, streams=True),
    ],
)
def test_what_may_not_be_kept_is_asked_each_time(origin: Origin) -> None:
    cache = cache_of(origin)

    bodies = {ask(cache).body, ask(cache).body}

    assert bodies == {TEXT}
    assert len(origin.asked) == 2


def test_head_has_the_headers_of_get_and_no_body() -> None:
    cache = cache_of(Origin([*TAGGED, ("Content-Length", str(len(TEXT)))]))

    head = ask(cache, "HEAD")
    get = ask(cache)

    assert head.body == b""
    assert get.body == TEXT
    assert head.header("content-length") == get.header("content-length")


def test_a_compressed_answer_has_a_tag_and_a_length_of_its_own() -> None:
    cache = cache_of(Origin([*TAGGED, ("Content-Length", str(len(TEXT)))]))

    reply = ask(cache, HTTP_ACCEPT_ENCODING="gzip")

    assert gzip.decompress(reply.body) == TEXT
    assert reply.header("content-encoding") == "gzip"
    assert reply.header("content-length") == str(len(reply.body))
    assert reply.header("etag") == '"t-gzip"'
    assert reply.header("vary") == "Accept, Accept-Encoding"


@pytest.mark.parametrize("tag", ['"t"', '"t-gzip"', 'W/"t"', '"x", "t"', "*"])
def test_who_has_the_answer_gets_none(tag: str) -> None:
    cache = cache_of(Origin(TAGGED))
    ask(cache)

    reply = ask(cache, HTTP_IF_NONE_MATCH=tag)

    assert reply.status == "304 Not Modified"
    assert reply.body == b""
    assert reply.header("etag") in {'"t"', '"t-gzip"'}
    assert not reply.header("content-type")


def test_the_least_recently_used_answer_goes_first() -> None:
    memory = Memory(30_000)
    reply = Reply("200 OK", [], b"x" * 1000)
    for number in range(9):
        memory.put((str(number),), reply)
    assert memory.get(("0",)) is not None

    memory.put(("new",), reply)

    assert memory.get(("1",)) is None
    assert memory.get(("0",)) is not None
    assert memory.size <= memory.limit


def test_an_answer_that_would_push_out_most_others_is_not_kept() -> None:
    memory = Memory(10_000)

    memory.put(("big",), Reply("200 OK", [], b"x" * 5000))

    assert memory.get(("big",)) is None
    assert memory.size == 0
