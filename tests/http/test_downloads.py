"""Downloads over HTTP: whole, by range and compressed; metadata for crawlers and citation."""

import gzip
import json
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import zstandard
from endpoint import Client
from published import listed, publish_small, small_folder
from website import parse_errors, sample_site, website

from converter.publication.changes.earlier import Earlier
from server.downloads.crawling import PATHS_A_PART, parts_of, sitemap_index
from server.downloads.files import _content_type
from server.downloads.listing import ListedFile
from server.http.language import Language

ROOT = "/download/1.0.0/"
TURTLE = f"{ROOT}digigov.ttl"
BASE = "https://w3id.org/jp-digigov/"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@cache
def client() -> Client:
    return website(source=small_folder())


def content(path: str) -> bytes:
    return (small_folder() / path).read_bytes()


def test_every_listed_file_is_sent_as_it_is() -> None:
    for file in listed(small_folder()):
        reply = client()(ROOT + file.path)

        assert (reply.status, sha256(reply.body).hexdigest()) == (200, file.sha256), file.path
        assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert reply.headers["content-disposition"].isascii()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("digigov.ttl", "text/turtle; charset=utf-8"),
        ("digigov.rdf", "application/rdf+xml"),
        ("digigov.nt", "application/n-triples; charset=utf-8"),
        ("tables/posts.en.csv", "text/csv; charset=utf-8"),
        ("tables/posts.en.csv-metadata.json", "application/csvm+json"),
        ("digigov.ttl.gz", "application/gzip"),
        ("digigov.ttl.zst", "application/zstd"),
    ],
)
def test_a_file_has_its_media_type_and_no_content_coding(path: str, media_type: str) -> None:
    reply = client()(ROOT + path, headers={"Accept-Encoding": "identity"})

    assert reply.headers["content-type"] == media_type
    assert "content-encoding" not in reply.headers


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_file_is_sent_in_compressed_form_where_that_is_preferred(coding: str) -> None:
    reply = client()(TURTLE, headers={"Accept-Encoding": coding})

    unpacker = zstandard.ZstdDecompressor()
    decoded = gzip.decompress(reply.body) if coding == "gzip" else unpacker.decompress(reply.body)
    plain = client()(TURTLE)
    assert decoded == content("digigov.ttl")
    assert reply.body == content(f"digigov.ttl.{'gz' if coding == 'gzip' else 'zst'}")
    assert reply.headers["content-encoding"] == coding
    assert reply.headers["vary"] == "Accept-Encoding"
    assert reply.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    ("requested", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, -1), ("bytes=-7", -7, -1)],
)
def test_a_byte_range_of_a_file_is_sent(requested: str, first: int, last: int) -> None:
    whole = content("digigov.ttl")
    start, end = first % len(whole), last % len(whole)

    reply = client()(TURTLE, headers={"Range": requested, "Accept-Encoding": "gzip"})

    assert (reply.status, reply.body) == (206, whole[start : end + 1])
    assert reply.headers["content-range"] == f"bytes {start}-{end}/{len(whole)}"
    assert "content-encoding" not in reply.headers


@pytest.mark.parametrize("requested", ["bytes=99999999-", "bytes=0-1,5-6"])
def test_a_range_that_cannot_be_sent_is_416_with_the_size(requested: str) -> None:
    reply = client()(TURTLE, headers={"Range": requested})

    assert reply.status == 416
    assert reply.headers["content-range"] == f"bytes */{len(content('digigov.ttl'))}"


def test_a_range_in_other_units_than_bytes_gives_the_whole_file() -> None:
    reply = client()(TURTLE, headers={"Range": "lines=0-9"})

    assert (reply.status, reply.body) == (200, content("digigov.ttl"))


def test_a_range_is_sent_only_of_the_file_that_the_client_has() -> None:
    tag = client()(TURTLE).headers["etag"]
    part = {"Range": "bytes=0-9"}

    same = client()(TURTLE, headers=part | {"If-Range": tag})
    other = client()(TURTLE, headers=part | {"If-Range": '"another"'})

    assert (same.status, len(same.body)) == (206, 10)
    assert (other.status, other.body) == (200, content("digigov.ttl"))


def test_an_unchanged_file_is_not_sent_again() -> None:
    tag = client()(TURTLE).headers["etag"]

    reply = client()(TURTLE, headers={"If-None-Match": tag})

    assert (reply.status, reply.body) == (304, b"")
    assert not tag.startswith("W/")


def test_head_has_the_headers_of_get() -> None:
    get, head = client()(TURTLE), client()(TURTLE, method="HEAD")

    assert head.body == b""
    kept = ("content-type", "content-length", "etag", "content-disposition")
    assert [head.headers[name] for name in kept] == [get.headers[name] for name in kept]


