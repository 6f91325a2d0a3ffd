"""What goes between this process and its workers, over Unix sockets."""

import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

# Reply: outcome, whether the worker wants to retire, seconds of evaluation, seconds of processor
# time that the worker has had in its life, length of the payload.
_HEADER = struct.Struct("<B?ddQ")
_LENGTH = struct.Struct("<Q")
_PIECE = 1 << 20
# Most replies come whole with the first call.
_FIRST = 64 << 10
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


@dataclass(frozen=True, slots=True)
class Job:
    """One evaluation; `form` is the name of a format.

    `prefixes` are those that the query uses undeclared, `writing` those that a graph is written
    with.
    """

    query: str
    form: str
    prefixes: Mapping[str, str]
    writing: Mapping[str, str]
    base: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answers; `evaluated` and its processor time so far, `used`, are in seconds."""

    outcome: Outcome
    retire: bool
    evaluated: float
    used: float
    payload: bytes


class Gone(Exception):  # noqa: N818 - the peer's state, not a failure of ours
    """The other side has closed the connection."""


def send_job(connection: socket.socket, job: Job) -> None:
    """Send a job to a worker."""
    # Not `asdict`: it copies deeply, which costs as much as a simple query.
    fields = {name: getattr(job, name) for name in Job.__slots__}
    content = json.dumps(fields).encode("utf-8", "surrogatepass")
    connection.sendall(_LENGTH.pack(len(content)) + content)


def receive_job(connection: socket.socket) -> Job:
    """Return the next job; blocks until there is one.

    Raises:
        Gone: there will be none.
    """
    length = _LENGTH.unpack(_receive(connection, _LENGTH.size, None))[0]
    fields = json.loads(_receive(connection, length, None))
    job = Job(**fields)
    return replace(
        job, default_graphs=tuple(job.default_graphs), named_graphs=tuple(job.named_graphs)
    )


def send_reply(connection: socket.socket, reply: Reply) -> None:
    """Send a reply to the process that asked."""
    size = len(reply.payload)
    header = _HEADER.pack(reply.outcome, reply.retire, reply.evaluated, reply.used, size)
    if size < _PIECE:
        connection.sendall(header + reply.payload)
    else:
        connection.sendall(header)
        connection.sendall(reply.payload)


def receive_reply(connection: socket.socket, deadline: float) -> Reply:
    """Return the reply, whole.

    Raises:
        TimeoutError: it was not whole at the deadline (of the monotonic clock).
        Gone: the worker has died.
    """
    connection.settimeout(max(deadline - time.monotonic(), 1e-4))
    try:
        start = connection.recv(_FIRST)
    except ConnectionError as error:
        raise Gone from error
    if len(start) < _HEADER.size:
        start += _receive(connection, _HEADER.size - len(start), deadline)
    outcome, retire, evaluated, used, length = _HEADER.unpack_from(start)
    payload = start[_HEADER.size :]
    if len(payload) < length:
        payload += _receive(connection, length - len(payload), deadline)
    return Reply(Outcome(outcome), retire, evaluated, used, payload)


def _receive(connection: socket.socket, length: int, deadline: float | None) -> bytearray:
    content = bytearray(length)
    view = memoryview(content)
    have = 0
    while have < length:
        if deadline is not None:
            connection.settimeout(max(deadline - time.monotonic(), 1e-4))
        try:
            count = connection.recv_into(view[have : have + _PIECE])
        except ConnectionError as error:
            raise Gone from error
        if not count:
            raise Gone
        have += count
    return content


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
