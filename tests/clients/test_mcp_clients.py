"""Two MCP clients, one from PyPI and one from npm, over both transports."""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from jsonschema import Draft202012Validator
from live import serving
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from website import SAMPLE

from server.mcp.tools import TOOLS

NODE = Path(__file__).parent / "node"
COMMAND = str(Path(sys.executable).parent / "digigov-mcp")
CALLS: dict[str, dict[str, Any]] = {
    "about": {},
    "search": {"words": "RPA"},
    "describe": {"thing": "id/procedure/1-1"},
    "count": {"where": {"technology": ["RPA"]}},
    "compare": {"rows": "technology", "columns": "status"},
    "examples": {"question": "chatbots"},
    "schema": {"term": "stated"},
    "query": {"query": "SELECT ?entry { ?entry a dg:Entry }"},
    "evidence": {"subject": "id/procedure/1-1", "property": "dg:usesTechnology"},
    "verify": {"where": {"technology": ["RPA"]}, "number": 2},
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(SAMPLE) as found:
        yield f"{found}mcp"


async def call_everything(target: str | StdioServerParameters) -> dict[str, Any]:
    async with Client(target) as client:
        tools = (await client.list_tools()).tools
        answers = {}
        for tool in tools:
            result = await client.call_tool(tool.name, CALLS[tool.name])
            assert not result.is_error, result.content
            assert tool.output_schema is not None
            Draft202012Validator(tool.output_schema).validate(result.structured_content)
            answers[tool.name] = result.structured_content
        for resource in (await client.list_resources()).resources:
            assert (await client.read_resource(resource.uri)).contents
        for prompt in (await client.list_prompts()).prompts:
            given = {argument.name: "x" for argument in prompt.arguments or ()}
            assert (await client.get_prompt(prompt.name, given)).messages
    return answers


@pytest.fixture(scope="module")
def over_http(address: str) -> dict[str, Any]:
    """Return the answer of each tool over HTTP."""
    return asyncio.run(call_everything(address))


def without_addresses(document: object) -> object:
    if isinstance(document, dict):
        addresses = {"address", "list"}
        return {
            key: without_addresses(value) for key, value in document.items() if key not in addresses
        }
    return (
        [without_addresses(item) for item in document] if isinstance(document, list) else document
    )


def test_every_tool_is_listed_and_answers_by_its_schema_over_http(
    over_http: dict[str, Any],
) -> None:
    assert list(over_http) == [tool.name for tool in TOOLS]


def test_standard_input_and_output_carry_the_same_answers(over_http: dict[str, Any]) -> None:
    parameters = StdioServerParameters(command=COMMAND, args=[str(SAMPLE)])

    direct = asyncio.run(call_everything(parameters))

    assert without_addresses(direct) == without_addresses(over_http)


def test_the_command_forwards_to_another_server(address: str, over_http: dict[str, Any]) -> None:
    parameters = StdioServerParameters(command=COMMAND, args=[address])

    relayed = asyncio.run(call_everything(parameters))

    assert relayed == over_http


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
@pytest.mark.skipif(
    not (NODE / "node_modules" / "@modelcontextprotocol").is_dir(),
    reason="npm ci was not run in tests/clients/node",
)
@pytest.mark.parametrize("transport", ["http", "stdio"])
def test_npms_client_lists_and_calls_every_tool(address: str, transport: str) -> None:
    target = [address] if transport == "http" else [COMMAND, str(SAMPLE)]

    done = subprocess.run(
        ["node", str(NODE / "mcp.mjs"), *target],
        input=json.dumps(CALLS),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [tool.name for tool in TOOLS]


def test_a_hundred_sessions_at_once_are_answered(address: str) -> None:
    who: dict[str, object] = {"protocolVersion": "2025-06-18", "capabilities": {}}
    who |= {"clientInfo": {"name": "test", "version": "1"}}
    accepted = {"Accept": "application/json, text/event-stream"}

    def post(method: str, params: object) -> dict[str, Any]:
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        headers = {**accepted, "Content-Type": "application/json"}
        request = Request(address, body.encode(), headers)
        try:
            with urlopen(request, timeout=120) as answer:
                found: dict[str, Any] = json.load(answer)["result"]
        except HTTPError as refused:
            # On a slow machine more requests run at once than one client may have: retry later.
            if refused.code != HTTPStatus.TOO_MANY_REQUESTS:
                raise
            time.sleep(int(refused.headers["Retry-After"]))
            return post(method, params)
        return found

    def session(_: int) -> int:
        # One connection for each request: idle ones are closed, and this machine may be slow.
        assert post("initialize", who)["serverInfo"]
        counted = post("tools/call", {"name": "count", "arguments": {"entries": 0}})
        number: int = counted["structuredContent"]["answer"]["number"]
        return number

    with ThreadPoolExecutor(100) as threads:
        assert list(threads.map(session, range(100))) == [5] * 100


def test_a_heavy_query_ends_at_the_limit_and_says_so() -> None:
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    async def ask(target: str) -> tuple[bool, str]:
        async with Client(target) as client:
            result = await client.call_tool("query", {"query": heavy})
        return result.is_error, str(result.content[0])

    with serving(SAMPLE, "--timeout", "1") as found:
        failed, reason = asyncio.run(ask(f"{found}mcp"))

    assert failed
    assert "1 s" in reason
