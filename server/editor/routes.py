"""The routes of the query page, the examples and the terms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from itertools import islice
from threading import Lock

from flask import Blueprint, Response, request

from server.editor.example_graph import write_examples
from server.editor.examples import HELD_TO, Example, find_example, load_examples
from server.editor.page import build_editor, build_example_list, editor_frame
from server.editor.terms import terms_document
from server.http.errors import nothing_is_at
from server.http.language import Language
from server.http.negotiation import best_media_type, choose_language
from server.query.scanner import read_query
from server.rdf.format_negotiation import no_format_is_acceptable
from server.rdf.formats import Format, Shape, formats_for
from server.site.parameters import value_is_none_of
from server.site.responses import answered
from server.site.site import Site
from server.sparql.terms import MOST_UNKNOWN, QueryTerms

_PAGE = "text/html; charset=utf-8"
_QUERY = "application/sparql-query"
_VARY = "Accept, Accept-Language"
# The parameters of the query page.
_NAMES = ("query", "example", HELD_TO)


@dataclass(slots=True)
class EditorViews:
    """The views; the terms are read once, on the first request for them."""

    site: Site
    vocabulary: QueryTerms
    _terms: bytes = b""
    _lock: Lock = field(default_factory=Lock)

    def query(self, code: str = "") -> Response:
        """Return the query page; without a language in the address, in the reader's."""
        language = Language(code or self._language())
        sent = self._sent()
        editor = build_editor(self.site, language, *(sent.get(name, "") for name in _NAMES))
        frame = editor_frame(self.site, language, sent)
        unknown = self._unknown(sent.get("query", ""), language)
        page = self.site.render("query.html", frame, editor=editor, unknown=unknown)
        answer = Response(page.encode("utf-8", "replace"), 200, {"Content-Type": _PAGE})
        answer.headers["Content-Language"] = language
        answer.headers["Vary"] = "Accept-Language"
        return answer

    def _sent(self) -> dict[str, str]:
        """Return the parameters of the query page.

        Raises:
            HttpError: 400 if there is no such example, or no such edition.
        """
        sent = {key: request.args[key] for key in _NAMES if request.args.get(key)}
        slug = sent.get("example", "")
        if slug and find_example(slug) is None:
            known = [one.slug for one in load_examples()]
            near = get_close_matches(slug, known, n=3, cutoff=0.5) or known[:1]
            raise value_is_none_of("example", slug, f"{', '.join(near)}, …")  # noqa: EM101 -- a parameter
        self.site.editions.requested(sent.get(HELD_TO, ""))
        return sent

    def _unknown(self, query: str, language: Language) -> list[str]:
        """Return hints at terms of a query that the dataset does not have."""
        terms = self.vocabulary.unknown(query, read_query(query))
        return [one.hint().in_language(language) for one in islice(terms, MOST_UNKNOWN)]

    def terms(self) -> Response:
        """Return the terms for completion."""
        with self._lock:
            self._terms = self._terms or terms_document(self.site)
        return answered(self._terms, "application/json")

    def example_list(self, code: str) -> Response:
        """Return the page of all examples."""
        page = build_example_list(self.site, Language(code))
        answer = answered(page.encode(), _PAGE)
        answer.headers["Content-Language"] = code
        return answer

    def examples(self) -> Response:
        """Return all examples as RDF, or redirect to their page."""
        format_ = self._preferred_format(())
        if format_ is None or format_.name == "html":
            return self._see(f"{self._language()}/examples")
        return self._graph(load_examples(), format_)

    def document(self, extension: str) -> Response:
        """Return all examples in the format of an extension."""
        return self._graph(load_examples(), _format_of(extension))

    def example(self, slug: str) -> Response:
        """Return one example as text or RDF, or redirect to the editor with it."""
        stem, _, extension = slug.rpartition(".")
        found = find_example(stem or slug)
        if found is None:
            raise nothing_is_at(request.path)
        if extension == "rq" and stem:
            return self._text(found)
        if stem:
            return self._graph([found], _format_of(extension))
        format_ = self._preferred_format((_QUERY,))
        if format_ is None:
            return self._text(found)
        if format_.name == "html":
            url = self.site.addresses.url(f"{self._language()}/query", example=found.slug)
            return Response(status=303, headers={"Location": url, "Vary": _VARY})
        return self._graph([found], format_)

    def _preferred_format(self, others: tuple[str, ...]) -> Format | None:
        """Return the RDF format that the client prefers, None if it prefers another media type."""
        by_type = {name: item for item in formats_for(Shape.GRAPH) for name in item.media_types}
        accept = request.headers.get("Accept", "")
        best = best_media_type(accept, [*by_type, *others])
        if best is None:
            raise no_format_is_acceptable(accept, formats_for(Shape.GRAPH))
        return by_type.get(best)

    def _text(self, example: Example) -> Response:
        text = example.query(Language(self._language()), self.site.addresses.base)
        answer = answered(text.encode(), f"{_QUERY}; charset=utf-8")
        answer.headers["Vary"] = _VARY
        return answer

    def _graph(self, examples: Sequence[Example], format_: Format) -> Response:
        server = self.site.addresses.public_url or request.url_root
        body = write_examples(examples, format_, self.site.addresses.base, server)
        charset = "; charset=utf-8" if format_.media_type.startswith("text/") else ""
        answer = answered(body, format_.media_type + charset)
        answer.headers["Vary"] = _VARY
        return answer

    def _see(self, path: str) -> Response:
        headers = {"Location": self.site.addresses.url(path), "Vary": _VARY}
        return Response(status=303, headers=headers)

    def _language(self) -> str:
        return choose_language(request.headers.get("Accept-Language", ""))


def _format_of(extension: str) -> Format:
    choices = (item for item in formats_for(Shape.GRAPH) if item.extension == extension)
    format_ = next(choices, None)
    if format_ is None or format_.rdf is None:
        raise nothing_is_at(request.path)
    return format_


def editor_blueprint(site: Site) -> Blueprint:
    """Return the routes of the query page, the examples and the terms."""
    blueprint = Blueprint("editor", __name__)
    views = EditorViews(site, QueryTerms(site.dataset))
    add = blueprint.add_url_rule
    add("/query", "query", views.query)
    for language in Language:
        add(f"/{language}/query", f"query-{language}", partial(views.query, language))
        add(f"/{language}/examples", f"list-{language}", partial(views.example_list, language))
    add("/terms.json", "terms", views.terms)
    add("/examples", "examples", views.examples)
    # The address that tools for collections of examples expect.
    add("/.well-known/sparql-examples", "well-known", views.examples)
    add("/examples.<extension>", "document", views.document)
    add("/examples/<slug>", "example", views.example)
    return blueprint
