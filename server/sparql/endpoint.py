"""`/sparql`: the SPARQL 1.1 Protocol, from a request to a whole response. No framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol

from server.engine.answer import Answer
from server.engine.errors import EngineError
from server.engine.loading import Identity
from server.engine.service import Load
from server.http.conditional import NEVER, current_tag, entity_tag, proven_tag, validators
from server.http.errors import Place, endpoint_is_read_only
from server.http.message import Headers, Request, Response
from server.http.negotiation import choose_language
from server.http.plain_page import Layout, bare
from server.query.operation import Operation, QueryKind
from server.query.scanner import QueryFacts, read_query
from server.rdf.addresses import Addresses
from server.rdf.format_negotiation import Choice, choose, no_format_is_acceptable
from server.rdf.formats import Format, Shape, formats_for, named, shape_of
from server.sparql.protocol import ALLOW, FORM, QUERY_TEXT, SparqlRequest, parse
from server.sparql.query_errors import as_http_error, prefix_is_not_declared
from server.sparql.result_page import result_page, source_format
from server.sparql.service_description import Description

_BOM = b"\xef\xbb\xbf"
_VARY = ("Vary", "Accept")
_BODY_TYPES = ("Accept-Query", f"{QUERY_TEXT}, {FORM}")


class Answering(Protocol):
    """Whatever evaluates operations: the engine, or a stand-in."""

    def answer(self, operation: Operation, form: Format, client: str = "") -> Answer:
        """Return the whole serialised result."""
        ...

    def load(self) -> Load:
        """Return what is under way."""
        ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The SPARQL endpoint; `prefixes` are those that a query need not declare.

    `public_url` is where clients reach the server, empty where the request tells it.
    """

    engine: Answering
    description: Description
    identity: Identity
    public_url: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    layout: Layout = bare

    def __call__(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            HttpError: whatever a client can mend.
        """
        if request.method == "OPTIONS":
            return Response(HTTPStatus.NO_CONTENT, (("Allow", ALLOW), _BODY_TYPES), b"")
        asked = parse(request)
        if asked.query is None:
            return self._describe(asked, request)
        operation = self._operation(asked, asked.query)
        choice = _choice(asked, request, shape_of(operation.kind))
        bom = _BOM if asked.bom and choice.format.name == "csv" else b""
        if operation.fresh or read_query(operation.query).volatile:
            return self._result(operation, choice, request, bom).with_headers(NEVER)
        tag = self._tag(operation, choice, request, bom)
        if known := proven_tag(request, tag):
            return self._not_modified(known)
        result = self._result(operation, choice, request, bom)
        if known := current_tag(request, tag, self.identity.modified):
            return self._not_modified(known)
        return result.with_headers(*validators(tag, self.identity.modified))

    def _not_modified(self, tag: str) -> Response:
        headers = (*validators(tag, self.identity.modified), _VARY)
        return Response(HTTPStatus.NOT_MODIFIED, headers, b"")

    def _tag(self, operation: Operation, choice: Choice, request: Request, bom: bytes) -> str:
        """Return the tag: dataset, query, graphs and format make it, and a page's language."""
        graphs = ("default", *operation.default_graphs, "named", *operation.named_graphs)
        form = [choice.format.name, choice.media_type, str(len(bom))]
        if choice.format.name == "html":
            form.append(choose_language(request.header("accept-language")))
        return entity_tag(self.identity.checksum, operation.query, *form, *graphs)

    def _result(
        self, operation: Operation, choice: Choice, request: Request, bom: bytes
    ) -> Response:
        if choice.format.name == "html":
            return self._page(operation, request)
        answer = self._answer(operation, choice.format, request)
        body = bom + answer.body if bom else answer.body
        return Response(HTTPStatus.OK, (*_headers(choice), _timing(answer)), body)

    def _describe(self, asked: SparqlRequest, request: Request) -> Response:
        """Return the service description; people are sent to the form (SPARQL 1.1 SD, 2)."""
        choice = _choice(asked, request, Shape.GRAPH)
        if choice.format.name == "html":
            return Response(HTTPStatus.SEE_OTHER, (("Location", "query"), _VARY), b"")
        address = self.public_url or request.origin()
        body = self.description.service(choice.format, address)
        return Response(HTTPStatus.OK, _headers(choice), body)

    def _operation(self, asked: SparqlRequest, query: str) -> Operation:
        facts = read_query(query)
        if facts.kind is QueryKind.UPDATE:
            raise endpoint_is_read_only()
        self._check_prefixes(facts, query)
        return asked.operation(facts.kind)

    def _check_prefixes(self, facts: QueryFacts, query: str) -> None:
        declared = {prefix.name for prefix in facts.declared}
        for prefix in facts.used:
            if prefix.name not in declared and prefix.name not in self.prefixes:
                place = Place(prefix.position.line, prefix.position.column)
                raise prefix_is_not_declared(prefix.name, query, place, self.prefixes)

    def _answer(self, operation: Operation, format_: Format, request: Request) -> Answer:
        try:
            return self.engine.answer(operation, format_, request.client)
        except EngineError as error:
            raise as_http_error(error, operation.query) from error

    def _page(self, operation: Operation, request: Request) -> Response:
        shape = shape_of(operation.kind)
        answer = self._answer(operation, source_format(shape), request)
        language = choose_language(request.header("accept-language"))
        addresses = Addresses(self.identity.base, self.public_url)
        body = self.layout(result_page(operation, answer.body, language, addresses))
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Language", language),
            ("Vary", "Accept, Accept-Language"),
            _timing(answer),
        )
        return Response(HTTPStatus.OK, headers, body.encode())


def _choice(asked: SparqlRequest, request: Request, shape: Shape) -> Choice:
    """Return the format: `?format=` goes before Accept, as people cannot set headers."""
    if asked.format is None:
        accept = request.header("accept")
        choice = choose(accept, shape)
    else:
        accept = asked.format
        found = named(asked.format, shape)
        choice = Choice(found, found.media_type) if found else None
    if choice is None:
        raise no_format_is_acceptable(accept, formats_for(shape))
    return choice


def _timing(answer: Answer) -> tuple[str, str]:
    """Return how long the answer took, in milliseconds (https://www.w3.org/TR/server-timing/)."""
    waited, evaluated = answer.waited * 1000, answer.evaluated * 1000
    return ("Server-Timing", f"wait;dur={waited:.1f}, evaluate;dur={evaluated:.1f}")


def _headers(choice: Choice) -> Headers:
    charset = "; charset=utf-8" if choice.media_type.startswith("text/") else ""
    return (
        ("Content-Type", choice.media_type + charset),
        ("Content-Disposition", f'inline; filename="result.{choice.format.extension}"'),
        _VARY,
    )
