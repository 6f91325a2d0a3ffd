"""What goes between this process and its workers, over Unix sockets."""

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

# Length of what follows.
LENGTH = struct.Struct("<Q")
# Reply: outcome, whether the worker wants to retire, seconds of evaluation, of processor time.
_HEAD = struct.Struct("<B?dd")
# Bytes of one read: most jobs come whole.
_JOB = 8 << 10
_PIECE = 1 << 20
# Bytes of a control message at most; the control socket keeps their boundaries.
RECORD = 4096
# What an option of the zygote begins with that names a prepared store.
ON_DISK = "disk:"


class Gone(Exception):  # noqa: N818 - the peer's state, not a failure of this side
    """The other side has closed the connection."""


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


class Job(NamedTuple):
    """One evaluation; `form` is the name of a format, empty for a text that is only to be read.

    `prefixes` are those that the query uses undeclared, `writing` those that a graph is written
    with, as `packed` makes them: workers keep what they have made of the same ones before.
    `limit` is in bytes; `rows` cuts the result, 0 for all of it.
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
    """What a worker answers; `evaluated` and `processor`, its time so far, are in seconds."""

    outcome: Outcome
    retire: bool
    evaluated: float
    payload: bytes
    processor: float = 0.0


@lru_cache(maxsize=8)
def packed(prefixes: tuple[tuple[str, str], ...]) -> bytes:
    """Return prefixes, with their namespaces, as a job carries them."""
    return marshal.dumps(prefixes)


def unpacked(content: bytes) -> dict[str, str]:
    """Return what `packed` has packed."""
    return dict(marshal.loads(content))  # noqa: S302 - from our own process


def packed_job(job: Job) -> bytes:
    """Return a job as it is sent: both ends are one interpreter, the fastest encoding will do."""
    content = marshal.dumps(tuple(job))
    return LENGTH.pack(len(content)) + content


def receive_job(connection: socket.socket) -> Job:
    """Return the next job; blocks until there is one.

    Raises:
        Gone: there will be none.
    """
    content = _more(bytearray(), connection, LENGTH.size)
    length = LENGTH.unpack_from(content)[0]
    content = _more(content, connection, LENGTH.size + length)
    return Job(*marshal.loads(memoryview(content)[LENGTH.size :]))  # noqa: S302 - from our own process


def _more(content: bytearray, connection: socket.socket, length: int) -> bytearray:
    """Return the content up to a length in bytes; jobs come one at a time, so nothing follows."""
    while len(content) < length:
        piece = connection.recv(min(max(length - len(content), _JOB), _PIECE))
        if not piece:
            raise Gone
        content += piece
    return content


def send_reply(connection: socket.socket, reply: WorkerReply) -> None:
    """Send a reply to the process that asked."""
    size = _HEAD.size + len(reply.payload)
    values = (reply.outcome, reply.retire, reply.evaluated, reply.processor)
    head = LENGTH.pack(size) + _HEAD.pack(*values)
    if size < _PIECE:
        connection.sendall(head + reply.payload)
    else:
        connection.sendall(head)
        connection.sendall(reply.payload)


def read_reply(content: bytes) -> WorkerReply:
    """Return the reply that a whole message holds."""
    outcome, retire, evaluated, processor = _HEAD.unpack_from(content)
    return WorkerReply(Outcome(outcome), retire, evaluated, content[_HEAD.size :], processor)


def packed_facts(facts: QueryFacts) -> bytes:
    """Return the facts of a text as a worker sends them."""
    return marshal.dumps((str(facts.kind), *dataclasses.astuple(facts)[1:]))


def unpacked_facts(content: bytes) -> QueryFacts:
    """Return the facts that a worker has sent: plain values only, as workers are not trusted."""
    kind, declared, used, services, *flags = marshal.loads(content)  # noqa: S302 - plain values
    return QueryFacts(
        QueryKind(kind),
        tuple(Prefix(name, iri, Position(*place)) for name, iri, place in declared),
        tuple(Prefix(name, iri, Position(*place)) for name, iri, place in used),
        tuple(ServiceClause(endpoint, Position(*place)) for endpoint, place in services),
        *flags,
    )
