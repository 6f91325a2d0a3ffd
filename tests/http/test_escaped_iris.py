"""Every IRI opens at the address to which pages link, and no other IRI opens there."""

import html
import http.client
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import pyoxigraph as ox
import pytest
from endpoint import BASE, Client
from live import serving
from website import website

from server.rdf.addresses import Addresses, iri_form

# IRIs below the base, and the address that opens each; the addresses are sent unchanged.
ADDRESSES = {
    "id/x/東京": "/id/x/%E6%9D%B1%E4%BA%AC",
    "id/x/%E4%BA%AC": "/id/x/%E4%BA%AC",
    "id/x/a%20b": "/id/x/a%20b",
    "id/x/a%23b": "/id/x/a%23b",
    "id/x/a%2Fb": "/id/x/a%2Fb",
    "id/x/a%3Fb": "/id/x/a%3Fb",
    "id/x/a%25b": "/id/x/a%25b",
    "id/x/a%2520b": "/id/x/a%2520b",
    "id/x/a?q=1": "/id/x/a?q=1",
    "id/x/a?q=東": "/id/x/a?q=%E6%9D%B1",
    "id/x/a?q=1&r=a/b?c": "/id/x/a?q=1&r=a/b?c",
    "id/x/a+b": "/id/x/a+b",
    "id/x/(a)'b,c;d=e!$&*@:": "/id/x/(a)'b,c;d=e!$&*@:",
    "id/x//a": "/id/x//a",
    "id/x/a/": "/id/x/a/",
    "id/x/東%20京": "/id/x/%E6%9D%B1%20%E4%BA%AC",
    "id/x/𠮷": "/id/x/%F0%A0%AE%B7",
    "id/x/é": "/id/x/%C3%A9",
    "id/x/e\u0301": "/id/x/e%CC%81",
    "id/x/%FF": "/id/x/%FF",
    "id/x/%7Ea": "/id/x/%7Ea",
    "id/x/~b": "/id/x/~b",
    "id/x/a.b": "/id/x/a.b",
    "id/x/東.ttl": "/id/x/%E6%9D%B1.ttl",
}
# Equivalent addresses, by clients that escape more or fewer characters than necessary.
ALSO = {
    "/id/x/%7Eb": "id/x/~b",
    "/id/x/%61%2Eb": "id/x/a.b",
    "/id/x/%E6%9D%B1%E4%BA%AC?list=none": "id/x/東京",
    "/id/x/東京": "id/x/東京",
    "/id/x/a?q=1&page=1": "id/x/a?q=1",
    "/id/x/a?page=1&q=1": "id/x/a?q=1",
}
ABSENT = [
    "/id/x/a/b",
    "/id/x/a%2fb",
    "/id/x/a",
    "/id/x/a?q=2",
    "/id/x/a%3Fq=1",
    "/id/x/a%2Bb",
    "/id/x/%2E%2E/x",
    "/id/x/%",
    "/id/x/%zz",
    "/id/x/%E6",
    "/id/x/%00",
    "/id/x/%0D%0AX:%20y",
    "/id/x/%3Cscript%3E",
    "/id/x/%E2%80%AE",
    "/id/x/\\",
    "/id/x/a|b",
    "/id/x/[a]",
    '/id/x/"',
]


@cache
def _folder() -> "TemporaryDirectory[str]":
    return TemporaryDirectory(prefix="digigov-escaped-")


@cache
def data() -> Path:
    """Return a dataset with IRIs whose characters need escaping."""
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    things = [ox.NamedNode(BASE + path) for path in ADDRESSES]
    graph = ox.NamedNode(BASE + "graph/source")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    named = [ox.Quad(one, label, ox.Literal(f"name of {one.value}"), graph) for one in things]
    typed = [ox.Quad(one, kind, ox.NamedNode(BASE + "id/x/Kind"), graph) for one in things]
    path = Path(_folder().name, "data.nq")
    ox.serialize([*named, *typed], str(path), format=ox.RdfFormat.N_QUADS)
    return path


@cache
def site() -> Client:
    """Return a client of the site of this dataset."""
    return website(source=data())


@pytest.fixture(scope="module")
def connection() -> Iterator[http.client.HTTPConnection]:
    with serving(data()) as address:
        server = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        yield server
        server.close()


