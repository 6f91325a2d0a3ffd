"""Tools over plain HTTP: `/api/count`, `/api/evidence`, `/api/verify`."""

import json
from collections.abc import Collection
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from server.counts.facets import FACETS
from server.http.errors import HttpError, request_is_malformed
from server.http.message import Request, Response
from server.http.negotiation import choose_language
from server.http.texts import BilingualText
from server.http.unknown_parameters import mistaken, refused
from server.mcp.knowledge import Context, Knowledge, ToolError
from server.mcp.tools import Tool

_FACETS = tuple(facet.name for facet in FACETS)
_WHERE = "where"
_NUMBERS = frozenset({"entries", "number"})
# Maximum fields of a query string.
_MOST_FIELDS = 200


@dataclass(frozen=True, slots=True)
class PlainTool:
    """Answers GET: parameters with names of facets select entries, others are arguments."""

    tool: Tool[Any, Any]
    knowledge: Knowledge
    threads: Executor
    public_url: str = ""

    async def __call__(self, request: Request) -> Response:
        """Answer one request.

        Raises:
            HttpError: 400 if a parameter has an invalid value.
        """
        origin = self.public_url or request.origin()
        context = Context(self.knowledge, origin=origin, client=request.client)
        accepted = choose_language(request.header("accept-language"))
        try:
            given = read_arguments(request.query_string, accepted, self._known())
            answer = await self.tool.call(context, given, self.threads)
        except ToolError as error:
            raise _refused(str(error)) from error
        body = json.dumps(answer, ensure_ascii=False).encode() + b"\n"
        headers = (
            ("Content-Type", "application/json"),
            ("Cache-Control", "public, max-age=300"),
            ("Vary", "Accept-Language, Host"),
        )
        return Response(HTTPStatus.OK, headers, body)

    def _known(self) -> list[str]:
        """Return the parameters of the tool; the facets stand for `where`."""
        own = [one.name for one in fields(self.tool.arguments_type)]
        return [*(one for one in own if one != _WHERE), *_FACETS] if _WHERE in own else own


def read_arguments(query: bytes, language: str, known: Collection[str]) -> dict[str, object]:
    """Return the known arguments in a query string.

    Raises:
        HttpError: 400 if it has too many fields, or one that is a mistake.
    """
    try:
        pairs = parse_qsl(query.decode("latin-1"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise _refused(str(error)) from error
    if mistake := mistaken((name for name, _ in pairs), known, _FACETS):
        raise refused(mistake, known)
    where: dict[str, list[str]] = {}
    given: dict[str, object] = {"lang": language}
    for name, value in pairs:
        if name not in known:
            continue
        if name in _FACETS:
            where.setdefault(name, []).append(value)
        else:
            given[name] = int(value) if name in _NUMBERS and value.isdecimal() else value
    return given | ({_WHERE: where} if where else {})


def _refused(reason: str) -> HttpError:
    return request_is_malformed(BilingualText(reason, reason))
