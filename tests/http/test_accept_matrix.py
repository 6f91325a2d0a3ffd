"""Accept headers of real clients, and the media types that they get.

Each row: client, header, media type for SELECT and ASK, media type for CONSTRUCT and DESCRIBE.
None stands for 406.
"""

import pytest
from endpoint import Client, open_client

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TTL = "text/turtle"
NT = "application/n-triples"
RDF = "application/rdf+xml"
LD = "application/ld+json"
TRIG = "application/trig"
NQ = "application/n-quads"
HTML = "text/html"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9"

MATRIX: list[tuple[str, str, str | None, str | None]] = [
    # Browsers
    (
        "Chrome",
        (
            f"{BROWSER},image/avif,image/webp,image/apng,*/*;q=0.8,"
            "application/signed-exchange;v=b3;q=0.7"
        ),
        HTML,
        HTML,
    ),
    ("Firefox", f"{BROWSER},*/*;q=0.8", HTML, HTML),
    (
        "Firefox 128",
        f"{BROWSER},image/avif,image/webp,image/png,image/svg+xml,*/*;q=0.8",
        HTML,
        HTML,
    ),
    ("Safari", f"{BROWSER},*/*;q=0.8", HTML, HTML),
    ("Internet Explorer 11", "text/html, application/xhtml+xml, */*", HTML, HTML),
    (
        "Internet Explorer 8",
        "image/jpeg, application/x-ms-application, image/gif, application/xaml+xml, */*",
        JSON,
        TTL,
    ),
    ("Lynx", "text/html, text/plain, text/sgml, text/css, */*;q=0.01", HTML, HTML),
    ("w3m", "text/html, text/*;q=0.5, image/*, application/*", HTML, HTML),
    ("Googlebot", f"{BROWSER},*/*;q=0.8", HTML, HTML),
    ("Chrome, an image", "image/avif,image/webp,image/apng,image/*,*/*;q=0.8", JSON, TTL),
    ("Firefox, a style sheet", "text/css,*/*;q=0.1", JSON, TTL),
    # Command lines and HTTP libraries
    ("curl", "*/*", JSON, TTL),
    ("Go net/http, PHP streams, urllib", "", JSON, TTL),
    ("Wget", "*/*", JSON, TTL),
    ("HTTPie with JSON", "application/json, */*;q=0.5", "application/json", "application/json"),
    ("python-requests, httpx, aiohttp", "*/*", JSON, TTL),
    (
        "axios, Angular",
        "application/json, text/plain, */*",
        "application/json",
        "application/json",
    ),
    (
        "jQuery for JSON",
        "application/json, text/javascript, */*; q=0.01",
        "application/json",
        "application/json",
    ),
    (
        "jQuery for XML",
        "application/xml, text/xml, */*; q=0.01",
        "application/xml",
        "application/xml",
    ),
    ("jQuery for text", "text/plain, */*; q=0.01", "text/plain", "text/plain"),
    ("fetch", "*/*", JSON, TTL),
    ("Java URLConnection", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML, HTML),
    (
        "Java 19 URLConnection",
        "text/html, image/gif, image/jpeg, */*; q=0.2",
        HTML,
        HTML,
    ),
    ("Ruby Net::HTTP", "*/*", JSON, TTL),
    (
        "R curl, httr",
        "application/json, text/xml, application/xml, */*",
        "application/json",
        "application/json",
    ),
    ("curl for CSV", "text/csv", CSV, None),
    ("curl for Turtle", "text/turtle", None, TTL),
    ("curl for JSON results", "application/sparql-results+json", JSON, None),
    ("curl for JSON", "application/json", "application/json", "application/json"),
    # Python
    (
        "SPARQLWrapper, no format",
        "application/sparql-results+xml,application/rdf+xml,*/*",
        XML,
        RDF,
    ),
    (
        "SPARQLWrapper JSON",
        "application/sparql-results+json,application/json,text/javascript,application/javascript",
        JSON,
        "application/json",
    ),
    ("SPARQLWrapper XML", "application/sparql-results+xml", XML, None),
    ("SPARQLWrapper CSV", "text/csv", CSV, None),
    ("SPARQLWrapper TSV", "text/tab-separated-values", TSV, None),
    ("SPARQLWrapper Turtle", "application/turtle,text/turtle", None, "application/turtle"),
    (
        "SPARQLWrapper N3",
        "application/turtle,text/turtle,text/rdf+n3,application/n-triples,application/n3,text/n3",
        None,
        "application/turtle",
    ),
    ("SPARQLWrapper RDF/XML", "application/rdf+xml", None, RDF),
    ("SPARQLWrapper JSON-LD", "application/ld+json,application/x-json+ld", None, LD),
    (
        "rdflib SPARQLStore for XML",
        "application/sparql-results+xml, application/rdf+xml",
        XML,
        RDF,
    ),
    (
        "rdflib SPARQLStore for JSON",
        "application/sparql-results+json, application/rdf+xml",
        JSON,
        RDF,
    ),
    ("rdflib SPARQLStore for CSV", "text/csv, application/rdf+xml", CSV, RDF),
    (
        "rdflib Graph.parse",
        (
            "text/turtle, application/rdf+xml;q=0.9, text/n3;q=0.9, "
            "application/ld+json;q=0.8, */*;q=0.1"
        ),
        JSON,
        TTL,
    ),
    ("rdflib, for RDF/XML", "application/rdf+xml, */*;q=0.1", JSON, RDF),
    ("rdflib, for N3", "text/n3, */*;q=0.1", JSON, "text/n3"),
    ("rdflib, for Turtle", "text/turtle, application/x-turtle, */*;q=0.1", JSON, TTL),
    ("rdflib, for N-Triples", "text/plain, */*;q=0.1", "text/plain", "text/plain"),
    ("rdflib, for TriG", "application/trig, */*;q=0.1", JSON, TRIG),
    ("rdflib, for TriX", "application/trix, */*;q=0.1", JSON, TTL),
    (
        "rdflib, for JSON-LD",
        "application/ld+json, application/json;q=0.9, */*;q=0.1",
        "application/json",
        LD,
    ),
    ("pandas read_csv", "", JSON, TTL),
    ("sparql-dataframe", "text/csv", CSV, None),
    (
        "Wikidata scripts",
        "application/sparql-results+json, application/sparql-results+xml;q=0.9",
        JSON,
        None,
    ),
    # Java
    (
        "Jena, SELECT",
        (
            "application/sparql-results+json, application/sparql-results+xml;q=0.9, "
            "text/tab-separated-values;q=0.7, text/csv;q=0.5, application/json;q=0.2, "
            "application/xml;q=0.2, */*;q=0.1"
        ),
        JSON,
        "application/json",
    ),
    (
        "Jena, CONSTRUCT",
        (
            "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,"
            "application/rdf+xml;q=0.7,*/*;q=0.3"
        ),
        JSON,
        TTL,
    ),
    (
        "Jena, quads",
        "application/trig,application/n-quads;q=0.9,application/ld+json;q=0.8,*/*;q=0.5",
        JSON,
        TRIG,
    ),
    (
        "Jena 2, CONSTRUCT",
        (
            "application/rdf+xml, application/turtle;q=0.9, application/x-turtle;q=0.9, "
            "text/n3;q=0.8, text/turtle;q=0.8, */*;q=0.5"
        ),
        JSON,
        RDF,
    ),
    (
        "RDF4J, tuples",
        (
            "application/x-binary-rdf-results-table, application/sparql-results+xml;q=0.8, "
            "application/sparql-results+json;q=0.8, text/csv;q=0.8, "
            "text/tab-separated-values;q=0.8, application/x-sparqlstar-results+json;q=0.8"
        ),
        XML,
        None,
    ),
    (
        "Sesame, tuples",
        (
            "text/csv;q=0.8, application/sparql-results+json;q=0.8, application/json;q=0.8, "
            "application/sparql-results+xml, application/xml, text/tab-separated-values;q=0.8, "
            "application/x-binary-rdf-results-table;q=0.8"
        ),
        XML,
        "application/xml",
    ),
    ("RDF4J, truth values", "application/sparql-results+json, text/boolean;q=0.8", JSON, None),
    (
        "RDF4J, graphs",
        (
            "application/x-binary-rdf, application/n-quads;q=0.8, application/rdf+xml;q=0.8, "
            "text/turtle;q=0.8, application/n-triples;q=0.8, application/trig;q=0.8"
        ),
        None,
        NQ,
    ),
    # JavaScript
    (
        "Comunica, fetch-sparql-endpoint, SELECT",
        "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7",
        JSON,
        None,
    ),
    ("fetch-sparql-endpoint, CONSTRUCT", "text/turtle", None, TTL),
    (
        "Comunica, dereferencing",
        (
            "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,"
            "application/n-triples;q=0.8,text/turtle;q=0.6,application/rdf+xml;q=0.5,"
            "text/n3;q=0.35,application/xml;q=0.3,image/svg+xml;q=0.3,text/xml;q=0.3,"
            "text/html;q=0.2,application/xhtml+xml;q=0.18"
        ),
        "application/xml",
        NQ,
    ),
    ("YASGUI, SELECT", "application/sparql-results+json,*/*;q=0.9", JSON, TTL),
    ("YASGUI, CONSTRUCT", "text/turtle,*/*;q=0.9", JSON, TTL),
    ("sparql-http-client, SELECT", "application/sparql-results+json", JSON, None),
    (
        "sparql-http-client, CONSTRUCT",
        "application/n-triples, text/turtle",
        None,
        NT,
    ),
    ("rdf-ext fetch", "application/ld+json, application/n-triples, text/turtle", None, LD),
    ("Solid clients", "text/turtle, application/ld+json", None, TTL),
    (
        "JSON-LD with a profile",
        'application/ld+json;profile="http://www.w3.org/ns/json-ld#flattened"',
        None,
        LD,
    ),
    # R, PHP, Perl, Ruby, .NET and others
    ("R SPARQL for XML", "application/sparql-results+xml", XML, None),
    ("R SPARQL for CSV", "text/csv", CSV, None),
    (
        "EasyRdf, SELECT",
        "application/sparql-results+json,application/sparql-results+xml;q=0.8",
        JSON,
        None,
    ),
    (
        "Semantic MediaWiki",
        "application/sparql-results+xml,application/xml;q=0.8",
        XML,
        "application/xml",
    ),
    (
        "Perl RDF::Query",
        "application/sparql-results+xml;q=0.9,application/rdf+xml;q=0.5,text/turtle;q=0.7,text/xml",
        "text/xml",
        "text/xml",
    ),
    (
        "Ruby sparql-client",
        (
            "application/sparql-results+json, application/sparql-results+xml, text/boolean, "
            "text/tab-separated-values;p=0.8, text/csv;p=0.2, */*;p=0.1"
        ),
        JSON,
        TTL,
    ),
    (
        "dotNetRDF, results",
        (
            "application/sparql-results+xml,application/sparql-results+json,text/boolean,text/csv,"
            "text/comma-separated-values,text/tab-separated-values,text/html,application/xhtml+xml"
        ),
        XML,
        HTML,
    ),
    (
        "dotNetRDF, graphs",
        (
            "application/n-triples,text/plain,text/turtle,application/x-turtle,text/n3,"
            "application/rdf+xml,application/json,*/*;q=0.5"
        ),
        "text/plain",
        NT,
    ),
    ("Virtuoso facets", "text/html,application/sparql-results+json;q=0.1", HTML, HTML),
    ("Excel Power Query", "*/*", JSON, TTL),
    (
        "Protégé",
        (
            "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, "
            "text/plain; q=0.1, */*; q=0.09"
        ),
        "application/xml",
        RDF,
    ),
    ("OpenRefine", "application/json", "application/json", "application/json"),
    ("LodView", "application/sparql-results+json, text/plain;q=0.5", JSON, "text/plain"),
    ("a client of pictures", "image/png, image/*", None, None),
    ("a client of nothing", "*/*;q=0", None, None),
]

