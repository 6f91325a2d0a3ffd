"""The response cache."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus

import pytest

from server.http.message import Headers, Request, Response
from server.middleware.response_cache import Memory, ResponseCache

TEXT = "値".encode() * 1000
TAGGED: Headers = (("ETag", '"t"'), ("Content-Type", "text/plain"), ("Vary", "Accept"))
BASIC = Request("GET", "/sparql", headers={"host": "localhost"})


async def _stream() -> AsyncIterator[bytes]:
    yield TEXT


@dataclass
class Origin:
    """An application that gives a fixed response and counts its calls."""

    headers: Headers
    status: HTTPStatus = HTTPStatus.OK
    received: list[str] = field(default_factory=list)
    streams: bool = False

    async def __call__(self, request: Request) -> Response:
        """Count the call and send the response."""
        self.received.append(request.method)
        if self.streams:
            return Response(self.status, self.headers, pieces=_stream())
        return Response(self.status, self.headers, TEXT + request.body)


def cache_of(origin: Origin, limit: int = 1 << 20) -> ResponseCache:
    return ResponseCache(origin, Memory(limit), frozenset({"/sparql"}))


def ask(cache: ResponseCache, request: Request = BASIC, **headers: str) -> Response:
    """Return the response to a request with further headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    varied = replace(request, headers={**request.headers, **named})

    async def answer() -> Response:
        return await cache(varied)

    return asyncio.run(answer())


def test_a_cached_response_is_not_requested_again() -> None:
    origin = Origin(TAGGED)
    cache = cache_of(origin)

    first, second = ask(cache), ask(cache)

    assert first.body == second.body == TEXT
    assert origin.received == ["GET"]
    assert second.cached
    assert second.header("server-timing") == 'cache;desc="hit"'


@pytest.mark.parametrize(
    "other",
    [
        replace(BASIC, headers={"host": "localhost", "accept": "text/csv"}),
        replace(BASIC, headers={"host": "localhost", "accept-language": "en"}),
        replace(BASIC, headers={"host": "localhost", "accept-encoding": "gzip"}),
        replace(BASIC, headers={"host": "localhost", "cache-control": "no-cache"}),
        replace(BASIC, headers={"host": "other.example"}),
        replace(BASIC, query_string=b"x"),
        replace(BASIC, path="/other"),
        replace(BASIC, method="POST", body=b"x"),
    ],
)
def test_a_different_request_has_its_own_response(other: Request) -> None:
    origin = Origin(TAGGED)
    cache = cache_of(origin)
    ask(cache)

    ask(cache, other)

    assert len(origin.received) == 2


def test_a_query_in_a_body_is_cached_by_its_body() -> None:
    origin = Origin(TAGGED)
    cache = cache_of(origin)

    bodies = [
        ask(cache, replace(BASIC, method="POST", body=body)).body for body in (b"a", b"b", b"a")
    ]

    assert bodies == [TEXT + b"a", TEXT + b"b", TEXT + b"a"]
    assert len(origin.received) == 2


@pytest.mark.parametrize(
    "origin",
    [
        Origin((("Content-Type", "text/plain"),)),
        Origin((*TAGGED, ("Cache-Control", "no-store"))),
        Origin((*TAGGED, ("Set-Cookie", "a=b"))),
        Origin(TAGGED, HTTPStatus.NOT_FOUND),
        Origin(TAGGED, streams=True),
    ],
)
def test_a_response_that_may_not_be_cached_is_requested_each_time(origin: Origin) -> None:
    cache = cache_of(origin)

    ask(cache)
    ask(cache)

    assert len(origin.received) == 2


def test_head_is_answered_from_the_cached_response_to_get() -> None:
    origin = Origin(TAGGED)
    cache = cache_of(origin)

    head = ask(cache, replace(BASIC, method="HEAD"))
    get = ask(cache)

    assert origin.received == ["GET"]
    assert len(head.body) == len(get.body)


def test_a_compressed_answer_has_a_tag_of_its_own() -> None:
    reply = ask(cache_of(Origin(TAGGED)), accept_encoding="gzip")

    assert gzip.decompress(reply.body) == TEXT
    assert reply.header("content-encoding") == "gzip"
    assert reply.header("etag") == '"t-gzip"'
    assert reply.header("vary") == "Accept, Accept-Encoding"


@pytest.mark.parametrize("tag", ['"t"', '"t-gzip"', 'W/"t"', '"x", "t"', "*"])
def test_a_client_that_has_the_response_gets_no_body(tag: str) -> None:
    cache = cache_of(Origin(TAGGED))
    ask(cache)

    reply = ask(cache, if_none_match=tag)

    assert reply.status is HTTPStatus.NOT_MODIFIED
    assert reply.body == b""
    assert reply.header("etag") in {'"t"', '"t-gzip"'}
    assert not reply.header("content-type")


def test_if_modified_since_also_applies_to_cached_responses() -> None:
    cache = cache_of(Origin((*TAGGED, ("Last-Modified", "Sun, 29 Nov 2026 00:00:00 GMT"))))
    ask(cache)

    later = ask(cache, if_modified_since="Mon, 30 Nov 2026 00:00:00 GMT")
    earlier = ask(cache, if_modified_since="Sat, 28 Nov 2026 00:00:00 GMT")

    assert (later.status, earlier.status) == (HTTPStatus.NOT_MODIFIED, HTTPStatus.OK)


def test_the_least_recently_used_response_is_evicted_first() -> None:
    memory = Memory(30_000)
    reply = Response(HTTPStatus.OK, (), b"x" * 1000)
    for number in range(9):
        memory.put((str(number),), reply)
    assert memory.get(("0",)) is not None

    memory.put(("new",), reply)

    assert memory.get(("1",)) is None
    assert memory.get(("0",)) is not None
    assert memory.size <= memory.limit


@pytest.mark.parametrize(("key", "size"), [(("big",), 5000), (("k" * 9000,), 1)])
def test_neither_a_large_response_nor_a_long_key_is_cached(key: tuple[str, ...], size: int) -> None:
    memory = Memory(10_000 if size > 1 else 1 << 20)

    memory.put(key, Response(HTTPStatus.OK, (), b"x" * size))

    assert memory.get(key) is None
    assert memory.size == 0


def test_keys_count_towards_the_size_as_bodies_do() -> None:
    memory = Memory(1 << 20)

    for number in range(1000):
        memory.put((f"{number}" + "k" * 8000,), Response(HTTPStatus.OK, (), b""))

    assert memory.size <= memory.limit
    assert len(memory) < 110
