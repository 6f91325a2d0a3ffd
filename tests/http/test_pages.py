"""Pages for people: valid HTML in both languages, in agreement with the dataset."""

import json
import re
from urllib.parse import quote_plus

import pytest
from website import parse_errors, sample_site, website

RESOURCES = [
    "id/entry/1-1",
    "id/entry/2-1",
    "id/entry/3-1-1",
    "id/procedure/1-1",
    "id/system/e-application",
    "id/post/cio",
    "id/organisation/hq",
    "id/pref/01",
    "id/muni/011002",
    "id/section/1-general",
    "id/source/nga-2020",
    "id/annotation/1-1-statedDescription-0-6-a",
    "id/span/1-1-statedDescription-0-6",
    "id/activity/technology-by-spelling",
    "concept/technology",
    "concept/technology/speech-recognition",
    "concept/technology/artificial-intelligence",
    "concept/status/introduced",
    "graph/source",
    "shapes/source",
    "ontology",
]
LISTS = [
    *("prefectures", "technologies", "procedure-types", "procedures", "systems", "posts"),
    *("organisations", "municipalities", "sources", "schemes", "graphs"),
    *("entries-1", "entries-2", "entries-3-1", "entries-3-2"),
]
PATHS = ["", "dictionary", "dictionary/dg-Entry", *RESOURCES, *(f"list/{slug}" for slug in LISTS)]


def page(path: str, language: str = "ja") -> str:
    reply = sample_site()(f"/{language}/{path}")
    assert reply.status == 200, path
    return reply.body.decode()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_kind_of_page_is_valid_html_without_inline_code(path: str, language: str) -> None:
    text = page(path, language)

    assert parse_errors(text.encode()) == []
    assert f'<html lang="{language}">' in text
    assert "style=" not in text
    inline = r"<script(?! type=\"application/ld\+json\"| type=\"module\" src=\"[^\"]+\"></script>)"
    assert re.findall(inline, text) == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_link_to_a_page_or_document_opens(path: str, language: str) -> None:
    links = set(re.findall(r'(?:href|src)="(/[^"#]*)', page(path, language)))
    ours = {
        link
        for link in links
        if re.match(r"/(ja|en|id|concept|graph|ontology|shapes|static)\b", link)
    }

    statuses = {link: sample_site()(link.replace("&amp;", "&")).status for link in ours}

    assert {link: status for link, status in statuses.items() if status != 200} == {}


@pytest.mark.parametrize("path", RESOURCES)
def test_a_resource_is_described_for_search_engines(path: str) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(path))

    assert found
    assert json.loads(found.group(1))["@id"] == f"https://w3id.org/jp-digigov/{path}"


def test_the_json_ld_of_a_page_names_author_provider_and_dataset() -> None:
    entry, procedure, place = (
        json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page(path))[0])
        for path in ("id/entry/1-1", "id/procedure/1-1", "id/pref/01")
    )

    assert entry["author"]["name"] == "北海道"
    assert entry["text"].startswith("AI音声認識により")
    assert entry["isPartOf"]["@type"] == "Dataset"
    assert procedure["provider"]["@id"] == "https://w3id.org/jp-digigov/id/pref/01"
    assert "http://www.wikidata.org/entity/Q1037393" in place["sameAs"]
    assert place["subjectOf"]["@type"] == "Dataset"


def test_an_entry_shows_its_text_as_printed_with_evidence_marked() -> None:
    text = page("id/entry/1-1")

    assert '<mark class="technology">AI音声認識</mark>' in text
    assert "・RPAと&lt;組み合わせ&gt;て&#34;自動化&#34; &amp; 省力化" in text


def test_an_entry_shows_its_codes_in_words_of_the_language() -> None:
    assert "導入(実施)済" in page("id/entry/1-1")
    assert "Introduced" in page("id/entry/1-1", "en")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("id/procedure/1-1", "音声認識"),
        ("id/system/e-application", "電子申請"),
        ("concept/technology/speech-recognition", "音声認識"),
    ],
)
def test_words_and_lists_come_before_anything_about_triples(path: str, words: str) -> None:
    text = page(path).partition("<main")[2]
    main, fold = text.split('<details class="as-data"')
    about_triples = ('class="iri"', "layer-group", 'id="inbound"', f'{path}.ttl"')

    assert words in main
    assert [mark for mark in about_triples if mark in main] == []
    assert [mark for mark in about_triples[:2] if mark not in fold] == []


def test_stated_and_derived_are_distinguished_in_words() -> None:
    text = page("id/procedure/1-1")

    assert 'class="layer layer-derived"' in text
    assert ">導出</span>" in text


def test_a_technology_is_counted_with_its_narrower_ones() -> None:
    text = page("concept/technology/artificial-intelligence")

    assert 'href="/ja/id/procedure/1-1"' in text


def test_a_list_offers_the_query_that_made_it() -> None:
    text = page("concept/technology/speech-recognition")

    query = re.search(r"<pre[^>]*><code>(PREFIX dg:.*?)</code></pre>", text, re.DOTALL)
    assert query
    assert "https://w3id.org/jp-digigov/concept/technology/speech-recognition" in query.group(1)
    assert 'href="/query?query=PREFIX' in text


def test_the_other_language_is_one_link_away() -> None:
    assert 'href="/en/id/entry/1-1" hreflang="en"' in page("id/entry/1-1")