def test_latest_is_the_served_version_and_may_change() -> None:
    reply = client()("/download/latest/digigov.ttl")

    assert reply.body == content("digigov.ttl")
    assert reply.headers["content-location"] == TURTLE
    assert "immutable" not in reply.headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["0.9.0/digigov.ttl", "1.0.0/none.ttl", "1.0.0/../manifest.json", "0.9.0"]
)
def test_an_unknown_file_is_404(path: str) -> None:
    assert client()(f"/download/{path}").status == 404


@pytest.mark.parametrize("version", ["1.0.0", "latest"])
def test_a_version_redirects_to_its_files_and_has_a_manifest(version: str) -> None:
    lead = client()(f"/download/{version}", headers={"Accept-Language": "ja"})
    manifest = client()(f"/download/{version}/manifest.json")

    assert (lead.status, lead.headers["location"]) == (302, "/ja/download")
    assert manifest.body == content("manifest.json")


def test_a_table_links_to_its_description_and_allows_any_origin() -> None:
    reply = client()(f"{ROOT}tables/posts.ja.csv")

    found = re.search(r'<([^>]*)>; rel="describedby"', reply.headers["link"])
    assert found
    assert json.loads(client()(found[1]).body)["url"] == "posts.ja.csv"
    assert reply.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_lists_every_file_with_its_checksum(language: str) -> None:
    page = client()(f"/{language}/download").body.decode()

    assert parse_errors(page.encode()) == []
    for file in listed(small_folder()):
        if file.kind not in {"table-description", "index"}:  # the page of the server itself
            assert f'href="{ROOT}{file.path}"' in page, file.path
            assert file.sha256 in page


def test_a_file_with_triple_terms_names_the_version_of_rdf() -> None:
    entry = ListedFile("digigov-evidence.ttl", "text/turtle", 1, "", kind="evidence")

    assert _content_type(entry) == "text/turtle; charset=utf-8; version=1.2"


def test_the_page_describes_the_dataset_for_search_engines() -> None:
    page = client()("/en/download").body.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)

    assert found
    described = json.loads(found[1])
    files = {file["name"]: file["sha256"] for file in described["distribution"]}
    assert (described["@type"], described["version"]) == ("Dataset", "1.0.0")
    of_use = [file for file in listed(small_folder()) if file.kind != "index"]
    assert files == {file.path: file.sha256 for file in of_use}


def jsonld(path: str) -> dict[str, object]:
    page = client()(path).body.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    read: dict[str, object] = json.loads(found[1])
    return read


@pytest.mark.parametrize("path", ["/en/", "/ja/", "/en/download", "/ja/download"])
def test_the_description_has_every_field_that_dataset_search_asks_for(path: str) -> None:
    described = jsonld(path)

    # https://developers.google.com/search/docs/appearance/structured-data/dataset
    assert 50 <= len(str(described["description"])) <= 5000
    assert {"name", "license", "creator", "identifier", "url", "version", "keywords"} <= set(
        described
    )
    assert described["temporalCoverage"] == "2021-06-01/2021-07-31"
    assert isinstance(described["spatialCoverage"], dict)


def test_a_page_describes_the_dataset_of_which_it_is_part() -> None:
    dataset = jsonld("/ja/id/entry/1-24")["isPartOf"]

    assert isinstance(dataset, dict)
    assert {"name", "description", "license", "creator"} <= set(dataset)


def test_the_page_lists_the_changes_to_an_earlier_dataset(tmp_path: Path) -> None:
    folder = publish_small(tmp_path / "new", earlier=Earlier("old", frozenset()))
    site = website(source=folder)

    page = site("/en/download").body.decode()

    assert f'href="{ROOT}changes/README.md"' in page
    assert site(f"{ROOT}changes/README.md").body.startswith(b"# Changes since old")


@pytest.mark.parametrize("path", ["/download", "/about/assessment"])
def test_browsers_are_redirected_to_their_language(path: str) -> None:
    reply = client()(path, headers={"Accept-Language": "en"})

    assert (reply.status, reply.headers["location"]) == (302, f"/en{path}")


def test_a_single_file_offers_no_downloads() -> None:
    reply = sample_site()("/en/download")

    assert parse_errors(reply.body) == []
    assert "This server has loaded a single RDF file" in reply.body.decode()
    assert sample_site()("/download/latest/digigov.ttl").status == 404


def test_robots_may_read_pages_and_files_but_send_no_queries() -> None:
    lines = client()("/robots.txt").body.decode().splitlines()

    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
    assert {"/sparql", "/query?query=", "/search", "/en/explore?", "/api/"} <= set(closed)
    assert not [path for path in closed if "/download".startswith(path) or path == "/"]
    assert "Sitemap: http://127.0.0.1/sitemap.xml" in lines


