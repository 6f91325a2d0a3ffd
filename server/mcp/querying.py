"""SPARQL: checked against the terms of the dataset first, run by the engine within its limits."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice

from server.engine import EngineError
from server.mcp.answers import Queried
from server.mcp.arguments import QueryArguments
from server.mcp.knowledge import Context, ToolError
from server.mcp.names import exists
from server.mcp.rows import Rows
from server.query.operation import Operation, QueryKind
from server.query.scanner import QueryFacts
from server.query.terminals import IRI, LOCAL, RUN, STRING
from server.rdf.addresses import is_iri
from server.rdf.prefixes import common_prefixes
from server.sparql.query_errors import as_http_error
from server.sparql.result_page import SOURCE

# A comment starts outside of IRIs and strings alone, which are matched first.
_TERM = re.compile(
    rf"(?P<iri>{IRI})|(?P<string>{STRING})|#[^\n\r]*|(?P<variable>[?$]\w+)"
    rf"|(?P<prefix>(?:{RUN})?):(?P<local>{LOCAL})",
    re.DOTALL,
)
_DECLARATION = re.compile(rf"\b(?:PREFIX\s+(?:{RUN})?:|BASE)\s*{IRI}", re.IGNORECASE)
# Namespaces whose terms are functions and datatypes, which no data has.
_FUNCTIONS = ("http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/2005/xpath-functions")
_MOST_UNKNOWN = 10


async def query(context: Context, asked: QueryArguments) -> Queried:
    """Return the rows of a SELECT, or the truth of an ASK.

    Raises:
        ToolError: the query has unknown terms, cannot be read, or is over a limit.
    """
    engine = context.knowledge.engine
    try:
        facts = await engine.read(asked.query, context.client)
        # Looking terms and labels up would hold the event loop up.
        await asyncio.to_thread(_check, context, asked.query, facts)
        operation = Operation(asked.query, facts.kind, facts=facts, rows=asked.limit)
        answer = await engine.answer(operation, SOURCE, context.client)
    except EngineError as error:
        raise ToolError(_reason(context, error, asked.query)) from error
    return await asyncio.to_thread(_read, context, asked, facts, answer.body)


def _read(context: Context, asked: QueryArguments, facts: QueryFacts, body: bytes) -> Queried:
    """Return a result in the SPARQL 1.1 Query Results JSON Format with what its rows rest on."""
    document = json.loads(body)
    bindings = document.get("results", {}).get("bindings", [])
    base, site = context.knowledge.base, context.knowledge.site
    named = frozenset(iri for _, iri in _terms(asked.query, facts, base))
    page = site.addresses.url(f"{context.language}/query", query=asked.query)
    return Queried(
        query=asked.query,
        columns=document.get("head", {}).get("vars", []),
        rows=Rows(context, named).read(bindings),
        total=document.get("total", len(bindings)),
        truth=document.get("boolean"),
        address=context.absolute(page),
        warnings=[context.text("note.query")],
    )


def _reason(context: Context, error: EngineError, text: str) -> str:
    """Return what the endpoint would answer; a fault of the server is raised as it is."""
    problem = as_http_error(error, text).problem
    return f"{problem.detail.in_language(context.language)}\n{problem.excerpt}".strip()


def _check(context: Context, text: str, facts: QueryFacts) -> None:
    """Refuse what is no SELECT or ASK, and what names terms that the dataset has not."""
    if facts.kind not in {QueryKind.SELECT, QueryKind.ASK}:
        raise ToolError(context.text("error.kind_of_query"))
    unknown = list(islice(unknown_terms(context, text, facts), _MOST_UNKNOWN))
    if unknown:
        raise ToolError(context.text("error.terms", terms="; ".join(unknown)))


def unknown_terms(context: Context, text: str, facts: QueryFacts) -> Iterator[str]:
    """Yield the terms of a query that occur nowhere in the dataset, with the nearest ones."""
    knowledge = context.knowledge
    for written, iri in _terms(text, facts, knowledge.base):
        known = iri.startswith(_FUNCTIONS) or not _is_ours(iri, knowledge.base)
        if known or not is_iri(iri) or exists(knowledge.dataset, iri):
            continue
        near = ", ".join(knowledge.terms.nearest(iri))
        key = "error.term_near" if near else "error.term"
        yield context.text(key, term=written, names=near)


def _is_ours(iri: str, base: str) -> bool:
    """Return whether the dataset can be expected to have a term: of its base or vocabularies."""
    namespaces = (base, *common_prefixes(base).values())
    return iri.startswith(namespaces)


def _terms(text: str, facts: QueryFacts, base: str) -> Iterator[tuple[str, str]]:
    """Yield each term once: as written, and as an IRI."""
    prefixes: dict[str, str] = dict(common_prefixes(base))
    prefixes |= {item.name: item.iri for item in facts.declared if item.iri is not None}
    seen: set[str] = set()
    for match in _TERM.finditer(_DECLARATION.sub(" ", text)):
        written = match[0]
        iri = _iri(match, prefixes)
        if iri and iri not in seen:
            seen.add(iri)
            yield written, iri


def _iri(match: re.Match[str], prefixes: Mapping[str, str]) -> str:
    if match["iri"]:
        return match["iri"][1:-1]
    if match["prefix"] is None or not match["local"]:
        return ""
    namespace = prefixes.get(match["prefix"])
    return f"{namespace}{match['local'].replace(chr(92), '')}" if namespace else ""
