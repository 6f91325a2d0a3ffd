"""The messages between the server and its workers, over Unix sockets."""

import dataclasses
import marshal
import socket
import struct
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from server.query.operation import QueryKind
from server.query.position import Position
from server.query.scanner import Prefix, QueryFacts, ServiceClause

# Length of the rest of the message.
LENGTH = struct.Struct("<Q")
# Reply: outcome, whether to replace the worker, seconds of evaluation, seconds of CPU time.
_HEAD = struct.Struct("<B?dd")
# Bytes of one read: enough for most jobs.
_JOB = 8 << 10
_PIECE = 1 << 20
# Maximum bytes of a control message; the control socket preserves message boundaries.
RECORD = 4096
# The zygote's option that names a prepared store.
ON_DISK = "disk:"


class Gone(Exception):  # noqa: N818 - the peer's state, not a failure of this side
    """The peer has closed the connection."""


class Outcome(IntEnum):
    """The outcome of an evaluation; the payload is a message, except for DONE."""

    DONE = 0
    SYNTAX = 1
    TOO_LARGE = 2
    UNREPRESENTABLE = 3
    UNREACHABLE = 4
    MEMORY = 5
    FAILED = 6
    UNSUPPORTED = 7
    UNREADABLE = 8


class Job(NamedTuple):
    """One evaluation; `form` is the name of a format, "" to read the facts of the text only.

    `prefixes` are those that the query uses without declaring them. `writing` are the packed
    prefixes for writing a graph: the bytes are the key of a worker's cache. `limit` is in bytes;
    `rows` is the maximum number of rows, 0 for all.
    """

    query: str
    form: str = ""
    prefixes: dict[str, str] = {}  # noqa: RUF012 - never changed
    writing: bytes = b""
    base: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    union: bool = False
    limit: int = 0
    rows: int = 0


class WorkerReply(NamedTuple):
    """A worker's reply; `evaluated`, and `processor` (CPU time so far), are in seconds."""

    outcome: Outcome
    retire: bool
    evaluated: float
    payload: bytes
    processor: float = 0.0


@lru_cache(maxsize=8)
def packed(prefixes: tuple[tuple[str, str], ...]) -> bytes:
    """Return prefixes and namespaces as bytes for a job."""
    return marshal.dumps(prefixes)


def unpacked(content: bytes) -> dict[str, str]:
    """Return the prefixes in the bytes made by `packed`."""
    return dict(marshal.loads(content))  # noqa: S302 - from our own process


def packed_job(job: Job) -> bytes:
    """Return a job as bytes; both ends run the same interpreter, so `marshal` is safe."""
    content = marshal.dumps(tuple(job))
    return LENGTH.pack(len(content)) + content


def receive_job(connection: socket.socket) -> Job:
    """Wait for the next job and return it.

    Raises:
        Gone: The connection was closed.
    """
    content = _more(bytearray(), connection, LENGTH.size)
    length = LENGTH.unpack_from(content)[0]
    content = _more(content, connection, LENGTH.size + length)
    return Job(*marshal.loads(memoryview(content)[LENGTH.size :]))  # noqa: S302 - from our own process


def _more(content: bytearray, connection: socket.socket, length: int) -> bytearray:
    """Read until the content has this length; jobs come one at a time, so nothing follows."""
    while len(content) < length:
        piece = connection.recv(min(max(length - len(content), _JOB), _PIECE))
        if not piece:
            raise Gone
        content += piece
    return content


def send_reply(connection: socket.socket, reply: WorkerReply) -> None:
    """Send a reply to the server."""
    size = _HEAD.size + len(reply.payload)
    values = (reply.outcome, reply.retire, reply.evaluated, reply.processor)
    head = LENGTH.pack(size) + _HEAD.pack(*values)
    if size < _PIECE:
        connection.sendall(head + reply.payload)
    else:
        connection.sendall(head)
        connection.sendall(reply.payload)


def read_reply(content: bytes) -> WorkerReply:
    """Return the reply in a complete message."""
    outcome, retire, evaluated, processor = _HEAD.unpack_from(content)
    return WorkerReply(Outcome(outcome), retire, evaluated, content[_HEAD.size :], processor)


def packed_facts(facts: QueryFacts) -> bytes:
    """Return the facts of a query text as bytes."""
    return marshal.dumps((str(facts.kind), *dataclasses.astuple(facts)[1:]))


def unpacked_facts(content: bytes) -> QueryFacts:
    """Return the facts in these bytes: plain values only, because workers are not trusted."""
    kind, declared, used, services, *flags = marshal.loads(content)  # noqa: S302 - plain values
    return QueryFacts(
        QueryKind(kind),
        tuple(Prefix(name, iri, Position(*position)) for name, iri, position in declared),
        tuple(Prefix(name, iri, Position(*position)) for name, iri, position in used),
        tuple(ServiceClause(endpoint, Position(*position)) for endpoint, position in services),
        *flags,
    )
