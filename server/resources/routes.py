"""The routes of resources: `/id/entry/1-24` leads to its document (Cool URIs, 303)."""

from dataclasses import dataclass, replace

import pyoxigraph as ox
from flask import Blueprint, Response, request

from server.engine import Pattern
from server.http.language import Language
from server.http.negotiation import choose_language
from server.http.problem_details import prefers_page
from server.rdf.format_negotiation import choose, no_format_is_acceptable
from server.rdf.formats import Format, Shape, formats_for
from server.resources.description import describe
from server.resources.documents import ResourceDocument, document_at, write
from server.site.links import links_of
from server.site.missing import FindNamed, Missing, missing_page, nothing_like
from server.site.responses import answered_with, without_slash
from server.site.site import Site

# The served version of the ontology is the ontology itself, so its version IRI leads there.
_VERSION = ox.NamedNode("http://www.w3.org/2002/07/owl#versionIRI")
_VARY = "Accept, Accept-Language"


@dataclass(frozen=True, slots=True)
class Entities:
    """The views of a site's resources; `find` finds them by their names."""

    site: Site
    find: FindNamed

    def open(self, path: str) -> Response:
        """Return a document, or redirect from a thing to its document."""
        iris = list(self.site.addresses.iris(path, request.query_string.decode("latin-1")))
        document = document_at(iris, self.site.statements.exists)
        if document is None:
            return self._missing(path)
        document = self._of_version(document)
        if document.format is None:
            return self._lead(document)
        if document.format.name == "html":
            return self._see_other(f"{self._language()}/{self._path(document)}", document)
        return self._document(document, document.format)

    def _of_version(self, document: ResourceDocument) -> ResourceDocument:
        """Return the document about the ontology for its version IRI."""
        version = Pattern(predicate=_VERSION, object=ox.NamedNode(document.iri))
        ontologies = [quad.subject for quad in self.site.dataset.quads(version)]
        if ontologies and isinstance(ontologies[0], ox.NamedNode):
            return replace(document, iri=ontologies[0].value)
        return document

    def _path(self, document: ResourceDocument) -> str:
        return self.site.addresses.path(document.iri) or ""

    def _language(self) -> Language:
        return Language(choose_language(request.headers.get("Accept-Language", "")))

    def _lead(self, document: ResourceDocument) -> Response:
        accept = request.headers.get("Accept", "")
        choice = choose(accept, Shape.GRAPH)
        if choice is None:
            raise no_format_is_acceptable(accept, formats_for(Shape.GRAPH))
        if choice.format.name == "html":
            return self._see_other(f"{self._language()}/{self._path(document)}", document)
        return self._see_other(f"{self._path(document)}.{choice.format.extension}", document)

    def _see_other(self, target: str, document: ResourceDocument) -> Response:
        headers = {
            "Location": self.site.addresses.url(target),
            "Vary": _VARY,
            "Link": links_of(self.site, self._path(document)),
        }
        return Response(status=303, headers=headers)

    def _document(self, document: ResourceDocument, format_: Format) -> Response:
        kept = self.site.cache.get(
            (document.iri, format_.name),
            lambda: write(
                describe(self.site.dataset, document.iri), format_, self.site.addresses.base
            ),
        )
        charset = "; charset=utf-8" if format_.media_type.startswith("text/") else ""
        answer = answered_with(kept, format_.media_type + charset)
        answer.headers["Content-Location"] = self.site.addresses.url(
            f"{self._path(document)}.{format_.extension}"
        )
        answer.headers["Link"] = links_of(self.site, self._path(document))
        return answer

    def _missing(self, path: str) -> Response:
        if path.rstrip("/") != path:
            return without_slash(self.site.addresses, path)
        missing = Missing(self.site, path, self.find)
        if not prefers_page(request.path, request.headers.get("Accept", "")):
            raise nothing_like(missing, f"/{path}")
        page = missing_page(missing, self._language())
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Language": self._language(),
            "Cache-Control": "no-store",
            "Vary": _VARY,
        }
        return Response(page, 404, headers)


def entities_blueprint(entities: Entities) -> Blueprint:
    """Return the routes of a site's resources: all paths that no other route matches."""
    blueprint = Blueprint("entities", __name__)
    blueprint.add_url_rule("/<path:path>", "open", entities.open)
    return blueprint
