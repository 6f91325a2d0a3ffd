"""Addresses: each IRI has one URL on this server, also below a path."""

import pytest

from server.http.language import Language
from server.rdf.addresses import Addresses

BASE = "https://w3id.org/jp-digigov/"


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [
        ("", "/ja/id/entry/1-24"),
        ("https://example.jp", "/ja/id/entry/1-24"),
        ("https://example.jp/data/digigov/", "/data/digigov/ja/id/entry/1-24"),
    ],
)
def test_an_iri_of_the_dataset_opens_below_the_public_path(public_url: str, expected: str) -> None:
    addresses = Addresses(BASE, public_url)

    assert addresses.page(BASE + "id/entry/1-24", Language.JA) == expected


def test_another_base_opens_at_the_same_path() -> None:
    addresses = Addresses("http://data.example/x/")

    assert addresses.page("http://data.example/x/id/pref/01", Language.EN) == "/en/id/pref/01"


def test_a_hash_term_opens_in_the_document_that_defines_it() -> None:
    assert Addresses(BASE).page(BASE + "ontology#Entry", Language.JA) == "/ja/ontology#Entry"


def test_the_address_of_an_external_iri_is_the_iri() -> None:
    iri = "http://www.wikidata.org/entity/Q1490"

    assert Addresses(BASE).page(iri, Language.JA) == iri


def test_an_iri_with_another_scheme_than_http_has_no_address() -> None:
    assert Addresses(BASE).page("urn:uuid:1", Language.JA) == ""


def test_non_ascii_is_never_raw_in_an_address() -> None:
    url = Addresses(BASE).url("ja/id/漢字", q="検索")

    assert url == "/ja/id/%E6%BC%A2%E5%AD%97?q=%E6%A4%9C%E7%B4%A2"


def test_an_absolute_address_names_the_public_host() -> None:
    addresses = Addresses(BASE, "https://example.jp/data/")

    assert addresses.absolute("sparql") == "https://example.jp/data/sparql"
