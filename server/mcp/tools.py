"""The table of tools: arguments, result and function of each."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from server.http.language import Language
from server.mcp import answers, values
from server.mcp.arguments import (
    AboutArguments,
    CompareArguments,
    CountArguments,
    DescribeArguments,
    EvidenceArguments,
    ExamplesArguments,
    QueryArguments,
    SchemaArguments,
    SearchArguments,
    VerifyArguments,
)
from server.mcp.counting import compare, count
from server.mcp.describing import about, describe, examples, search
from server.mcp.knowledge import Context, ToolError, load_texts
from server.mcp.querying import query
from server.mcp.schema import schema
from server.mcp.verifying import evidence, verify

Json = dict[str, Any]
Arguments = TypeVar("Arguments")
Answer = TypeVar("Answer")
_FAULTS_SHOWN = 5


@dataclass(frozen=True)
class Tool(Generic[Arguments, Answer]):
    """A tool: its function is `answer`, run in a thread, or `awaited`, on the event loop."""

    name: str
    arguments_type: type[Arguments]
    answer_type: type[Answer]
    answer: Callable[[Context, Arguments], Answer] | None = None
    awaited: Callable[[Context, Arguments], Awaitable[Answer]] | None = None

    @cached_property
    def _argument_adapter(self) -> TypeAdapter[Arguments]:
        return TypeAdapter(self.arguments_type)

    @cached_property
    def _reply_adapter(self) -> TypeAdapter[values.Reply[Answer]]:
        return TypeAdapter(values.Reply[self.answer_type])  # type: ignore[name-defined] # known when it runs

    @cached_property
    def input_schema(self) -> Json:
        """Return the JSON schema of the arguments."""
        return self._argument_adapter.json_schema()

    @cached_property
    def output_schema(self) -> Json:
        """Return the JSON schema of the answer."""
        return self._reply_adapter.json_schema(mode="serialization")

    def text(self, key: str, language: Language) -> str:
        """Return the `title` or the `description` of the tool."""
        return load_texts()[f"{key}.{self.name}"][language]

    async def call(self, context: Context, given: Mapping[str, Any], threads: Executor) -> Json:
        """Call the tool with arguments as sent.

        Raises:
            ToolError: An argument is invalid, or the tool cannot answer.
        """
        arguments = self._read(given)
        context = replace(context, language=getattr(arguments, "lang", context.language))
        if self.awaited is not None:
            answer = await self.awaited(context, arguments)
            return self._written(context, answer)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(threads, self._called, context, arguments)

    def _called(self, context: Context, arguments: Arguments) -> Json:
        if self.answer is None:
            message = f"{self.name}: no function"
            raise TypeError(message)
        return self._written(context, self.answer(context, arguments))

    def _read(self, given: Mapping[str, Any]) -> Arguments:
        try:
            return self._argument_adapter.validate_python(dict(given))
        except ValidationError as error:
            shown = error.errors(include_url=False, include_input=False)[:_FAULTS_SHOWN]
            faults = (f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in shown)
            raise ToolError("; ".join(faults)) from error

    def _written(self, context: Context, answer: Answer) -> Json:
        reply = values.Reply(context.source(), answer)
        document: Json = self._reply_adapter.dump_python(reply, mode="json")
        return document


TOOLS: tuple[Tool[Any, Any], ...] = (
    Tool("about", AboutArguments, answers.About, about),
    Tool("search", SearchArguments, answers.Found, search),
    Tool("describe", DescribeArguments, answers.ResourceDescription, describe),
    Tool("count", CountArguments, answers.Counted, count),
    Tool("compare", CompareArguments, answers.Compared, compare),
    Tool("examples", ExamplesArguments, answers.Examples, examples),
    Tool("schema", SchemaArguments, answers.Schema, schema),
    Tool("query", QueryArguments, answers.Queried, awaited=query),
    Tool("evidence", EvidenceArguments, values.FactEvidence, evidence),
    Tool("verify", VerifyArguments, values.Verified, verify),
)


def tool_named(name: str) -> Tool[Any, Any]:
    """Return a tool.

    Raises:
        KeyError: There is no tool of this name.
    """
    for tool in TOOLS:
        if tool.name == name:
            return tool
    raise KeyError(name)
