"""`/query`: the form in which people write queries; it works without JavaScript."""

from collections.abc import Callable
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qs

from server.formats import Shape, formats_for
from server.layout import Layout, Page
from server.messages import Request, Response
from server.negotiation import choose_language

_EXAMPLE = """\
SELECT ?type (COUNT(*) AS ?n) {
  ?thing a ?type
} GROUP BY ?type ORDER BY DESC(?n)
"""
_FORM = """<form action="/sparql" method="get" class="ask">
<p><label for="query">{label}</label><br>
<textarea id="query" name="query" rows="14" cols="90" spellcheck="false" lang=""
autocapitalize="off" required>{query}</textarea></p>
<p><label for="format">{format}</label> <select id="format" name="format">{options}</select>
<button type="submit">{run}</button></p>
</form>
<p>{note}</p>
"""
_TEXTS = {
    "ja": (
        "問い合わせ文",
        "形式",
        "実行",
        (
            '<a href="/prefixes">よく使う接頭辞</a>は宣言なしで使えます。'
            '<a href="/sparql?format=turtle">エンドポイントの説明</a>'
        ),
    ),
    "en": (
        "Query",
        "Format",
        "Run",
        (
            'The <a href="/prefixes">common prefixes</a> need no declaration. '
            '<a href="/sparql?format=turtle">What the endpoint is</a>'
        ),
    ),
}


def query_form(layout: Layout, language: str = "") -> Callable[[Request], Response]:
    """Return the handler of the form; without a language it is the client's."""

    def answer(request: Request) -> Response:
        chosen = language or choose_language(request.header("accept-language"))
        sent = parse_qs(request.query_string.decode("latin-1"), encoding="utf-8").get("query")
        query = sent[0] if sent else _EXAMPLE
        page = Page("SPARQL", _form(query, chosen), chosen, query)
        headers = (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Language", chosen),
            ("Vary", "Accept-Language"),
        )
        return Response(HTTPStatus.OK, headers, layout(page).encode("utf-8", "replace"))

    return answer


def _form(query: str, language: str) -> str:
    label, format_, run, note = _TEXTS[language]
    names = {item.name: item.label for item in formats_for(Shape.ROWS)}
    names |= {item.name: item.label for item in formats_for(Shape.GRAPH)}
    # A page first; formats of one kind of query only are refused for the other with a list.
    ordered = ["html", *(name for name in names if name != "html")]
    options = "".join(f'<option value="{name}">{names[name]}</option>' for name in ordered)
    return _FORM.format(
        label=label, query=escape(query), format=format_, options=options, run=run, note=note
    )
