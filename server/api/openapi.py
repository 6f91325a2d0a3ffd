"""The description of the interfaces for programs: `/openapi.json` (OpenAPI 3.1)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from server.http.message import Request, Response
from server.sparql.documents import Document

Json = str | int | bool | Sequence["Json"] | dict[str, "Json"]
# How every path refuses a mistaken parameter.
MISTAKEN = (
    400,
    (
        "A parameter has a value that it cannot have, or its name is misspelt; the detail says "
        "which, and what is nearest to it. Other unknown parameters are ignored."
    ),
)

# Version of the interface, not of the software: changes with a path or parameter.
_VERSION = "1.0"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the query string: its schema, and an example value."""

    name: str
    description: str
    schema: dict[str, Json]
    example: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A path for GET: `answers` has the schema for each media type, chosen by Accept.

    `refuses` has the statuses of problem documents and their reasons.
    """

    path: str
    summary: str
    parameters: Sequence[Parameter]
    answers: Sequence[tuple[str, dict[str, Json]]]
    refuses: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Info:
    """The name and description of the interface."""

    title: str = "digigov"
    description: str = (
        "A knowledge graph of how Japan's 47 prefectures digitise government. "
        "The whole graph is open to SPARQL at /sparql; every IRI answers with its data."
    )


def openapi(paths: Sequence[Path], public_url: str, info: Info | None = None) -> Document:
    """Return the handler of `/openapi.json`; by default it describes the survey's interface."""
    about = info or Info()

    def answer(request: Request) -> Response:
        server = (public_url or request.origin()).rstrip("/")
        document = _document(paths, server, about)
        body = json.dumps(document, ensure_ascii=False, indent=1).encode()
        headers = (
            ("Content-Type", "application/json"),
            ("Cache-Control", "public, max-age=300"),
            ("Vary", "Host"),
        )
        return Response(HTTPStatus.OK, headers, body)

    return answer


def _document(paths: Sequence[Path], server: str, info: Info) -> Json:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": info.title,
            "version": _VERSION,
            "description": info.description,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": {path.path: {"get": _operation(path)} for path in paths},
        "components": {"schemas": {"Problem": _PROBLEM_SCHEMA}},
    }


def _operation(path: Path) -> Json:
    content: dict[str, Json] = {
        media_type: {"schema": schema} for media_type, schema in path.answers
    }
    responses: dict[str, Json] = {"200": {"description": "The answer.", "content": content}}
    problem: Json = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, reason in path.refuses:
        responses[str(status)] = {"description": reason, "content": problem}
    return {
        "operationId": path.path.strip("/").replace("/", "-").replace(".", "-"),
        "summary": path.summary,
        "parameters": [_parameter(parameter) for parameter in path.parameters],
        "responses": responses,
    }


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "required": parameter.required,
        "schema": parameter.schema,
        # A repeatable parameter has a list of values.
        "example": [parameter.example] if "items" in parameter.schema else parameter.example,
    }


# RFC 9457, 3.1.
_PROBLEM_SCHEMA: Json = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}