def test_the_sitemap_lists_pages_that_open_in_both_languages() -> None:
    tree = ET.fromstring(client()("/sitemap.xml").body)  # noqa: S314 -- our own

    locations = [str(location.text) for location in tree.iter(f"{SITEMAP}loc")]
    paths = [location.removeprefix("http://127.0.0.1") for location in locations]
    assert len(paths) == len(set(paths)) > 60
    assert {"/ja/", "/en/id/entry/1-24", "/ja/download", "/en/explore"} <= set(paths)
    assert [path for path in paths if client()(path).status != 200] == []


def test_a_long_sitemap_comes_in_parts() -> None:
    paths = [str(number) for number in range(PATHS_A_PART + 1)]

    parts = parts_of(paths)

    assert [len(part) for part in parts] == [PATHS_A_PART, 1]
    assert "<loc>http://x/sitemap-2.xml</loc>" in sitemap_index("http://x/", 2)


@pytest.mark.parametrize(
    ("accept", "target"),
    [("text/html", "/ja/download#programs"), ("application/json", "/openapi.json")],
)
def test_the_address_of_the_api_leads_to_its_description(accept: str, target: str) -> None:
    reply = sample_site()("/api", headers={"accept": accept, "accept-language": "ja"})

    assert (reply.status, reply.headers["location"]) == (302, target)


@pytest.mark.parametrize("language", Language)
def test_the_page_of_downloads_names_every_entry_point_for_programs(language: Language) -> None:
    page = sample_site()(f"/{language}/download").body.decode()

    section = page.partition('<section id="programs">')[2].partition("</section>")[0]
    links = re.findall(r'href="([^"]+)"', section)
    assert [sample_site()(link).status for link in links] == [200] * 4
    assert "/mcp" in section


def test_a_page_says_how_to_cite_it() -> None:
    page = client()("/en/id/entry/1-24").body.decode()

    assert f"version 1.0.0, {BASE}id/entry/1-24</dd>" in page
    assert client()("/CITATION.cff").body == content("CITATION.cff")


def test_a_list_is_cited_by_an_absolute_address() -> None:
    page = client()("/en/list/prefectures").body.decode()

    assert f"version 1.0.0, {BASE}query?query=" in page


@pytest.mark.parametrize(
    ("parameters", "cited"),
    [("example=chatbots", "examples/chatbots<"), ("query=ASK%7B%7D", "query?query=ASK%7B%7D<")],
)
def test_a_query_is_cited_by_the_page_that_opens_it(parameters: str, cited: str) -> None:
    page = client()(f"/en/query?{parameters}").body.decode()

    assert parse_errors(page.encode()) == []
    assert f"version 1.0.0, {BASE}{cited}" in page


def test_the_catalogue_can_be_read_without_the_data() -> None:
    site = website(source=small_folder() / "catalogue.nq")

    page = site("/en/id/dataset/digigov")
    document = site("/id/dataset/digigov.ttl")

    assert (page.status, document.status) == (200, 200)
    assert b"download/1.0.0/digigov.ttl" in document.body


def test_void_agrees_with_the_catalogue() -> None:
    reply = client()("/.well-known/void", headers={"Accept": "application/n-triples"})

    said = {quad.triple for quad in ox.parse(reply.body, format=ox.RdfFormat.N_TRIPLES)}
    catalogue = ox.parse(content("catalogue.nt"), format=ox.RdfFormat.N_TRIPLES)
    # The server's store writes xsd:nonNegativeInteger as xsd:integer.
    sizes = "http://www.w3.org/ns/dcat#byteSize"
    stated = {quad.triple for quad in catalogue if quad.predicate.value != sizes}
    dataset = ox.NamedNode(f"{BASE}id/dataset/digigov")
    endpoint = ox.NamedNode("http://rdfs.org/ns/void#sparqlEndpoint")
    assert stated - said == set()
    assert ox.Triple(dataset, endpoint, ox.NamedNode("http://127.0.0.1/sparql")) in said


def test_changed_bytes_are_never_sent_under_the_listed_checksum(tmp_path: Path) -> None:
    folder = publish_small(tmp_path / "served")
    client = website(source=folder)
    before = client("/download/1.0.0/manifest.json").body
    (folder / "digigov.ttl").write_text("other")
    (folder / "manifest.json").write_text("{}")

    changed = client("/download/1.0.0/digigov.ttl")

    assert (changed.status, changed.headers["retry-after"]) == (503, "10")
    assert client("/download/1.0.0/digigov.nt").status == 200
    assert client("/download/1.0.0/manifest.json").body == before
