"""Where the tools are found: `/mcp`, `/llms.txt`, and three of them below `/api/`."""

from concurrent.futures import Executor

from server.http.message import Handler
from server.mcp.knowledge import Knowledge
from server.mcp.llms import llms_txt
from server.mcp.tools import tool_named
from server.mcp.transports.endpoint import McpEndpoint
from server.mcp.transports.plain import PlainTool
from server.settings import Settings
from server.sparql.documents import read_only, readable

PLAIN = ("count", "evidence", "verify")


def tool_handlers(
    knowledge: Knowledge, threads: Executor, settings: Settings
) -> dict[str, Handler]:
    """Return the handlers of the tools by path."""
    url = settings.public_url
    plain = {
        f"/api/{name}": read_only(PlainTool(tool_named(name), knowledge, threads, url))
        for name in PLAIN
    }
    return {
        "/mcp": McpEndpoint(knowledge, threads, url, settings.mcp_origin),
        "/llms.txt": readable(llms_txt(knowledge, url)),
        **plain,
    }
