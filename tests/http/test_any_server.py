"""The application as an ASGI server runs it that is not the command's own."""

import asyncio
from pathlib import Path

import pytest
from endpoint import TRIG, call
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
    asked, said = iter(("startup", "shutdown")), asyncio.Queue[Message]()

    async def receive() -> Message:
        kind = next(asked)
        if kind == "shutdown":
            await stop.wait()
        return {"type": f"lifespan.{kind}"}

    living = asyncio.create_task(application({"type": "lifespan"}, receive, said.put))
    assert (await said.get())["type"] == "lifespan.startup.complete"
    assert application.application is not None

    reply = await call(application.application, "/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D")

    stop.set()
    await living
    assert reply.body == b'{"head":{},"boolean":true}'
    assert (await said.get())["type"] == "lifespan.shutdown.complete"
