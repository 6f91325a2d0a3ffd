"""The resources of the protocol: ontology, shapes, dictionary and validation results."""

import asyncio
import json
from concurrent.futures import Executor
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Pattern
from server.mcp.knowledge import Context
from server.mcp.tools import tool_named
from server.rdf.prefixes import common_prefixes, writing_prefixes

_TURTLE = "text/turtle"
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class ResourceFile:
    """A resource by its path below the base; `query` selects its triples from a graph."""

    name: str
    path: str
    media_type: str
    query: str = ""


RESOURCES: tuple[ResourceFile, ...] = (
    ResourceFile("ontology", "graph/ontology", _TURTLE),
    ResourceFile("shapes", "graph/shapes", _TURTLE),
    ResourceFile("dictionary", "dictionary", _JSON),
    ResourceFile("findings", "dictionary/findings", _TURTLE, "findings"),
)


async def read_resource(item: ResourceFile, context: Context, threads: Executor) -> str:
    """Return the text of a resource."""
    if item.media_type == _JSON:
        arguments = {"lang": str(context.language)}
        found = await tool_named("schema").call(context, arguments, threads)
        return json.dumps(found, ensure_ascii=False)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(threads, _turtle, item, context)


def _turtle(item: ResourceFile, context: Context) -> str:
    knowledge = context.knowledge
    if item.query:
        triples = knowledge.dataset.construct(knowledge.query(item.query))
    else:
        graph = ox.NamedNode(knowledge.base + item.path)
        quads = knowledge.dataset.quads(Pattern(graph=graph))
        triples = [quad.triple for quad in quads]
    prefixes = writing_prefixes(common_prefixes(knowledge.base))
    ordered = sorted(triples, key=str)
    written = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return written.decode() if written else ""
