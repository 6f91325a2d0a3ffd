"""Requirements of RFC 9110 and RFC 9112, tested by raw messages over a socket."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from endpoint import TRIG
from live import Running, started

ASK = "/sparql?query=ASK%7B%7D"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("data") / "data.trig"
    path.write_text(TRIG, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def server(data: Path) -> Iterator[Running]:
    with started(data) as running:
        yield running


def send(server: Running, head: str, body: bytes = b"") -> tuple[int, bytes]:
    """Send a raw message; return the status and the whole response."""
    url = urlsplit(server.address)
    with socket.create_connection((str(url.hostname), int(url.port or 80)), 30) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode("latin-1") + b"\r\n" + body)
        reply = b"".join(iter(lambda: connection.recv(65_536), b""))
    return int(reply.split(b" ", 2)[1]), reply


CASES = [
    ("HTTP/1.0 may leave out the host", f"GET {ASK} HTTP/1.0\n", 200),
    ("HTTP/1.1 may not", f"GET {ASK} HTTP/1.1\nConnection: close\n", 400),
    ("two hosts are none", f"GET {ASK} HTTP/1.1\nHost: a\nHost: b\nConnection: close\n", 400),
    (
        "two hosts are none for pages",
        "GET /ja/ HTTP/1.1\nHost: a\nHost: b\nConnection: close\n",
        400,
    ),
    (
        "two hosts are none for files",
        "GET /static/site.css HTTP/1.1\nHost: a\nHost: b\nConnection: close\n",
        400,
    ),
    ("an absolute target", f"GET http://a{ASK} HTTP/1.1\nHost: a\nConnection: close\n", 200),
    ("methods are case-sensitive", f"get {ASK} HTTP/1.1\nHost: a\nConnection: close\n", 501),
    ("of pages as well", "get /ja/ HTTP/1.1\nHost: a\nConnection: close\n", 501),
    ("a method that is not served", "DELETE /sparql HTTP/1.1\nHost: a\nConnection: close\n", 405),
    (
        "a transfer coding that is not read",
        "POST /sparql HTTP/1.1\nHost: a\nConnection: close\nTransfer-Encoding: gzip, chunked\n",
        501,
    ),
    ("the server as a whole", "OPTIONS * HTTP/1.1\nHost: a\nConnection: close\n", 204),
    (
        "a body without a length",
        "POST /sparql HTTP/1.0\nHost: a\nContent-Type: application/sparql-query\n",
        400,
    ),
]


@pytest.mark.parametrize(("head", "status"), [row[1:] for row in CASES], ids=[r[0] for r in CASES])
def test_a_request_is_read_as_http_defines(server: Running, head: str, status: int) -> None:
    found, reply = send(server, head)

    assert found == status
    if status >= 400:
        expected = b"text/html" if " /ja/ " in head else b"application/problem+json"
        assert b"content-type: " + expected in reply
        assert b"access-control-allow-origin: *" in reply


def test_a_header_with_an_underscore_is_not_that_with_a_hyphen(data: Path) -> None:
    query = "/sparql?nocache=1&query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
    with started(data, "--proxies", "1", "--access-log") as running:
        send(
            running, f"GET {query} HTTP/1.0\nX_Forwarded_For: 6.6.6.6\nX-Forwarded-For: 192.0.2.7\n"
        )
        lines = iter(running.process.stdout or ())
        line = next(line for line in lines if "/sparql" in line)

    assert '"client": "192.0.2.7"' in line


def test_control_characters_are_escaped_in_the_log(data: Path) -> None:
    with started(data, "--access-log") as running:
        send(running, "GET /x HTTP/1.0\nUser-Agent: a\t\x9b2J\x85b\n")
        line = next(line for line in iter(running.process.stdout or ()) if '"/x"' in line)

    assert '"agent": "a\\t\\u009b2J\\u0085b"' in line
