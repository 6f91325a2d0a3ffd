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
        ("concept/technology/ai-ocr", ["All technologies", "Artificial intelligence"]),
        ("concept/procedure-type/payroll", ["All procedure types", "Personnel and payroll"]),
        ("concept/region/kinki", ["Region"]),
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


def test_the_result_of_a_query_stands_below_the_query_page() -> None:
    headers = {"Accept": "text/html", "Accept-Language": "ja"}

    page = sample_site()("/sparql?query=ASK%7B%7D", headers=headers).body.decode()

    assert trail(page) == [("ホーム", "/ja/"), ("SPARQL", "/ja/query")]


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


def test_an_english_entry_is_headed_by_its_english_name_with_the_printed_one(
    bundled_site: Client,
) -> None:
    english, japanese = (
        bundled_site(f"/{code}/id/entry/1-1").body.decode() for code in ("en", "ja")
    )

    assert "<h1>Meeting minutes preparation system</h1>" in english
    assert re.search(r'</h1>\s*<p class="[^"]*" lang="ja">会議録等作成システム</p>', english)
    assert '<h1 class="printed" lang="ja">会議録等作成システム</h1>' in japanese


def test_a_hit_does_not_repeat_the_prefecture_in_its_name(bundled_site: Client) -> None:
    page = bundled_site("/en/search?q=minutes&group=entries").body.decode()
    names = re.findall(r'<p class="name">(.*?)</p>', page, re.DOTALL)
    texts = [unescape(re.sub(r"<[^>]+>", "", name)) for name in names]

    assert "Entry 1-1 (Hokkaido)" in texts
    assert [text for text in texts if text.count("Hokkaido") > 1] == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_reused_term_has_a_readable_name(bundled_site: Client, language: str) -> None:
    page = bundled_site(f"/{language}/ontology?part=reused").body.decode()
    rows = re.findall(r"<tr><td>(.*?)</td><td><code>(.*?)</code>", page)
    names = {curie: re.sub(r"<[^>]+>", "", cell) for cell, curie in rows}

    assert len(names) > 100
    assert [curie for curie, name in names.items() if name == curie] == []


@pytest.mark.parametrize(
    ("path", "terms"),
    [
        ("id/agent/digigov-developers", ["foaf:Agent", "prov:Agent"]),
        ("id/dataset/digigov", ["dcat:Dataset", "schema:Dataset"]),
    ],
)
def test_values_of_the_same_name_are_shown_with_their_terms(
    bundled_site: Client, path: str, terms: list[str]
) -> None:
    page = bundled_site(f"/ja/{path}").body.decode()

    names = re.findall(r">([^<>]+)</a>", page)
    assert [sum(name.endswith(f" ({term})") for name in names) for term in terms] == [1, 1]


@pytest.mark.parametrize(
    "path", ["id/span/1-1-statedDescription-7-30", "search?q=%E7%A8%8E", "id/pref/01"]
)
def test_japanese_words_on_an_english_page_are_marked(bundled_site: Client, path: str) -> None:
    content = bundled_site(f"/en/{path}").body.decode().partition("<main")[2]
    unmarked = re.sub(
        r'(?s)<(\w+)[^>]* lang="ja"[^>]*>.*?</\1>|<details class="cite">.*', "", content
    )

    assert 'lang="ja"' in content
    assert re.findall(r">[^<]*[ぁ-ヿ一-鿿][^<]*<", unmarked) == []


def test_a_large_number_of_bytes_has_groups_of_digits(bundled_site: Client) -> None:
    page = bundled_site("/en/id/distribution/digigov-nt").body.decode()

    size = re.search(r"size in bytes.*?<dd>(.*?)</dd>", page, re.DOTALL)
    assert size
    assert re.fullmatch(r"\d{1,3}(,\d{3}){2}", size[1].strip())


def test_the_uses_of_a_concept_name_it_only_where_narrower_ones_are_among_them(
    bundled_site: Client,
) -> None:
    narrow, broad = (
        bundled_site(f"/en/concept/technology/{slug}?list=concept-things").body.decode()
        for slug in ("chatbot", "artificial-intelligence")
    )

    assert '<th scope="col">Concept</th>' not in narrow
    assert '<th scope="col">Concept</th>' in broad


def test_a_file_of_a_list_has_the_columns_that_its_page_leaves_out(bundled_site: Client) -> None:
    path = "/en/list-of/concept-things.csv?of=concept/technology/chatbot"

    head = bundled_site(path).body.decode("utf-8-sig").splitlines()[0]

    assert "Concept" in head


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_tabs_of_the_entry_lists_are_short(language: str) -> None:
    page = sample_site()(f"/{language}/list/entries-1").body.decode()
    tabs = re.findall(r'<a class="chip"[^>]*>([^<]+)</a>', page)

    assert len(tabs) == 4
    assert max(map(len, tabs)) < 30