QUERIES = {
    "SELECT": "SELECT*{?s+rdfs:label+?o}",
    "ASK": "ASK{}",
    "CONSTRUCT": "CONSTRUCT+WHERE{?s+rdfs:label+?o}",
    "DESCRIBE": "DESCRIBE+<http://example.org/a>",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return open_client(tmp_path_factory.mktemp("data"))


def test_the_matrix_has_sixty_headers_of_real_clients() -> None:
    real = [(name, header) for name, header, _, _ in MATRIX if not name.startswith("a client of ")]

    assert len({header for _, header in real}) >= 60
    assert len({name for name, _ in real}) == len(real)


@pytest.mark.parametrize("kind", QUERIES)
def test_a_real_client_gets_a_format_that_it_can_read(client: Client, kind: str) -> None:
    expected, found = {}, {}
    for name, accept, rows, graph in MATRIX:
        wanted = rows if kind in {"SELECT", "ASK"} else graph
        reply = client(f"/sparql?query={QUERIES[kind]}", headers={"accept": accept})
        # A problem document has its own media type.
        expected[name] = 406 if wanted is None else (200, wanted)
        found[name] = 406 if reply.status == 406 else (reply.status, reply.type)
        assert "accept" in reply.headers["vary"].lower(), name

    assert found == expected


# A format not named in the header is sent only under its preferred media type.
RANGES = [
    ("text/turtle;q=0, application/*;q=0.1", NT),
    ("text/turtle;q=0, */*", NT),
    ("application/*", NT),
    ("text/*", TTL),
    ("application/x-turtle, text/turtle;q=0", "application/x-turtle"),
    ("application/*;q=0.1, application/x-turtle;q=0", NT),
]


@pytest.mark.parametrize(("accept", "given"), RANGES)
def test_a_range_means_preferred_media_types(accept: str, given: str, client: Client) -> None:
    reply = client("/sparql?query=CONSTRUCT{}{}", headers={"accept": accept})

    assert reply.headers["content-type"].partition(";")[0] == given
