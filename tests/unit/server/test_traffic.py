"""Slow bodies and long answers are bounded, and give back what they held."""

import io
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pytest

from server.engine.errors import Busy, ClientBusy
from server.traffic import Allowance, Traffic

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

MEBIBYTE = 1 << 20


def _traffic(answer: Iterable[bytes] = (), *, most: int = 2, of_one: int = 1) -> Traffic:
    def application(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return answer or [environ["wsgi.input"].read()]

    return Traffic(
        application,
        frozenset({"/sparql"}),
        body_limit=10,
        bodies=Allowance(most, of_one),
        answers=Allowance(most, of_one),
        memory=Allowance(3 * MEBIBYTE, 3 * MEBIBYTE),
    )


def _call(
    traffic: Traffic, body: object = b"", client: str = "192.0.2.1", path: str = "/sparql"
) -> tuple[str, Iterable[bytes]]:
    statuses: list[str] = []

    def start(status: str, headers: list[tuple[str, str]], _info: object = None) -> object:
        assert headers
        statuses.append(status)
        return None

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "REMOTE_ADDR": client,
        "CONTENT_LENGTH": str(len(body)) if isinstance(body, bytes) else "5",
        "wsgi.input": io.BytesIO(body) if isinstance(body, bytes) else body,
    }
    answer = traffic(environ, start)  # type: ignore[arg-type]
    return statuses[-1], answer


class _Slow:
    """A body on its way: while it is read, another request comes."""

    def __init__(self, traffic: Traffic, client: str) -> None:
        self.traffic, self.client = traffic, client
        self.meanwhile: list[tuple[str, Iterable[bytes]]] = []

    def read(self, _size: int) -> bytes:
        self.meanwhile.append(_call(self.traffic, b"ASK{}", self.client))
        return b"ASK{}"


@pytest.mark.parametrize(
    ("client", "most", "status"),
    [
        ("192.0.2.1", 2, "429 Too Many Requests"),
        ("192.0.2.2", 2, "200 OK"),
        ("192.0.2.2", 1, "503 Service Unavailable"),
    ],
)
def test_bodies_on_their_way_are_bounded_for_one_client_and_for_all(
    client: str, most: int, status: str
) -> None:
    traffic = _traffic(most=most)
    slow = _Slow(traffic, client)

    answered = _call(traffic, slow)

    assert [met for met, _ in slow.meanwhile] == [status]
    assert answered == ("200 OK", [b"ASK{}"])
    assert traffic.bodies.taken() == 0


def test_a_refusal_says_when_to_come_back() -> None:
    traffic = _traffic()
    slow = _Slow(traffic, "192.0.2.1")
    _call(traffic, slow)

    problem = json.loads(b"".join(slow.meanwhile[0][1]))

    assert problem["type"] == "/problems#too-many-requests"
    assert "5 s" in problem["detail"]


@pytest.mark.parametrize(("path", "body"), [("/en/", b"x" * 5), ("/sparql", b"x" * 11)])
def test_a_body_that_nobody_wants_is_never_read(path: str, body: bytes) -> None:
    class Unread(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            pytest.fail("the body was read")

    traffic = _traffic([b"answer"])

    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": Unread(body),
    }
    assert list(traffic(environ, lambda *_: lambda _piece: None)) == [b"answer"]


def test_a_long_answer_is_sent_in_pieces_and_then_forgotten() -> None:
    whole = bytes(range(256)) * 8192
    traffic = _traffic([whole])

    _, answer = _call(traffic)
    held = traffic.answers.taken(), traffic.memory.taken()
    sent = b"".join(answer)

    assert held == (1, len(whole))
    assert sent == whole
    assert (traffic.answers.taken(), traffic.memory.taken()) == (0, 0)


def test_answers_that_nobody_takes_are_bounded_and_given_back_when_the_client_goes() -> None:
    traffic = _traffic([b"x" * 2 * MEBIBYTE])

    status, kept = _call(traffic)
    statuses = [_call(traffic)[0], _call(traffic, client="192.0.2.2")[0]]
    kept.close()  # type: ignore[attr-defined]
    again, _ = _call(traffic, client="192.0.2.2")

    assert (status, statuses) == ("200 OK", ["429 Too Many Requests", "503 Service Unavailable"])
    assert again == "200 OK"


def test_pieces_of_a_file_are_closed_with_the_answer() -> None:
    closed: list[bool] = []

    class Pieces:
        def __iter__(self) -> Iterator[bytes]:
            yield b"piece"

        def close(self) -> None:
            closed.append(True)

    traffic = _traffic(Pieces())

    _, answer = _call(traffic)

    assert list(answer) == [b"piece"]
    answer.close()  # type: ignore[attr-defined]
    assert closed == [True]
    assert traffic.answers.taken() == 0


def test_one_client_never_takes_what_is_for_all() -> None:
    allowance = Allowance(3, 2)
    allowance.take("one", 2)

    with pytest.raises(ClientBusy):
        allowance.take("one")
    allowance.take("other")
    with pytest.raises(Busy):
        allowance.take("third")