def _requested(connection: http.client.HTTPConnection, target: str) -> tuple[int, bytes]:
    connection.putrequest("GET", target)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read()


def test_every_address_opens_only_its_iri_over_http(connection: http.client.HTTPConnection) -> None:
    answers = {path: _requested(connection, f"/en{ADDRESSES[path]}") for path in ADDRESSES}

    assert {status for status, _ in answers.values()} == {200}
    for path, (_, body) in answers.items():
        assert f"name of {BASE + path}" in html.unescape(body.decode())


def test_other_addresses_are_not_found_over_http(connection: http.client.HTTPConnection) -> None:
    unsendable = set('|[]"\\')
    sendable = [address for address in ABSENT if not unsendable & set(address)]

    assert {address: _requested(connection, address)[0] for address in sendable} == dict.fromkeys(
        sendable, 404
    )


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_iri_opens_at_its_address_in_every_form(path: str) -> None:
    address = ADDRESSES[path]

    led = site()(address, headers={"Accept": "text/turtle"})
    page = site()(f"/en{address}")

    assert (led.status, page.status) == (303, 200)
    document = site()(led.headers["location"])
    assert document.status == 200
    subjects = {quad.subject for quad in ox.parse(document.body, format=ox.RdfFormat.TURTLE)}
    assert subjects == {ox.NamedNode(BASE + path)}
    assert f"name of {BASE + path}" in html.unescape(page.body.decode())


@pytest.mark.parametrize("path", ADDRESSES)
def test_links_to_the_formats_of_a_resource_open(path: str) -> None:
    links = site()(f"/en{ADDRESSES[path]}").headers["link"]

    found = re.findall(r'<([^>]*)>; rel="(alternate|describes)"', links)
    documents = [url for url, relation in found if relation == "alternate"]
    (described,) = [url for url, relation in found if relation == "describes"]

    assert links.isascii()
    assert described == BASE + ADDRESSES[path].removeprefix("/")
    assert all(site()(url).status in {200, 303} for url in documents)


def test_links_between_resources_with_escaped_iris_open() -> None:
    page = site()("/en/id/x/Kind").body.decode()

    linked = {html.unescape(href) for href in re.findall(r'href="(/en/id/x/[^"#]*)"', page)}

    assert len(linked & {f"/en{address}" for address in ADDRESSES.values()}) >= 5
    assert {href: site()(href).status for href in linked} == dict.fromkeys(linked, 200)


def test_the_sitemap_names_every_escaped_address() -> None:
    text = site()("/sitemap.xml").body.decode()

    assert all(f"/en{escape(address)}</loc>" in text for address in ADDRESSES.values())


@pytest.mark.parametrize("address", ALSO)
def test_an_equivalent_address_opens_the_same_resource(address: str) -> None:
    reply = site()(address, headers={"Accept": "text/turtle"})

    assert (reply.status, reply.headers["location"]) == (303, ADDRESSES[ALSO[address]] + ".ttl")


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("address", ABSENT)
def test_an_address_that_only_looks_similar_is_not_found(address: str, language: str) -> None:
    assert site()(language + address).status == 404


def test_the_cached_page_of_one_iri_is_not_used_for_another() -> None:
    pages = [site()(f"/en{ADDRESSES[path]}").body for path in ADDRESSES]
    again = [site()(f"/en{ADDRESSES[path]}").body for path in ADDRESSES]

    assert pages == again
    assert len(set(pages)) == len(pages)


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_server_below_a_path_opens_the_same_resource(path: str) -> None:
    addresses = Addresses(BASE, "https://example.jp/data/")

    assert addresses.url(path) == f"/data{ADDRESSES[path]}"


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("%E6%9D%B1", "東"),
        ("%e6%9d%b1", "東"),
        ("%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D", None),
        ("%25%20%22%3C%3E%5C%5E%60%7B%7C%7D", None),
        ("%41%7E%2D%5F%39", "A~-_9"),
        ("%E6%9D", None),
        ("%E6%9D%B1%FF", None),
        ("%00%0A%7F", None),
        ("%C2%85", None),
    ],
)
def test_only_characters_that_need_no_escape_are_unescaped(path: str, form: str | None) -> None:
    assert iri_form(path) == (path if form is None else form)
