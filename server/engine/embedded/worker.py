"""A worker: evaluates jobs one after another, in a sandbox, until it is stopped."""

import os
import socket
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from server.engine.embedded import sandbox
from server.engine.embedded.evaluation import evaluate
from server.engine.embedded.serialisation import NotWritableError
from server.engine.embedded.wire import (
    Gone,
    Job,
    Outcome,
    WorkerReply,
    packed_facts,
    receive_job,
    send_reply,
)
from server.engine.errors import ResultTooLarge
from server.query.scanner import read_query

# The engine recurses over the query: long flat queries need a large stack.
_STACK = 64 << 20
# A worker that needed this many more bytes is replaced: it does not release all of them.
_GROWTH = 64 << 20
# A job shorter than this (seconds) cannot have needed so much memory.
_BRIEF = 0.002

# How RocksDB's messages begin when it cannot read a file (util/status.cc).
_UNREADABLE = ("IO error", "Corruption")

# The first that matches is the outcome.
_COMPLAINTS: tuple[tuple[type[BaseException], Outcome], ...] = (
    (SyntaxError, Outcome.SYNTAX),
    (ResultTooLarge, Outcome.TOO_LARGE),
    (NotWritableError, Outcome.UNREPRESENTABLE),
    (MemoryError, Outcome.MEMORY),
    (ValueError, Outcome.SYNTAX),
    (OSError, Outcome.UNREACHABLE),
)


@dataclass(frozen=True, slots=True)
class Confinement:
    """`memory` in bytes; `open_network` for queries that may ask allowed services.

    `readable` is the folder of a store on disk, which opens its files as it needs them.
    """

    memory: int
    open_network: bool
    readable: Path | None = None


def work(store: ox.Store, connection: socket.socket, confinement: Confinement) -> None:
    """Answer jobs until the connection closes; does not return."""
    sandbox.die_with_parent()
    sandbox.limit_resources(confinement.memory + _STACK)
    if not confinement.open_network:
        sandbox.refuse_system_calls(confinement.readable)
    # A new thread has new random numbers, so that no two workers make the same UUID.
    threading.stack_size(_STACK)
    thread = threading.Thread(target=_answer_all, args=(store, connection))
    thread.start()
    thread.join()
    os._exit(0)


def _answer_all(store: ox.Store, connection: socket.socket) -> None:
    usual = sandbox.resident_peak() + _GROWTH
    try:
        while True:
            reply = _answer(store, receive_job(connection), usual)
            send_reply(connection, reply)
    except (Gone, OSError):
        return


def _answer(store: ox.Store, job: Job, usual: int) -> WorkerReply:
    start = time.perf_counter()
    outcome, payload = _outcome(store, job)
    seconds = time.perf_counter() - start
    has_grown = seconds > _BRIEF and sandbox.resident_peak() > usual
    retire = has_grown or outcome is Outcome.FAILED
    return WorkerReply(outcome, retire, seconds, payload, time.process_time())


def _outcome(store: ox.Store, job: Job) -> tuple[Outcome, bytes]:
    try:
        return Outcome.DONE, evaluate(store, job) if job.form else packed_facts(
            read_query(job.query)
        )
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is not an Exception
        outcome = _outcome_of(error)
        kind = f"{type(error).__name__}: ".encode() if outcome is Outcome.FAILED else b""
        return outcome, kind + _message(error)


def _outcome_of(error: BaseException) -> Outcome:
    # The parser accepts any function, the evaluation only known ones.
    if isinstance(error, RuntimeError) and str(error).startswith("The custom function"):
        return Outcome.UNSUPPORTED
    if isinstance(error, OSError | RuntimeError) and str(error).startswith(_UNREADABLE):
        return Outcome.UNREADABLE
    found = (outcome for kind, outcome in _COMPLAINTS if isinstance(error, kind))
    return next(found, Outcome.FAILED)


def _message(error: BaseException) -> bytes:
    text = error.msg if isinstance(error, SyntaxError) and error.msg else str(error)
    return text.encode("utf-8", "replace")
