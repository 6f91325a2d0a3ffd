"""The Model Context Protocol: tools, resources and prompts, with the official SDK.

https://modelcontextprotocol.io/specification/2025-11-25/server
"""

import json
import re
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

from server.engine.installation import version
from server.http.language import Language
from server.mcp.knowledge import Context, ToolError, load_texts
from server.mcp.resources import RESOURCES, read_resource
from server.mcp.tools import TOOLS, Tool, tool_named

_READ_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
Request = ServerRequestContext[Any]


@dataclass(frozen=True, slots=True)
class Protocol:
    """Answers requests of the protocol in one context; tools run in `threads`."""

    context: Context
    threads: Executor

    def server(self) -> "Server[Any]":
        """Return the SDK's server."""
        return Server(
            "digigov",
            version=version(),
            title=self.context.knowledge.site.text(Language.EN, "site.name"),
            instructions=self.context.description(),
            on_list_tools=self.list_tools,
            on_call_tool=self.call_tool,
            on_list_resources=self.list_resources,
            on_read_resource=self.read_resource,
            on_list_prompts=self.list_prompts,
            on_get_prompt=self.get_prompt,
        )

    async def list_tools(
        self, _request: Request, _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        """Return the tools."""
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS])

    async def call_tool(
        self, _request: Request, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        """Return the result of a tool; a ToolError becomes a result that is marked as an error.

        Raises:
            MCPError: There is no such tool.
        """
        try:
            tool = tool_named(params.name)
        except KeyError as error:
            raise self._unknown(params.name, kind="tool") from error
        try:
            found = await tool.call(self.context, params.arguments or {}, self.threads)
        except ToolError as error:
            return types.CallToolResult(content=[_text(str(error))], is_error=True)
        text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        return types.CallToolResult(content=[_text(text)], structured_content=found)

    async def list_resources(
        self, _request: Request, _params: types.PaginatedRequestParams | None
    ) -> types.ListResourcesResult:
        """Return the resources."""
        base = self.context.knowledge.base
        return types.ListResourcesResult(
            resources=[
                types.Resource(
                    name=item.name,
                    uri=base + item.path,
                    description=_both("resource", item.name),
                    mime_type=item.media_type,
                )
                for item in RESOURCES
            ]
        )

    async def read_resource(
        self, _request: Request, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        """Return the text of a resource.

        Raises:
            MCPError: There is no such resource.
        """
        path = params.uri.removeprefix(self.context.knowledge.base)
        for item in RESOURCES:
            if item.path == path:
                text = await read_resource(item, self.context, self.threads)
                content = types.TextResourceContents(
                    uri=params.uri, mime_type=item.media_type, text=text
                )
                return types.ReadResourceResult(contents=[content])
        raise self._unknown(params.uri, kind="resource")

    async def list_prompts(
        self, _request: Request, _params: types.PaginatedRequestParams | None
    ) -> types.ListPromptsResult:
        """Return the prompts; names in braces are their arguments."""
        return types.ListPromptsResult(
            prompts=[
                types.Prompt(
                    name=name,
                    description=texts[Language.EN],
                    arguments=[
                        types.PromptArgument(name=argument, required=True)
                        for argument in dict.fromkeys(_PLACEHOLDER.findall(texts[Language.EN]))
                    ],
                )
                for name, texts in _prompts().items()
            ]
        )

    async def get_prompt(
        self, _request: Request, params: types.GetPromptRequestParams
    ) -> types.GetPromptResult:
        """Return a prompt with its arguments filled in.

        Raises:
            MCPError: There is no such prompt, or an argument is missing.
        """
        texts = _prompts().get(params.name)
        if texts is None:
            raise self._unknown(params.name, kind="prompt")
        given = params.arguments or {}
        text = texts[Language.JA if given.get("lang") == Language.JA else Language.EN]
        missing = [name for name in _PLACEHOLDER.findall(text) if name not in given]
        if missing:
            raise MCPError(types.INVALID_PARAMS, f"{params.name}: {missing[0]} is missing")
        filled = _PLACEHOLDER.sub(lambda match: given[match[1]], text)
        message = types.PromptMessage(role="user", content=_text(filled))
        return types.GetPromptResult(messages=[message])

    def _unknown(self, name: str, *, kind: str) -> MCPError:
        return MCPError(types.INVALID_PARAMS, self.context.text(f"error.{kind}", name=name[:100]))


def _prompts() -> dict[str, Mapping[Language, str]]:
    start = "prompt."
    return {
        key.removeprefix(start): texts
        for key, texts in load_texts().items()
        if key.startswith(start)
    }


def _described(tool: Tool[Any, Any]) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.text("title", Language.EN),
        description=_both("description", tool.name),
        input_schema=tool.input_schema,
        output_schema=tool.output_schema,
        annotations=_READ_ONLY,
    )


def _both(group: str, name: str) -> str:
    """Return a text in both languages, because descriptions have no language tag."""
    texts = load_texts()[f"{group}.{name}"]
    return f"{texts[Language.EN]}\n{texts[Language.JA]}"


def _text(text: str) -> types.TextContent:
    return types.TextContent(text=text)