def test_a_page_has_the_metadata_that_link_previews_read() -> None:
    text = page("id/procedure/1-1", "en")
    title = re.findall(r'<meta property="og:title" content="([^"]+)">', text)

    assert title
    assert f"<title>{title[0]} – " in text
    assert re.findall(r'<meta property="og:description" content="([^"]+)">', text)


def test_every_page_without_its_own_form_has_a_search_field_in_its_header() -> None:
    for path in ("id/pref/01", "dictionary", "list/systems"):
        head = page(path).partition("<main")[0]
        assert 'action="/ja/search" method="get" role="search"' in head, path
    assert 'role="search"' not in page("").partition("<main")[0]


def test_the_root_redirects_to_the_language_of_the_reader() -> None:
    reply = sample_site()("/", headers={"Accept-Language": "ja,en;q=0.5"})

    assert (reply.status, reply.headers["location"]) == (302, "/ja/")
    assert reply.headers["vary"] == "Accept-Language"


def test_the_counts_of_the_start_page_match_the_data() -> None:
    figures = re.findall(
        r'<data class="value"[^>]*>([\d,]+)</data><span class="what">(.*?)</span>', page("")
    )

    assert ("5", "回答") in figures
    assert ("2", "都道府県") in figures


def test_the_query_page_has_a_form_that_needs_no_script_and_the_start_page_has_none() -> None:
    form = r'<form [^>]*action="/sparql".*<textarea [^>]*name="query"'

    assert re.search(form, page("query"), re.DOTALL)
    assert "<textarea" not in page("")


def test_a_page_may_be_cached_and_is_not_sent_again_when_unchanged() -> None:
    site = sample_site()
    tag = site("/ja/id/pref/01").headers["etag"]

    reply = site("/ja/id/pref/01", headers={"If-None-Match": tag})

    assert reply.status == 304


def test_an_unknown_address_is_404_with_a_valid_page() -> None:
    reply = sample_site()("/en/id/entry/1-99")

    assert reply.status == 404
    assert parse_errors(reply.body) == []


@pytest.mark.parametrize("query", ["page=", "page=99999", "page=999999999999"])
def test_a_page_number_beyond_the_last_is_not_an_error(query: str) -> None:
    assert sample_site()(f"/ja/list/prefectures?{query}").status == 200


def test_every_address_in_a_page_is_below_the_public_path() -> None:
    body = website("https://example.jp/data")("/ja/id/pref/01").body.decode()

    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', body)
    assert [link for link in links if not link.startswith("/data/")] == []


def test_the_ontology_page_defines_its_terms_and_counts_their_uses() -> None:
    text = page("ontology")

    section = re.search(r'<section class="term" id="ProcedureEntry">.*?</section>', text, re.DOTALL)
    assert section
    assert "表①の回答。" in section.group()
    assert 'data-count="instances?class=dg:ProcedureEntry">2</data></a> 件の資源' in section.group()
    assert quote_plus("?resource a dg:ProcedureEntry") in section.group()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_dictionary_shows_the_shapes_of_a_term_and_its_users(language: str) -> None:
    contents = page("dictionary", language)
    assert f'href="/{language}/dictionary/dg-Entry"' in contents
    text = page("dictionary/dg-Entry", language)

    assert parse_errors(text.encode()) == []
    section = re.search(r'<section id="dg-Entry">.*?</section>', text, re.DOTALL)
    assert section
    name = next(row for row in section.group().split("<tr>") if "dg:statedName" in row)
    assert ">1</td>" in name
    assert "100%" in name


@pytest.mark.parametrize(("language", "link"), [("ja", "データ辞書で見る"), ("en", "In the data")])
def test_the_ontology_page_says_where_a_term_is_used(language: str, link: str) -> None:
    text = page("ontology", language)

    terms = dict(re.findall(r'<section class="term" id="(\w+)">(.*?)</section>', text, re.DOTALL))
    assert link in terms["ProcedureEntry"]
    assert f'href="/{language}/dictionary/dg-PostEntry"' in terms["statedName"]
    assert "layer-source" in terms["statedName"]


def test_an_entry_links_to_the_list_of_its_table() -> None:
    assert '<li><a href="/ja/list/entries-3-1">' in page("id/entry/3-1-1")


def test_facts_about_a_thing_come_before_its_provenance() -> None:
    text = page("id/procedure/1-1")

    facts = re.findall(r"<dt><a [^>]*>(.*?)</a></dt>", text)
    assert facts.index("dg:usesTechnology") < facts.index("クラス") < facts.index("生成した活動")


@pytest.mark.parametrize(
    "path", ["id/annotation/1-1-statedDescription-0-6-a", "id/span/1-1-statedDescription-0-6"]
)
def test_evidence_shows_its_words_and_is_named_after_them(path: str) -> None:
    text = page(path)

    assert '<mark class="technology">AI音声認識</mark>' in text
    assert "<h1>1-1の「AI音声認識」</h1>" in text


def test_a_span_names_its_selector_and_who_points_to_it() -> None:
    text = page("id/span/1-1-statedDescription-0-6")

    assert "1-1の「AI音声認識」（語句と位置）" in text
    assert "/ja/id/annotation/1-1-statedDescription-0-6-a" in text


def test_an_external_identifier_is_shown_with_the_name_of_its_source() -> None:
    text = page("id/pref/01")

    assert ">Wikidata Q1037393</a>" in text
    assert ">DBpedia 北海道</a>" in text
