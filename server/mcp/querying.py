"""The tool query: checks the terms of a SPARQL query, then runs it within the engine's limits."""

import asyncio
import json
from collections.abc import Iterator
from itertools import islice

from server.engine import EngineError
from server.mcp.answers import Queried
from server.mcp.arguments import QueryArguments
from server.mcp.knowledge import Context, ToolError
from server.mcp.rows import Rows
from server.query.operation import Operation, QueryKind
from server.query.scanner import QueryFacts
from server.sparql.query_errors import as_http_error
from server.sparql.result_page import SOURCE
from server.sparql.terms import terms_in

_MOST_UNKNOWN = 10


async def query(context: Context, arguments: QueryArguments) -> Queried:
    """Return the rows of a SELECT, or the result of an ASK.

    Raises:
        ToolError: The query has unknown terms or an error, or exceeds a limit.
    """
    engine = context.knowledge.engine
    try:
        facts = await engine.read(arguments.query, context.client)
        # In a thread, because looking up terms and labels would block the event loop.
        await asyncio.to_thread(_check, context, arguments.query, facts)
        operation = Operation(arguments.query, facts.kind, facts=facts, rows=arguments.limit)
        answer = await engine.answer(operation, SOURCE, context.client)
    except EngineError as error:
        raise ToolError(_reason(context, error, arguments.query)) from error
    return await asyncio.to_thread(_read, context, arguments, facts, answer.body)


def _read(context: Context, arguments: QueryArguments, facts: QueryFacts, body: bytes) -> Queried:
    """Return a result in SPARQL JSON as rows with their basis."""
    document = json.loads(body)
    bindings = document.get("results", {}).get("bindings", [])
    base, site = context.knowledge.base, context.knowledge.site
    named = frozenset(iri for _, iri in terms_in(arguments.query, facts, base))
    page = site.addresses.url(f"{context.language}/query", query=arguments.query)
    return Queried(
        query=arguments.query,
        columns=document.get("head", {}).get("vars", []),
        rows=Rows(context, named).read(bindings),
        total=document.get("total", len(bindings)),
        truth=document.get("boolean"),
        address=context.absolute(page),
        warnings=[context.text("note.query")],
    )


def _reason(context: Context, error: EngineError, text: str) -> str:
    """Return the message that the endpoint would give; errors of the server are raised again."""
    problem = as_http_error(error, text).problem
    return f"{problem.detail.in_language(context.language)}\n{problem.excerpt}".strip()


def _check(context: Context, text: str, facts: QueryFacts) -> None:
    """Refuse queries other than SELECT and ASK, and those with unknown terms."""
    if facts.kind not in {QueryKind.SELECT, QueryKind.ASK}:
        raise ToolError(context.text("error.kind_of_query"))
    unknown = list(islice(unknown_terms(context, text, facts), _MOST_UNKNOWN))
    if unknown:
        raise ToolError(context.text("error.terms", terms="; ".join(unknown)))


def unknown_terms(context: Context, text: str, facts: QueryFacts) -> Iterator[str]:
    """Yield the terms of a query that do not occur in the dataset, with similar ones."""
    for term in context.knowledge.terms.unknown(text, facts):
        near = ", ".join(term.near)
        key = "error.term_near" if near else "error.term"
        yield context.text(key, term=term.written, names=near)
