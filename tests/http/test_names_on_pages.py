"""Names, numbers and breadcrumb trails on pages, as their readers see them."""

import json
import re
from html import unescape

import pytest
from endpoint import Client
from website import sample_site

PAGES = (
    *("list/prefectures", "list/entries-1", "id/entry/1-1", "id/section/1-general", "id/pref/01"),
    *("id/procedure/1-1", "concept/technology/speech-recognition", "explore", "compare"),
    *("compare/map", "compare/field-status", "findings", "query", "examples", "search", "changes"),
    *("download", "about/survey", "about/assessment", "dictionary", "dictionary/dg-Entry"),
    *("ontology", "shapes", "count/answers", "graph/source"),
)


def trail(page: str) -> list[tuple[str, str]]:
    """Return the names and addresses of the breadcrumb trail of a page."""
    found = re.search(r'<ol class="crumbs">(.*?)</ol>', page, re.DOTALL)
    assert found
    links = re.findall(r'<a href="([^"]+)"[^>]*>([^<]*)</a>', found[1])
    return [(unescape(text), href) for href, text in links]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("language", "home"), [("ja", "ホーム"), ("en", "Home")])
def test_every_page_has_a_trail_that_begins_with_home(path: str, language: str, home: str) -> None:
    page = sample_site()(f"/{language}/{path}").body.decode()

    assert trail(page)[0] == (home, f"/{language}/")


def test_the_start_page_has_no_trail() -> None:
    assert 'class="crumbs"' not in sample_site()("/en/").body.decode()


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (
            "id/entry/1-339",
            ["Entries of table 1", "Other fields"],
        ),
        (
            "id/entry/2-3",
            [
                "Entries of table 2",
                "General affairs",
                "Electronic application and notification systems",
            ],
        ),
        ("id/section/2-general-affairs-1", ["Entries of table 2", "General affairs"]),
        ("id/section/2-general-affairs", ["Entries of table 2"]),
        ("id/section/2", ["Source documents"]),
        ("concept/technology/chatbot", ["All technologies"]),
        ("examples", ["SPARQL"]),
        ("compare/map", ["Compare"]),
    ],
)
def test_a_trail_has_the_list_and_the_headings_above_a_page(
    bundled_site: Client, path: str, names: list[str]
) -> None:
    page = bundled_site(f"/en/{path}").body.decode()

    assert [name for name, _ in trail(page)] == ["Home", *names]
    for _, href in trail(page):
        assert bundled_site(href).status == 200


def test_a_trail_is_described_for_search_engines(bundled_site: Client) -> None:
    page = bundled_site("/en/id/entry/2-3").body.decode()
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    described = [json.loads(script) for script in scripts]

    (items,) = (one["itemListElement"] for one in described if one["@type"] == "BreadcrumbList")

    title = re.search(r'property="og:title" content="([^"]+)"', page)
    assert title
    assert [item["position"] for item in items] == [*range(1, len(items) + 1)]
    assert [(item["name"], item.get("item")) for item in items] == [
        *trail(page),
        (unescape(title[1]), None),
    ]
