"""Links between a resource, its documents and its pages, for the Link header (RFC 8288)."""

from server.rdf.addresses import quoted
from server.rdf.formats import Shape, formats_for
from server.site.site import Site


def links_of(site: Site, path: str) -> str:
    """Return the value of the Link header of whatever describes the resource at a path."""
    url = site.addresses.url
    documents = [
        f'<{url(f"{path}.{item.extension}")}>; rel="alternate"; type="{item.media_type}"'
        for item in formats_for(Shape.GRAPH)
    ]
    iri = site.addresses.base + quoted(path)
    described = f'<{url(f"{path}.ttl")}>; rel="describedby"; type="text/turtle"'
    return ", ".join([*documents, described, f'<{iri}>; rel="describes"'])
