"""What goes between this process and its workers, over Unix sockets."""

import marshal
import socket
import struct
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from server.engine.embedded.connection import FIRST, PIECE, Connection, Gone

# Reply: outcome, whether the worker wants to retire, seconds of evaluation, length of the payload.
_HEADER = struct.Struct("<B?dQ")
_LENGTH = struct.Struct("<Q")
# Bytes within which most jobs come whole.
_JOB = 8 << 10
# A control message has this length, in bytes: a stream needs no other framing.
_RECORD = 1024


class Outcome(IntEnum):
    """How an evaluation ended; all but DONE have a message as payload."""

    DONE = 0
    SYNTAX = 1
    TOO_LARGE = 2
    UNREPRESENTABLE = 3
    UNREACHABLE = 4
    MEMORY = 5
    FAILED = 6
    UNSUPPORTED = 7


# By number.
_OUTCOMES = tuple(Outcome)


class Job(NamedTuple):
    """One evaluation; `form` is the name of a format.

    `prefixes` are those that the query uses undeclared, `writing` those that a graph is written
    with, as `packed` makes them: workers keep what they have made of the same ones before.
    """

    query: str
    form: str
    prefixes: dict[str, str]
    writing: bytes
    base: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    limit: int


class Reply(NamedTuple):
    """What a worker answers; `evaluated` is in seconds."""

    outcome: Outcome
    retire: bool
    evaluated: float
    payload: bytes


@lru_cache(maxsize=8)
def packed(prefixes: tuple[tuple[str, str], ...]) -> bytes:
    """Return prefixes, with their namespaces, as a job carries them."""
    return marshal.dumps(prefixes)


def unpacked(content: bytes) -> dict[str, str]:
    """Return what `packed` has packed."""
    return dict(marshal.loads(content))  # noqa: S302 - from our own process


def send_job(connection: Connection, job: Job, deadline: float) -> None:
    """Send a job to a worker.

    Raises:
        TimeoutError: the worker did not take it by the deadline (of the monotonic clock).
        ConnectionError: the worker has gone.
    """
    # Both ends are one interpreter, and a worker trusts us: the fastest encoding will do.
    content = marshal.dumps(tuple(job))
    connection.send(_LENGTH.pack(len(content)) + content, deadline)


def receive_job(connection: socket.socket) -> Job:
    """Return the next job; blocks until there is one.

    Raises:
        Gone: there will be none.
    """
    content = _more(connection.recv(_JOB), connection, _LENGTH.size)
    length = _LENGTH.unpack_from(content)[0]
    content = _more(content, connection, _LENGTH.size + length)
    return Job(*marshal.loads(content[_LENGTH.size :]))  # noqa: S302 - from our own process


def _more(content: bytes, connection: socket.socket, length: int) -> bytes:
    """Return the content up to a length in bytes; jobs come one at a time, so nothing follows."""
    if len(content) >= length:
        return content
    whole = bytearray(content)
    while len(whole) < length:
        piece = connection.recv(PIECE)
        if not piece:
            raise Gone
        whole += piece
    return bytes(whole)


def send_reply(connection: socket.socket, reply: Reply) -> None:
    """Send a reply to the process that asked."""
    size = len(reply.payload)
    header = _HEADER.pack(reply.outcome, reply.retire, reply.evaluated, size)
    if size < PIECE:
        connection.sendall(header + reply.payload)
    else:
        connection.sendall(header)
        connection.sendall(reply.payload)


def receive_reply(connection: Connection, deadline: float) -> Reply:
    """Return the reply, whole.

    Raises:
        TimeoutError: it was not whole at the deadline (of the monotonic clock).
        Gone: the worker has died.
    """
    start = connection.receive(FIRST, deadline)
    while len(start) < _HEADER.size:
        start += connection.receive(FIRST, deadline)
    outcome, retire, evaluated, length = _HEADER.unpack_from(start)
    pieces = [start[_HEADER.size :]]
    missing = length - len(pieces[0])
    while missing > 0:
        pieces.append(connection.receive(min(missing, PIECE), deadline))
        missing -= len(pieces[-1])
    payload = pieces[0] if len(pieces) == 1 else b"".join(pieces)
    return Reply(_OUTCOMES[outcome], retire, evaluated, payload)


def send_record(connection: socket.socket, words: bytes, descriptors: list[int]) -> None:
    """Send a control message, with open files for the other side."""
    socket.send_fds(connection, [words[:_RECORD].ljust(_RECORD, b"\0")], descriptors)


def receive_record(connection: socket.socket) -> tuple[bytes, list[int]]:
    """Return a control message and the files that came with it.

    Raises:
        Gone: the other side has closed the connection.
    """
    try:
        record, descriptors, _, _ = socket.recv_fds(connection, _RECORD, 1, socket.MSG_WAITALL)
    except ConnectionError as error:
        raise Gone from error
    if len(record) < _RECORD:
        raise Gone
    return record.rstrip(b"\0"), descriptors
