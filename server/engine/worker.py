"""A worker: answers one job after another, within its walls, until it is told to stop or killed."""

import os
import socket
import threading
import time
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import sandbox
from server.engine.errors import ResultTooLarge
from server.engine.evaluation import evaluate
from server.engine.wire import Gone, Job, Outcome, Reply, receive_job, send_reply
from server.serialisation import NotWritableError

# The engine recurses over the query; a large stack lets long queries through that are flat.
_STACK = 64 << 20
# A worker that once needed this much more memory is replaced: not all of it comes back.
_GROWTH = 64 << 20


@dataclass(frozen=True, slots=True)
class Walls:
    """`memory` in bytes; `open_network` for queries that may ask allowed services."""

    memory: int
    open_network: bool


def work(store: ox.Store, connection: socket.socket, walls: Walls) -> None:
    """Answer jobs until the connection closes; does not return."""
    sandbox.die_with_parent()
    sandbox.limit_resources(walls.memory + _STACK)
    if not walls.open_network:
        sandbox.refuse_system_calls()
    # A thread of its own has its own random numbers: no two workers make the same UUID.
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


def _answer(store: ox.Store, job: Job, usual: int) -> Reply:
    start = time.perf_counter()
    outcome, payload = _outcome(store, job)
    seconds = time.perf_counter() - start
    retire = outcome is Outcome.FAILED or sandbox.resident_peak() > usual
    return Reply(outcome, retire, seconds, payload)


def _outcome(store: ox.Store, job: Job) -> tuple[Outcome, bytes]:  # noqa: PLR0911 - one line a kind
    try:
        return Outcome.DONE, evaluate(store, job)
    except SyntaxError as error:
        return Outcome.SYNTAX, _said(error)
    except ResultTooLarge:
        return Outcome.TOO_LARGE, b""
    except NotWritableError as error:
        return Outcome.UNREPRESENTABLE, _said(error)
    except MemoryError:
        return Outcome.MEMORY, b""
    except ValueError as error:
        return Outcome.SYNTAX, _said(error)
    except OSError as error:
        return Outcome.UNREACHABLE, _said(error)
    except BaseException as error:  # noqa: BLE001 - a panic of the engine is no Exception
        return Outcome.FAILED, f"{type(error).__name__}: {error}".encode()


def _said(error: BaseException) -> bytes:
    text = error.msg if isinstance(error, SyntaxError) and error.msg else str(error)
    return text.encode("utf-8", "replace")
