"""The handlers of the tools; their imports would take half of the start's time.

`version` imports this module on the first request for one of their paths.
"""

from collections.abc import Mapping
from concurrent.futures import Executor

from server.api.interfaces import PATHS
from server.api.llms import llms_txt
from server.api.openapi import Info, openapi
from server.http.language import Language
from server.http.message import Handler
from server.mcp.knowledge import Knowledge
from server.mcp.tools import tool_named
from server.mcp.transports.endpoint import McpEndpoint
from server.mcp.transports.plain import PlainTool
from server.settings import Settings
from server.site.site import Site
from server.sparql.documents import read_only, readable

_PLAIN = ("count", "evidence", "verify")


def handlers_for_programs(
    knowledge: Knowledge, threads: Executor, settings: Settings
) -> Mapping[str, Handler]:
    """Return the handlers of the tools and of their description by path."""
    url = settings.public_url
    plain = {
        f"/api/{name}": read_only(PlainTool(tool_named(name), knowledge, threads, url))
        for name in _PLAIN
    }
    return {
        "/mcp": McpEndpoint(knowledge, threads, url, settings.mcp_origin),
        "/llms.txt": readable(llms_txt(knowledge, url)),
        "/openapi.json": readable(openapi(PATHS, url, _info(knowledge.site))),
        **plain,
    }


def _info(site: Site) -> Info | None:
    if site.about.is_survey:
        return None
    title, description = (site.text(Language.EN, f"site.{key}") for key in ("name", "description"))
    return Info(title, description)
