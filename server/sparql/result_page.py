"""Renders a result as an HTML page: a table with links, and downloads in every format."""

import json
from collections.abc import Callable, Iterable, Sequence
from html import escape
from urllib.parse import urlencode

from server.http.language import Language
from server.http.plain_page import Page
from server.http.texts import text_of
from server.query.hints import alias_in_having
from server.query.operation import Operation
from server.rdf.addresses import Addresses
from server.rdf.formats import FORMATS, Format, Shape, formats_for, shape_of
from server.sparql.fault_texts import hint_text
from server.sparql.terms import UnknownTerm

# Maximum rows on the page; the downloads have all rows.
MOST_ROWS = 1_000
_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "double", "float"))
# The format from which a page is made; with a row limit the engine also gives graphs in it.
SOURCE = next(item for item in FORMATS if item.name == "json")
_TEXT_TABLES = ("csv", "tsv")
# Formats in which an empty result can be detected.
READ_FORMATS = (SOURCE.name, *_TEXT_TABLES)

Cells = list[str]
# An IRI as a link, to its page here if it is below the base of the dataset.
Link = Callable[[str], str]


def is_empty(result: bytes, form: Format) -> bool:
    """Return whether a result has no row or is false; CSV and TSV then have only their head."""
    if form.name in _TEXT_TABLES:
        return len(result.splitlines()) <= 1
    document = json.loads(result)
    return not document.get("boolean", document.get("results", {}).get("bindings"))


def result_page(
    operation: Operation,
    result: bytes,
    language: str,
    addresses: Addresses,
    unknown: Sequence[UnknownTerm] = (),
) -> Page:
    """Return the page of a result; its body has the first rows in the format `SOURCE`.

    `unknown` are terms of the query that the dataset does not have.
    """
    shape = shape_of(operation.kind)
    mark = "?" if shape is Shape.ROWS else ""
    content = _hint(operation, language)
    content += "".join(_unknown(term, language) for term in unknown)
    content += _rows(result, mark, language, _linking(addresses, Language(language)))
    title = _words("result", language)
    content += _downloads(operation, shape, language)
    return Page(title, content, language, operation.query)


def _hint(operation: Operation, language: str) -> str:
    name = alias_in_having(operation.query)
    return f"<p>{escape(hint_text(name).in_language(language))}</p>\n" if name else ""


def _unknown(term: UnknownTerm, language: str) -> str:
    return f'<p class="notice">{escape(term.hint().in_language(language))}</p>\n'


def _linking(addresses: Addresses, language: Language) -> Link:
    def link(iri: str) -> str:
        # Only http and https: a link to `javascript:` would be executed.
        address, text = addresses.page(iri, language), escape(iri)
        return f'<a href="{escape(address)}">{text}</a>' if address else text

    return link


def _rows(result: bytes, mark: str, language: str, link: Link) -> str:
    document = json.loads(result)
    if "boolean" in document:
        return f"<p><strong>{str(document['boolean']).lower()}</strong></p>"
    names: list[str] = document["head"]["vars"]
    bindings: list[dict[str, dict[str, str]]] = document["results"]["bindings"]
    rows = (
        [_binding(row[name], link) if name in row else "" for name in names] for row in bindings
    )
    count = _count(len(bindings), document["total"], language, more=document["atLeast"])
    return _table([f"{mark}{name}" for name in names], rows, count)


def _binding(term: dict[str, str], link: Link) -> str:
    if term["type"] == "uri":
        return link(term["value"])
    if term["type"] == "bnode":
        return escape("_:" + term["value"])
    if term["type"] == "triple":
        return escape(json.dumps(term["value"], ensure_ascii=False))
    return _literal(term["value"], term.get("xml:lang", ""), term.get("datatype", ""))


def _literal(text: str, language: str, datatype: str) -> str:
    if datatype in _NUMBERS:
        return f'<span class="number">{escape(text)}</span>'
    return f'<span lang="{escape(language)}">{escape(text)}</span>' if language else escape(text)


def _table(names: list[str], rows: Iterable[Cells], count: str) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f"<p>{count}</p>\n"
        f'<div class="table"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>\n"
    )


def _count(shown: int, total: int, language: str, *, more: bool) -> str:
    key = "results" if shown == total else "first_of_more" if more else "first_results"
    return _words(key, language, total=total, shown=shown)


def _words(key: str, language: str, **values: object) -> str:
    return text_of(f"page.{key}", **values).in_language(language)


def _downloads(operation: Operation, shape: Shape, language: str) -> str:
    formats = [item for item in formats_for(shape) if item.name != "html"]
    links = " ".join(
        f'<li><a href="{escape(_address(operation, item))}">{item.label}</a></li>'
        for item in formats
    )
    title = _words("download", language)
    query = escape(operation.query)
    address = f"{language}/query?{urlencode({'query': operation.query})}"
    again = _words("change_query", language)
    return (
        f'<h2>{title}</h2><ul>{links}</ul>\n<h2>SPARQL</h2><pre lang="">{query}</pre>'
        f'<p><a href="{escape(address)}">{again}</a></p>'
    )


def _address(operation: Operation, format_: Format) -> str:
    # Relative to /sparql, so that it is also right behind a proxy that adds a path.
    graphs = [("default-graph-uri", iri) for iri in operation.default_graphs]
    graphs += [("named-graph-uri", iri) for iri in operation.named_graphs]
    return "sparql?" + urlencode([("query", operation.query), *graphs, ("format", format_.name)])
