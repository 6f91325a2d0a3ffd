"""The page of an address without a page leads to the pages and resources that are meant."""

import json
import re
from urllib.parse import quote

import pytest
from endpoint import Client
from website import sample_site

# Each address that people may type, and addresses of which its page has links.
ADDRESSES = (
    ("ja/lists/procedures", "/ja/list/procedures"),
    ("en/list-procedures", "/en/list/procedures"),
    ("ja/Explore", "/ja/explore"),
    ("JA", "/ja/"),
    ("JA/explore", "/ja/explore"),
    ("EN/List/Prefectures", "/en/list/prefectures"),
    ("en/searchh", "/en/search"),
    ("en/technology", "/en/list/technologies"),
    ("en/about", "/en/about/survey"),
    ("ja/List", "/ja/list/prefectures"),
    ("en/prefecture/24", "/en/list/prefectures"),
    ("en/prefecture/24", "/en/id/pref/24"),
    ("pref/24", "/en/id/pref/24"),
    ("ja/ID/Pref/24", "/ja/id/pref/24"),
    ("ja/三重県", "/ja/id/pref/24"),
    ("en/Mie", "/en/id/pref/24"),
    ("ja/technology/ai-ocr", "/ja/concept/technology/ai-ocr"),
    ("concept/technology/rpa", "/en/concept/technology/robotic-process-automation"),
    ("ja/concept/technology/AI-OCR", "/ja/concept/technology/ai-ocr"),
    ("en/concept/technology/chatbto", "/en/concept/technology/chatbot"),
)


def links_of(site: Client, path: str) -> set[str]:
    headers = {"Accept": "text/html", "Accept-Language": "en"}
    reply = site(f"/{quote(path)}", headers=headers)
    assert reply.status == 404, path
    content = reply.body.decode().partition("<h1>")[2].partition("<form")[0]
    return set(re.findall(r'<a href="([^"]+)"', content))


@pytest.mark.parametrize(("path", "meant"), ADDRESSES)
def test_the_page_of_a_missing_address_leads_to_what_is_meant(
    bundled_site: Client, path: str, meant: str
) -> None:
    assert meant in links_of(bundled_site, path)


@pytest.mark.parametrize(
    ("path", "meant"),
    [("ja/Explore", "/ja/explore"), ("ja/ID/Pref/24", "/ja/id/pref/24"), ("JA", "/ja/")],
)
def test_an_address_that_differs_only_in_case_leads_to_one_alone(
    bundled_site: Client, path: str, meant: str
) -> None:
    assert links_of(bundled_site, path) == {meant}


@pytest.mark.parametrize(
    "path", ["en/qqqq", "ja/zzz/24/x", "en/%00", "ja/" + "x" * 3_000, "ja/" + "a/" * 300 + "a"]
)
def test_an_address_like_no_other_leads_only_to_the_search(bundled_site: Client, path: str) -> None:
    assert links_of(bundled_site, path) == set()


@pytest.mark.parametrize("path", ["ja/lists/procedures", "concept/technology/rpa"])
def test_a_program_gets_the_same_addresses(bundled_site: Client, path: str) -> None:
    reply = bundled_site(f"/{path}", headers={"Accept": "application/json"})

    nearest = json.loads(reply.body)["nearest"]
    meant = dict(ADDRESSES)[path]
    assert reply.status == 404
    assert any(one.endswith(meant.replace("/en/", "/")) for one in nearest)


@pytest.mark.parametrize(("language", "title"), [("ja", "近いページ"), ("en", "Similar pages")])
def test_similar_pages_have_a_heading_in_the_language_of_the_page(
    language: str, title: str
) -> None:
    reply = sample_site()(f"/{language}/Explore", headers={"Accept": "text/html"})

    assert f"<h2>{title}</h2>" in reply.body.decode()
