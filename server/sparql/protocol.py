"""Parses a SPARQL 1.1 Protocol request.

https://www.w3.org/TR/sparql11-protocol/#query-operation and, for the method QUERY,
https://datatracker.ietf.org/doc/draft-ietf-httpbis-safe-method-w-body/
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import pyoxigraph as ox

from server.http.errors import (
    HttpError,
    Problem,
    body_type_is_unsupported,
    endpoint_is_read_only,
    method_is_not_allowed,
    request_is_malformed,
)
from server.http.message import Request
from server.http.problem_kinds import MEDIA_TYPE
from server.http.texts import text_of
from server.http.unknown_parameters import mistaken, refused
from server.query.operation import Operation, QueryKind

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
ALLOW = ", ".join(METHODS)
FORM = "application/x-www-form-urlencoded"
QUERY_TEXT = "application/sparql-query"
UPDATE_TEXT = "application/sparql-update"

_MOST_PARAMETERS = 1_000
_QUERY = "query"
# A query over another dataset has another result (SPARQL 1.1 Protocol, 2.1.4). Other parameters
# are not checked: clients send many that are for other endpoints only (`queryId`, `queryLn`).
_DATASET = ("default-graph-uri", "named-graph-uri")
_UTF8 = {"", "utf-8", "utf8"}
_NO = {"", "0", "false", "no"}
# `&bom` sets the parameter; `&bom=` is an empty form field, which does not.
_BARE = {b"bom": b"true", b"nocache": b"true"}

Parameters = list[tuple[str, str]]
Values = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A parsed request; without a `query` (None) it asks for the service description.

    `format` is the value of `?format=`, `bom` asks for a byte order mark before CSV.
    """

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    timeout: float | None
    fresh: bool
    format: str | None
    bom: bool

    def operation(self, kind: QueryKind) -> Operation:
        """Return the operation of a request that has a query."""
        return Operation(
            self.query or "",
            kind,
            self.default_graphs,
            self.named_graphs,
            self.timeout,
            self.fresh,
        )


def parse(request: Request) -> SparqlRequest:
    """Parse a request.

    Raises:
        HttpError: 400 if malformed, 403 for an update, 405 for another method, 415 for another type
            of body.
    """
    if request.method in {"GET", "HEAD"}:
        return _read(_parameters(request.query_string, "URL"), request)
    if request.method in {"POST", "QUERY"}:
        return _read(_from_body(request), request)
    raise method_is_not_allowed(request.method, ALLOW)


def _from_body(request: Request) -> Parameters:
    """Return the parameters of URL and body, one of which is the query."""
    media_type, charset = _content_type(request.header("content-type"))
    in_url = _parameters(request.query_string, "URL")
    if media_type == UPDATE_TEXT:
        raise endpoint_is_read_only()
    coding = request.header("content-encoding").strip().lower()
    if coding not in {"", "identity"}:
        raise _body_is_coded(coding)
    if charset not in _UTF8 or media_type not in {FORM, QUERY_TEXT}:
        raise body_type_is_unsupported(request.header("content-type"))
    if media_type == FORM:
        found = in_url + _parameters(request.body, "form")
    else:
        found = [*in_url, ("query", _text(request.body, "body"))]
    if not any(name in {"query", "update"} for name, _ in found):
        raise _no_query()
    return found


def _body_is_coded(coding: str) -> HttpError:
    """Return 415: bodies must not have a content coding (RFC 9110, 15.5.16)."""
    detail = text_of("problem.body_coding", coding=coding)
    return HttpError(Problem(MEDIA_TYPE, detail, headers=(("Accept-Encoding", "identity"),)))


def _content_type(header: str) -> tuple[str, str]:
    media_type, *parameters = (part.strip().lower() for part in header.split(";"))
    charsets = (part.partition("=")[2] for part in parameters if part.startswith("charset="))
    return media_type, next(charsets, "").strip('"')


def _read(parameters: Parameters, request: Request) -> SparqlRequest:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    known = _DATASET if _QUERY in values else (_QUERY, *_DATASET)
    if mistake := mistaken(values, known):
        raise refused(mistake, known)
    if "update" in values:
        raise endpoint_is_read_only()
    # Remove a byte order mark, which would shift the columns of line 1.
    queries = [text.removeprefix("\ufeff") for text in values.get(_QUERY, [])]
    if len(queries) > 1:
        raise request_is_malformed(text_of("problem.number_of_queries", count=len(queries)))
    if queries and not queries[0].strip():
        raise _no_query()
    return SparqlRequest(
        query=queries[0] if queries else None,
        default_graphs=_graphs(values, "default-graph-uri"),
        named_graphs=_graphs(values, "named-graph-uri"),
        timeout=_timeout(values.get("timeout", [])),
        fresh=_is_fresh(values, request),
        format=next(filter(None, values.get("format", [])), None),
        bom=_flag(values, "bom"),
    )


def _parameters(encoded: bytes, where: str) -> Parameters:
    """Return names and values of a form or a query string, decoded."""
    pairs = [pair.partition(b"=") for pair in encoded.split(b"&") if pair]
    if len(pairs) > _MOST_PARAMETERS:
        raise request_is_malformed(text_of("problem.parameters", most=_MOST_PARAMETERS))
    return [
        (_decoded(name, where), _decoded(value if equals else _BARE.get(name, b""), where))
        for name, equals, value in pairs
    ]


def _decoded(encoded: bytes, where: str) -> str:
    plain = encoded.replace(b"+", b" ")
    return _text(unescaped(plain) if b"%" in plain else plain, where)


def unescaped(encoded: bytes) -> bytes:
    """Decode percent-encoded bytes; invalid escapes are kept (RFC 3986, 2.1)."""
    # A codec that decodes \\xNN takes a fifth of the time of urllib, which equals a small query.
    escaped = encoded.replace(b"\\", rb"\\").replace(b"%", rb"\x")
    try:
        return escaped.decode("unicode_escape").encode("latin-1")
    except UnicodeDecodeError:
        return unquote_to_bytes(encoded)


def _text(content: bytes, where: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise request_is_malformed(
            text_of("problem.not_utf8", where=where, byte=error.start + 1)
        ) from error


def _graphs(values: Values, name: str) -> tuple[str, ...]:
    """Return the absolute IRIs of a parameter; empty values, as forms send them, are ignored."""
    found = tuple(filter(None, values.get(name, ())))
    for iri in found:
        try:
            ox.NamedNode(iri)
        except ValueError as error:
            raise request_is_malformed(
                text_of("problem.graph_iri", name=name, found=iri)
            ) from error
    return found


def _timeout(values: Iterable[str]) -> float | None:
    """Return the client's time limit in seconds, None (also for 0) for the server's."""
    text = next(filter(None, values), "")
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds) or seconds < 0:
        raise request_is_malformed(text_of("problem.timeout_value", found=text))
    return seconds or None


def _is_fresh(values: Values, request: Request) -> bool:
    return _flag(values, "nocache") or "no-cache" in request.header("cache-control").lower()


def _flag(values: Values, name: str) -> bool:
    return any(value.strip().lower() not in _NO for value in values.get(name, ()))


def _no_query() -> HttpError:
    return request_is_malformed(text_of("problem.no_query"))
