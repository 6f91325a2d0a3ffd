"""The command `digigov-mcp`: the tools over standard input and output."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import mcp_types as types
from mcp import Client
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from server.engine import DatasetError
from server.engine.dataset_path import NoDatasetError, default_dataset
from server.engine.opening import opened
from server.facets.index import catalogue_of
from server.mcp.knowledge import Context, Knowledge
from server.mcp.transports.protocol import Protocol
from server.search import Library
from server.settings import Settings
from server.site.background import Prepared
from server.site.site import Site

_URLS = ("http://", "https://")
_EPILOG = """\
Without an argument, ./build/dataset is read, or else the bundled survey's dataset, which
digigov-convert makes once. A URL is that of a server's tools, https://HOST/mcp: this command then
hands everything on to it.
Exit status: 0 the client has ended, 2 the dataset or the address is unusable.
"""
# Workers for a single client, which sends only a few calls at once.
_THREADS = 2
Request = ServerRequestContext[Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="digigov-mcp",
        description="Offer a dataset's tools to one program, over standard input and output.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "source",
        nargs="?",
        metavar="DATASET | URL",
        help="a folder that digigov-convert wrote, an RDF file, or the address of a server's /mcp",
    )
    source: str | None = parser.parse_args(arguments).source
    try:
        asyncio.run(_hand_on(source) if _is_url(source) else _serve(source))
    except (NoDatasetError, DatasetError, OSError) as error:
        sys.stderr.write(f"digigov-mcp: {error}\n")
        return 2
    except KeyboardInterrupt:
        pass
    return 0


def _is_url(source: str | None) -> bool:
    return source is not None and source.startswith(_URLS)


async def _serve(source: str | None) -> None:
    """Answer from a dataset until the client disconnects."""
    path = Path(source) if source else default_dataset()
    async with opened(path, Settings()) as (dataset, engine):
        site = Site.of(dataset)
        knowledge = Knowledge(
            site,
            engine,
            Prepared(lambda: catalogue_of(dataset)),
            Prepared(lambda: Library.of(dataset)),
        )
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="tools") as threads:
            await _run(Protocol(Context(knowledge), threads).server())
        await engine.close()


async def _run(server: "Server[Any]") -> None:
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


async def _hand_on(url: str | None) -> None:
    """Forward all requests to the tools of a server."""
    async with Client(url or "") as client:
        await _run(_Relay(client).server())


class _Relay:
    """Forwards requests to a remote server."""

    def __init__(self, client: Client) -> None:
        """Use this client."""
        self._client = client

    def server(self) -> "Server[Any]":
        """Return the SDK's server."""
        return Server(
            "digigov",
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
            on_list_resources=self._list_resources,
            on_read_resource=self._read_resource,
            on_list_prompts=self._list_prompts,
            on_get_prompt=self._get_prompt,
        )

    async def _list_tools(
        self, _request: Request, _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return await self._client.list_tools()

    async def _call_tool(
        self, _request: Request, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        return await self._client.call_tool(params.name, params.arguments or {})

    async def _list_resources(
        self, _request: Request, _params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        return await self._client.list_resources()

    async def _read_resource(
        self, _request: Request, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        return await self._client.read_resource(params.uri)

    async def _list_prompts(
        self, _request: Request, _params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        return await self._client.list_prompts()

    async def _get_prompt(
        self, _request: Request, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        return await self._client.get_prompt(params.name, params.arguments or {})
