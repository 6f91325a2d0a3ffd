"""`/llms.txt`: an introduction for assistants that read pages (https://llmstxt.org/)."""

from http import HTTPStatus

from server.http.language import Language
from server.http.message import Request, Response
from server.mcp.knowledge import Context, Knowledge, texts_below
from server.sparql.documents import Document

# The entry points: key of the text, and path.
_LINKS = {
    "mcp": "mcp",
    "openapi": "openapi.json",
    "sparql": "sparql",
    "examples": "en/examples",
    "dictionary": "en/dictionary",
    "ontology": "ontology",
    "download": "download",
    "void": ".well-known/void",
}
_TYPE = (("Content-Type", "text/markdown; charset=utf-8"), ("Cache-Control", "public, max-age=300"))


def llms_txt(knowledge: Knowledge, public_url: str) -> Document:
    """Return the handler of `/llms.txt`; for other datasets it has only name and entry points."""

    def answer(request: Request) -> Response:
        context = Context(knowledge, Language.EN, public_url or request.origin())
        headers = (*_TYPE, ("Vary", "Host"))
        return Response(HTTPStatus.OK, headers, "\n".join(_lines(context)).encode())

    return answer


def _lines(context: Context) -> list[str]:
    title = context.knowledge.site.text(context.language, "site.name")
    sections = {
        "not_said": [text for _, text in texts_below(context, "not_said")],
        "traps": [text for _, text in texts_below(context, "trap")],
        "ways": [_link(context, name) for name in _LINKS],
    }
    lines = [f"# {title}", "", f"> {context.description()}", ""]
    for name, items in sections.items():
        if items:
            lines += _listed(context.text(f"llms.{name}"), items)
    return [*lines, context.source().citation, ""]


def _listed(title: str, items: list[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {item}" for item in items), ""]


def _link(context: Context, name: str) -> str:
    text = context.text(f"llms.{name}")
    path = _LINKS[name]
    return f"[{path}]({context.absolute(context.knowledge.site.addresses.url(path))}): {text}"
