"""Handlers that are created at their first request."""

import subprocess
import sys
from http import HTTPStatus

from looping import on_a_loop

from server.http.deferred import DeferredHandlers
from server.http.message import Handler, Request, Response

MAKES_LONG = {"mcp", "pydantic", "aiohttp"}


async def _here(_request: Request) -> Response:
    return Response(HTTPStatus.OK, (), b"here")


@on_a_loop
async def test_handlers_are_made_once_and_only_when_needed() -> None:
    made: list[str] = []

    def make() -> dict[str, Handler]:
        made.append("made")
        return {"/here": _here}

    deferred = DeferredHandlers(make)
    handler = deferred.at("/here")
    request = Request("GET", "/here")

    assert made == []
    assert [(await handler(request)).body for _ in range(2)] == [b"here", b"here"]
    assert made == ["made"]


def test_a_start_imports_nothing_that_only_programs_that_reason_and_other_engines_need() -> None:
    code = "import server.command.serving, sys; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert "server.command.serving" in done.stdout.split()
    assert not MAKES_LONG & {*done.stdout.split()}
