"""`/sparql`: the SPARQL 1.1 Protocol, from a request to a complete response."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from itertools import islice

from server.engine.errors import EngineError
from server.engine.installation import version
from server.engine.port import Answer, Engine
from server.http.conditional import NEVER, entity_tag, not_modified, proven_tag, validators
from server.http.errors import QueryPosition, endpoint_is_read_only
from server.http.message import Headers, Request, Response
from server.http.negotiation import exact_media_types, language_of
from server.http.on_demand import OnDemand
from server.http.plain_page import Layout, bare
from server.query.hints import alias_in_having
from server.query.operation import Operation, QueryKind
from server.query.scanner import QueryFacts
from server.query.syntax_faults import find_fault
from server.rdf.addresses import Addresses
from server.rdf.format_negotiation import ChosenFormat, choose, no_format_is_acceptable
from server.rdf.formats import Format, Shape, formats_for, named, shape_of
from server.sparql.protocol import ALLOW, FORM, QUERY_TEXT, SparqlRequest, parse
from server.sparql.query_errors import as_http_error, prefix_is_not_declared, query_has_a_fault
from server.sparql.result_page import MOST_ROWS, READ_FORMATS, SOURCE, is_empty, result_page
from server.sparql.service_description import DatasetDescriptions
from server.sparql.terms import MOST_UNKNOWN, QueryTerms, UnknownTerm, unknown_terms_field

_BOM = b"\xef\xbb\xbf"
_VARY = ("Vary", "Accept")
_BODY_TYPES = ("Accept-Query", f"{QUERY_TEXT}, {FORM}")
# Maximum bytes of a result to check for emptiness: it has at least its column names.
_LONGEST_EMPTY = 1024
# In tags, because another version of the software may write the same result differently.
_SOFTWARE = version()


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The SPARQL endpoint; `prefixes` need not be declared in queries.

    `public_url` is the server's public address, "" to take it from requests. `terms` are the terms
    of the dataset, to find misspelt ones in queries with an empty result.
    """

    engine: Engine
    description: OnDemand[DatasetDescriptions]
    public_url: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    layout: Layout = bare
    terms: QueryTerms | None = None

    async def __call__(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            HttpError: The client can correct the request.
        """
        if request.method == "OPTIONS":
            return Response(HTTPStatus.NO_CONTENT, (("Allow", ALLOW), _BODY_TYPES), b"")
        sparql_request = parse(request)
        if sparql_request.query is None:
            return await self._describe(sparql_request, request)
        operation, facts = await self._operation(sparql_request, sparql_request.query, request)
        choice = _choice(sparql_request, request, shape_of(operation.kind))
        bom = _BOM if sparql_request.bom and choice.format.name == "csv" else b""
        if operation.fresh or facts.volatile:
            return (await self._result(operation, choice, request, bom)).with_headers(NEVER)
        tag = self._tag(operation, choice, request, bom)
        known = validators(tag, self.engine.identity.modified)
        if proven := proven_tag(request, tag):
            return not_modified(Response(HTTPStatus.OK, (*known, _VARY)), proven)
        return (await self._result(operation, choice, request, bom)).with_headers(*known)

    def _tag(self, operation: Operation, choice: ChosenFormat, request: Request, bom: bytes) -> str:
        """Return the tag, computed from everything that the bytes of the answer depend on."""
        graphs = ("default", *operation.default_graphs, "named", *operation.named_graphs)
        form = [choice.format.name, choice.media_type, str(len(bom))]
        if choice.format.name == "html":
            form.append(language_of(request))
        union = str(self.engine.capabilities.union)
        dataset = (_SOFTWARE, self.engine.identity.checksum, union)
        tag = entity_tag(*dataset, operation.query, *form, *graphs)
        # A weak tag, because the order of rows may differ (RFC 9110, 8.8.1).
        return tag if self.engine.capabilities.stable_order else f"W/{tag}"

    async def _result(
        self, operation: Operation, choice: ChosenFormat, request: Request, bom: bytes
    ) -> Response:
        if choice.format.name == "html":
            return await self._page(operation, request)
        answer = await self._answer(operation, choice, request)
        body = bom + answer.body if bom else answer.body
        headers = (*_headers(choice), _timing(answer), *_hint(operation))
        if choice.format.name in READ_FORMATS and len(answer.body) <= _LONGEST_EMPTY:
            unknown = await asyncio.to_thread(self._unknown, operation, answer.body, choice.format)
            headers = (*headers, *unknown_terms_field(unknown))
        return Response(HTTPStatus.OK, headers, body)

    async def _describe(self, sparql_request: SparqlRequest, request: Request) -> Response:
        """Return the service description, or redirect browsers to the form (SPARQL 1.1 SD, 2)."""
        choice = _choice(sparql_request, request, Shape.GRAPH)
        if choice.format.name == "html":
            return Response(HTTPStatus.SEE_OTHER, (("Location", "query"), _VARY), b"")
        address = self.public_url or request.origin()
        description = await self.description.get()
        body = description.service(choice.format, address)
        return Response(HTTPStatus.OK, _headers(choice), body)

    async def _operation(
        self, sparql_request: SparqlRequest, query: str, request: Request
    ) -> tuple[Operation, QueryFacts]:
        start = time.monotonic()
        try:
            facts = await self.engine.read(query, request.client)
        except EngineError as error:
            raise as_http_error(error, query) from error
        if facts.kind is QueryKind.UPDATE:
            raise endpoint_is_read_only()
        if facts.kind is QueryKind.UNKNOWN:
            # Before a format is chosen, because the formats depend on the form of the query.
            await _refuse_faulty(query)
        await self._check_prefixes(facts, query)
        spent = time.monotonic() - start
        return replace(sparql_request.operation(facts.kind), facts=facts, spent=spent), facts

    async def _check_prefixes(self, facts: QueryFacts, query: str) -> None:
        declared = {prefix.name for prefix in facts.declared}
        for prefix in facts.used:
            if prefix.name not in declared and prefix.name not in self.prefixes:
                position = QueryPosition(prefix.position.line, prefix.position.column)
                # A missing bracket or quotation mark can turn other text into prefixes.
                await _refuse_faulty(query)
                raise prefix_is_not_declared(prefix.name, query, position, self.prefixes)

    async def _answer(self, operation: Operation, choice: ChosenFormat, request: Request) -> Answer:
        try:
            return await self.engine.answer(operation, choice.format, request.client)
        except EngineError as error:
            # In a thread: finding the fault of a long text takes a while.
            problem = await asyncio.to_thread(as_http_error, error, operation.query)
            raise problem from error

    async def _page(self, operation: Operation, request: Request) -> Response:
        first = replace(operation, rows=MOST_ROWS)
        answer = await self._answer(first, ChosenFormat(SOURCE, SOURCE.media_type), request)
        language = language_of(request)
        addresses = Addresses(self.engine.identity.base, self.public_url)
        unknown = await asyncio.to_thread(self._unknown, operation, answer.body, SOURCE)
        page = await asyncio.to_thread(
            result_page, operation, answer.body, language, addresses, unknown
        )
        body = self.layout(page)
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Language", language),
            ("Vary", "Accept, Accept-Language"),
            _timing(answer),
        )
        return Response(HTTPStatus.OK, headers, body.encode())

    def _unknown(self, operation: Operation, result: bytes, form: Format) -> Sequence[UnknownTerm]:
        """Return, for a query without results, its terms that the dataset does not have."""
        if self.terms is None or operation.facts is None or not is_empty(result, form):
            return ()
        return list(islice(self.terms.unknown(operation.query, operation.facts), MOST_UNKNOWN))


async def _refuse_faulty(query: str) -> None:
    """Raise the syntax fault of a query, if one is found: in a thread, because it takes a while."""
    if found := await asyncio.to_thread(find_fault, query):
        raise query_has_a_fault(found, query)


def _choice(sparql_request: SparqlRequest, request: Request, shape: Shape) -> ChosenFormat:
    """Return the format: `?format=` takes precedence over Accept, which people cannot set.

    Some libraries send an unknown or unsuitable `format` and a good Accept: then Accept decides.
    """
    accept = request.header("accept")
    named_format = named(sparql_request.format, shape) if sparql_request.format else None
    if named_format:
        return ChosenFormat(named_format, named_format.media_type)
    if sparql_request.format and not exact_media_types(accept):
        raise no_format_is_acceptable(sparql_request.format, formats_for(shape))
    choice = choose(accept, shape)
    if choice is None:
        raise no_format_is_acceptable(sparql_request.format or accept, formats_for(shape))
    return choice


def _hint(operation: Operation) -> Headers:
    """Return the name of a likely mistake in a valid query; the page of its result explains it."""
    return (("Query-Hint", "alias-in-having"),) if alias_in_having(operation.query) else ()


def _timing(answer: Answer) -> tuple[str, str]:
    """Return how long the answer took, in milliseconds (https://www.w3.org/TR/server-timing/)."""
    waited, evaluated = answer.waited * 1000, answer.evaluated * 1000
    return ("Server-Timing", f"wait;dur={waited:.1f}, evaluate;dur={evaluated:.1f}")


def _headers(choice: ChosenFormat) -> Headers:
    charset = "; charset=utf-8" if choice.media_type.startswith("text/") else ""
    return (
        ("Content-Type", choice.media_type + charset),
        ("Content-Disposition", f'inline; filename="result.{choice.format.extension}"'),
        _VARY,
    )
