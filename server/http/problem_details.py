"""Renders a problem: JSON (RFC 9457), plain text or HTML, in Japanese or English."""

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qs, urlencode

from server.http.errors import NEAREST, Problem, QueryPosition
from server.http.language import Language, language_in
from server.http.message import Request, Response
from server.http.negotiation import best_media_type, choose_language, language_of
from server.http.plain_page import Layout, Page, bare
from server.http.problem_kinds import KINDS, ProblemKind
from server.http.texts import text_of

# `type` is a path of this server, which lists the kinds of problems there.
LIST = "/problems"
_JSON = "application/problem+json"
_PAGE = "text/html"
_TYPES = (_JSON, "application/json", "text/plain", _PAGE)
# The last path segments of files below a language (`/ja/explore.csv`), which programs read.
_FILE = re.compile(r"\.(?:bib|csv|json|pdf|png|ris|svg|xlsx)$")
_WIDTH = 78
# Maximum characters of a detail, which may contain input of the client.
_LONGEST = 1_000
_FIELDS = 100
# Servers between here and the client refuse longer ones.
_LONGEST_ADDRESS = 8_000
# The member with the whole corrected query.
_SUGGESTION = "suggestion"
# Keys of the texts for title and link of a query on the page of a problem.
_CORRECTED = ("page.corrected", "page.open_corrected")
_SENT = ("page.sparql", "page.change_query")

Members = list[tuple[str, str | int | Sequence[str]]]


def render(problem: Problem, request: Request, layout: Layout = bare) -> Response:
    """Return the problem in the media type that the client prefers.

    Its language is the one that the request names, else the one that the client prefers.
    `layout` makes the frame of an HTML page.
    """
    named = language_in(request.path)
    language = language_of(request)
    media_type = _preferred(request.path, named, request.header("accept"))
    if media_type == _PAGE:
        path = request.path.partition(f"/{named}/")[2] if named else ""
        body = layout(replace(_as_page(problem, request, language), path=path))
    else:
        body = (_as_text if media_type == "text/plain" else _as_json)(problem, language)
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    headers = (
        ("Content-Type", (media_type if charset else _JSON) + charset),
        ("Content-Language", language),
        ("Vary", "Accept, Accept-Language"),
        ("Cache-Control", "no-store"),
        *problem.headers,
    )
    return Response(problem.kind.status, headers, body.encode())


def prefers_page(path: str, accept: str) -> bool:
    """Return whether a client wants an HTML page if the request for a path fails."""
    return _preferred(path, language_in(path), accept) == _PAGE


def _preferred(path: str, language: Language | None, accept: str) -> str:
    """Return the preferred media type; a client without preference gets a page where one was."""
    is_page = language is not None and not _FILE.search(path)
    offered = (_PAGE, *_TYPES) if is_page else _TYPES
    # If the client accepts none of these, send the problem anyway (RFC 9110, 15.5).
    return best_media_type(accept, offered) or _JSON


def _members(problem: Problem, language: str) -> Members:
    position: Members = []
    if problem.position:
        position = [("line", problem.position.line), ("column", problem.position.column)]
    excerpt: Members = [("excerpt", problem.excerpt)] if problem.excerpt else []
    return [
        ("type", f"{LIST}#{problem.kind.slug}"),
        ("title", problem.kind.title.in_language(language)),
        ("status", int(problem.kind.status)),
        ("detail", _detail(problem, language)),
        *position,
        *excerpt,
        *problem.extensions,
    ]


def _detail(problem: Problem, language: str) -> str:
    text = problem.detail.in_language(language)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _as_json(problem: Problem, language: str) -> str:
    return json.dumps(dict(_members(problem, language)), ensure_ascii=False, indent=1) + "\n"


def _as_text(problem: Problem, language: str) -> str:
    title = problem.kind.title.in_language(language)
    lines = [f"{int(problem.kind.status)} {title}", "", _detail(problem, language)]
    if problem.position:
        lines.append(_position(problem.position, language))
    if problem.excerpt:
        lines += ["", problem.excerpt]
    return "\n".join([*lines, *_listed(problem), ""])


