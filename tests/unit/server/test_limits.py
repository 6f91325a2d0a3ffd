"""Requests refused before they are read, and the number of concurrent requests of a client."""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus

import pytest
from looping import on_a_loop

from server.http.asgi import ClientGoneError
from server.http.errors import HttpError
from server.http.message import Message, Request, Response
from server.middleware import limits
from server.middleware.connection import while_connected
from server.middleware.limits import RequestLimits, check, read_body


def request(*, method: str = "GET", version: str = "1.1", **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(method, headers=named, version=version)


@pytest.mark.parametrize(
    ("checked", "status"),
    [
        (request(host=""), 400),
        (request(host="a, b"), 400),
        (request(host="a b", version="1"), 400),
        (request(host="a", method="get"), 501),
        (request(host="a", transfer_encoding="gzip, chunked"), 501),
        (request(host="a", transfer_encoding="identity"), 501),
    ],
)
def test_a_request_that_http_forbids_is_refused(checked: Request, status: int) -> None:
    with pytest.raises(HttpError) as caught:
        check(checked)

    assert caught.value.problem.kind.status == status


@pytest.mark.parametrize(
    "checked",
    [
        request(host="", version="1"),
        request(host="example.jp:80"),
        request(host="[::1]:8000", transfer_encoding="Chunked"),
        request(host="a", method="QUERY"),
    ],
)
def test_a_request_that_http_allows_is_accepted(checked: Request) -> None:
    check(checked)


def _sending(pieces: Iterable[bytes], pause: float = 0.0) -> Request:
    left = list(pieces)

    async def receive() -> Message:
        await asyncio.sleep(pause)
        if not left:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": left.pop(0), "more_body": True}

    return Request("POST", receive=receive)


@on_a_loop
async def test_an_incomplete_body_is_refused() -> None:
    with pytest.raises(ClientGoneError):
        await read_body(_sending([b"ASK"]), 100)


@on_a_loop
async def test_a_body_above_the_limit_is_not_read_to_its_end() -> None:
    with pytest.raises(HttpError) as caught:
        await read_body(_sending([b"x" * 60] * 1000), 100)

    assert caught.value.problem.kind.status == 413


def test_a_body_that_trickles_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_BODY_SECONDS", 0.05)

    with pytest.raises(HttpError) as caught:
        asyncio.run(read_body(_sending([b"x"] * 1000, 0.01), 1000))

    assert caught.value.problem.kind.status == 408


@on_a_loop
async def test_a_response_is_cancelled_when_its_client_disconnects() -> None:
    cancelled = []

    async def answer(_request: Request) -> Response:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise
        raise AssertionError

    with pytest.raises(ClientGoneError):
        await while_connected(answer, _sending([b""], 0.01))

    assert cancelled


@on_a_loop
async def test_one_client_can_use_only_a_part_of_the_requests() -> None:
    started, go = 0, asyncio.Event()

    async def answer(_request: Request) -> Response:
        nonlocal started
        started += 1
        await go.wait()
        return Response(HTTPStatus.OK, ())

    bounded = RequestLimits(answer, frozenset(), 0, 0)
    first = [asyncio.create_task(bounded(request(host="a"))) for _ in range(256)]
    await asyncio.sleep(0.01)

    with pytest.raises(HttpError) as caught:
        await bounded(request(host="a"))
    go.set()
    await asyncio.gather(*first, return_exceptions=True)

    assert started == 256
    assert caught.value.problem.kind.status == 429
