"""Calls the tools for AI assistants over a dataset in this process."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stand_in import StandIn

from server.engine import LocalDataset
from server.mcp.knowledge import Context, Knowledge
from server.mcp.tools import tool_named
from server.rdf.prefixes import common_prefixes
from server.service.indexes import indexes_of
from server.site.site import Site


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools of a dataset."""

    context: Context

    @classmethod
    def of(cls, source: Path) -> "Tools":
        """Return the tools of the dataset of a folder or a file."""
        dataset = LocalDataset.open(source)
        engine = StandIn(dataset, common_prefixes(dataset.identity.base))
        catalogue, library = indexes_of(dataset, stored=False)
        knowledge = Knowledge(Site.of(dataset), engine, catalogue, library)
        return cls(Context(knowledge, origin="http://localhost/"))

    def reply(self, name: str, **given: object) -> dict[str, Any]:
        """Return what a tool answers, with its source."""
        with ThreadPoolExecutor(1) as threads:
            return asyncio.run(tool_named(name).call(self.context, given, threads))

    def __call__(self, name: str, **given: object) -> dict[str, Any]:
        """Return what a tool answers."""
        answer: dict[str, Any] = self.reply(name, **given)["answer"]
        return answer
