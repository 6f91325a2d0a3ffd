"""Links of a page: to its RDF documents (Link header, RFC 8288), and to files of its table."""

from collections.abc import Sequence

from server.http.language import Language
from server.rdf.addresses import Addresses, quoted
from server.rdf.formats import Shape, formats_for
from server.site.site import Download, Site
from server.site.tables.cells import Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def links_of(site: Site, path: str) -> str:
    """Return the Link header for pages and documents about the resource at a path."""
    url = site.addresses.url
    documents = [
        f'<{url(f"{path}.{item.extension}")}>; rel="alternate"; type="{item.media_type}"'
        for item in formats_for(Shape.GRAPH)
    ]
    iri = site.addresses.base + quoted(path)
    described = f'<{url(f"{path}.ttl")}>; rel="describedby"; type="text/turtle"'
    return ", ".join([*documents, described, f'<{iri}>; rel="describes"'])


def query_page(site: Site, language: Language) -> Cell:
    """Return the link to the query page, below which results and examples stand."""
    return Cell(site.text(language, "menu.query"), site.addresses.url(f"{language}/query"))


def sheets_at(
    addresses: Addresses, path: str, parameters: Sequence[tuple[str, str]]
) -> list[Download]:
    """Return links to the table of a page as workbook and CSV."""
    kinds = (("xlsx", XLSX, "Excel"), ("csv", "text/csv", "CSV"))
    return [
        Download(addresses.url_of(f"{path}.{ending}", parameters), media_type, name)
        for ending, media_type, name in kinds
    ]
