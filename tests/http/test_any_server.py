"""The application under other ASGI servers than the one that the command uses."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from endpoint import TRIG, call
from engines import free_port
from looping import on_a_loop

from server.app import Deferred
from server.http.message import Message


@on_a_loop
async def test_it_starts_and_stops_with_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "data.trig"
    path.write_text(TRIG, encoding="utf-8")
    monkeypatch.setenv("DIGIGOV_DATASET", str(path))
    monkeypatch.setenv("DIGIGOV_ACCESS_LOG", "no")
    application, stop = Deferred(), asyncio.Event()
    kinds, replies = iter(("startup", "shutdown")), asyncio.Queue[Message]()

    async def receive() -> Message:
        kind = next(kinds)
        if kind == "shutdown":
            await stop.wait()
        return {"type": f"lifespan.{kind}"}

    living = asyncio.create_task(application({"type": "lifespan"}, receive, replies.put))
    assert (await replies.get())["type"] == "lifespan.startup.complete"
    assert application.application is not None

    reply = await call(application.application, "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D")

    stop.set()
    await living
    assert reply.body == b'{"head":{},"boolean":true}'
    assert (await replies.get())["type"] == "lifespan.shutdown.complete"


def test_uvicorn_runs_it(tmp_path: Path) -> None:
    path, port = tmp_path / "data.trig", free_port()
    path.write_text(TRIG, encoding="utf-8")
    command = (sys.executable, "-m", "uvicorn", "server.app:app", "--port", str(port))
    environment = {**os.environ, "DIGIGOV_DATASET": str(path), "DIGIGOV_ACCESS_LOG": "no"}
    server = subprocess.Popen((*command, "--log-level", "warning"), env=environment)

    try:
        ask = answer(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D")
        page = answer(f"http://127.0.0.1:{port}/en/")
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(30)

    assert ask == b'{"head":{},"boolean":true}'
    assert page.startswith(b"<!DOCTYPE html>")
    # uvicorn stops the application, and then ends itself by the signal that it received.
    assert status in {0, -signal.SIGTERM}


def answer(address: str) -> bytes:
    """Return the body of a response; retry while the server does not listen yet."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=60) as reply:
                return bytes(reply.read())
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail(f"no answer from {address}")