def _as_page(problem: Problem, request: Request, language: str) -> Page:
    parts = [f"<p>{escape(_detail(problem, language))}</p>"]
    if problem.position:
        parts.append(f"<p>{escape(_position(problem.position, language))}</p>")
    if problem.excerpt:
        parts.append(f'<pre lang="">{escape(problem.excerpt)}</pre>')
    shown = _listed(problem, _SUGGESTION, NEAREST)
    parts += [f"<p><code>{escape(line)}</code></p>" for line in shown]
    parts += _near(problem, language)
    parts += [_editable(*_CORRECTED, value, language) for value in _suggestions(problem)]
    query = _query_of(request)
    if query:
        parts.append(_editable(*_SENT, query, language))
    return Page(problem.kind.title.in_language(language), "\n".join(parts), language, query)


def _editable(title: str, link: str, query: str, language: str) -> str:
    """Return a query as HTML, with a link that opens it in the editor."""
    shown = f'<h2>{text_of(title).in_language(language)}</h2><pre lang="">{escape(query)}</pre>'
    # Relative, because the public address of the server may have a path.
    address = f"{language}/query?" + urlencode({"query": query})
    if len(address) > _LONGEST_ADDRESS:
        return shown
    text = text_of(link).in_language(language)
    return f'{shown}<p><a href="{escape(address)}">{text}</a></p>'


def _near(problem: Problem, language: str) -> list[str]:
    """Return similar addresses as links, with the titles of their pages if they are known."""
    found = [one for name, value in problem.extensions if name == NEAREST for one in value]
    if not found:
        return []
    named = zip(found, problem.names or found, strict=True)
    links = (f'<li><a href="{escape(one)}">{escape(name)}</a></li>' for one, name in named)
    title = text_of("page.nearest").in_language(language)
    return [f"<h2>{title}</h2><ul>{''.join(links)}</ul>"]


def _suggestions(problem: Problem) -> list[str]:
    return [str(value) for name, value in problem.extensions if name == _SUGGESTION]


def _query_of(request: Request) -> str:
    """Return the query in the request's URL, "" if it is missing or cannot be decoded."""
    if request.path != "/sparql":
        return ""
    try:
        sent = parse_qs(request.query_string.decode(), errors="strict", max_num_fields=_FIELDS)
    except ValueError:
        return ""
    return sent.get("query", [""])[0]


def _position(position: QueryPosition, language: str) -> str:
    text = text_of("problem.position", line=position.line, column=position.column)
    return text.in_language(language)


def _listed(problem: Problem, *without: str) -> list[str]:
    return [
        f"{name}: {value if isinstance(value, str) else ', '.join(value)}"
        for name, value in problem.extensions
        if name not in without
    ]


def excerpt(query: str, position: QueryPosition) -> str:
    """Return a line of the query, and below it a caret at the position.

    Full-width characters need full-width spaces above the caret; a long line is cut.
    """
    lines = query.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[position.line - 1] if position.line <= len(lines) else ""
    start = max(0, min(position.column - 1, len(line)) - _WIDTH // 2)
    shown = line[start : start + _WIDTH]
    return f"{shown}\n{''.join(map(_blank, shown[: position.column - 1 - start]))}^"


def _blank(character: str) -> str:
    if character == "\t":
        return "\t"
    return "\u3000" if unicodedata.east_asian_width(character) in {"W", "F"} else " "


def list_kinds(request: Request, layout: Layout = bare) -> Response:
    """Return the page of all kinds of problems, the target of `type`."""
    language = choose_language(request.header("accept-language"))
    rows = "\n".join(_row(kind, language) for kind in KINDS)
    title = text_of("page.kinds").in_language(language)
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Language", language),
        ("Vary", "Accept-Language"),
    )
    body = layout(Page(title, f"<dl>{rows}</dl>", language))
    return Response(HTTPStatus.OK, headers, body.encode())


def _row(kind: ProblemKind, language: str) -> str:
    title = escape(kind.title.in_language(language))
    return f'<dt id="{kind.slug}">{int(kind.status)} {kind.slug}</dt><dd>{title}</dd>'
