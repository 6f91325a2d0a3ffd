"""Sharing: link preview images, embedded figures, oEmbed and citations."""

import json
import re
import struct
from html import escape, unescape
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from endpoint import Client
from website import parse_errors, sample_site, website

from server.engine import LocalDataset
from server.http.language import Language
from server.share.card import LinkCard, draw_card

PATHS = (
    "",
    "id/pref/01",
    "compare/prefecture-technology",
    "compare/map",
    "concept/technology/speech-recognition",
)

FILTERS = (
    "map",
    "map?technology=chatbot",
    "map?technology=ai-ocr&technology=chatbot&measure=share",
    "prefectures?prefecture=08&prefecture=24",
    "prefecture-technology?status=introduced",
    *("types", "shareable", "scenarios", "sharing"),
)


@pytest.fixture(scope="module")
def whole(bundled_data: LocalDataset) -> Client:
    return website("https://example.org/", dataset=bundled_data)


def page(path: str, language: str = "en") -> str:
    reply = sample_site()(f"/{language}/{path}")
    assert reply.status == 200
    return reply.body.decode()


@pytest.mark.parametrize("path", PATHS)
def test_the_picture_of_a_link_is_1200_by_630(path: str) -> None:
    text = website("https://example.org/")(f"/en/{path}").body.decode()
    named = re.search(r'property="og:image" content="https://example.org(/[^"]+)"', text)
    assert named

    reply = sample_site()(named[1])

    assert reply.headers["content-type"] == "image/png"
    assert struct.unpack(">II", reply.body[16:24]) == (1200, 630)


@pytest.mark.parametrize("language", Language)
def test_the_card_of_a_page_says_its_title_and_a_number(whole: Client, language: Language) -> None:
    for path in ("findings/beyond-trial", "id/pref/24", "compare/map"):
        assert whole(f"/{language}/card/{path}.png").status == 200


def test_a_long_text_on_a_card_ends_with_an_ellipsis() -> None:
    drawn = draw_card(LinkCard("長い題名" * 60, "sentence " * 90, "site", "source"))

    lines = re.findall(r"<text [^>]*>([^<]*)</text>", drawn)
    assert sum(line.endswith("…") for line in lines) == 2
    assert len(lines) == 3 + 4 + 2


def test_a_page_has_one_canonical_address_and_one_for_every_language(whole: Client) -> None:
    text = whole("/ja/findings/beyond-trial").body.decode()

    base = "https://example.org"
    assert f'rel="canonical" href="{base}/ja/findings/beyond-trial"' in text
    assert f'property="og:image" content="{base}/ja/card/findings/beyond-trial.png"' in text
    assert 'hreflang="x-default"' in text


@pytest.mark.parametrize("path", PATHS)
def test_addresses_that_must_be_absolute_are_absolute_or_left_out(path: str) -> None:
    tags = re.compile(
        r'<(?:meta property="og:(?:url|image)" content|link rel="alternate" '
        r'type="application/json\+oembed" href)="([^"]+)"'
    )
    known, unknown = website("https://example.org/kg/"), sample_site()
    headers = {"host": "elsewhere.example"}

    named = tags.findall(known(f"/kg/en/{path}").body.decode())
    text = unknown(f"/en/{path}", headers=headers).body.decode()

    assert len(named) == (3 if path.startswith("compare/") else 2)
    assert [one for one in named if not one.startswith("https://example.org/kg/")] == []
    assert tags.findall(text) == []
    assert f'rel="canonical" href="/en/{path}"' in text
    assert "elsewhere.example" not in text or "Host" in vary(unknown, f"/en/{path}", headers)


def vary(site: Client, path: str, headers: dict[str, str]) -> str:
    return site(path, headers=headers).headers.get("vary", "")


@pytest.mark.parametrize(
    "path",
    [
        *("/en/compare/map", "/en/list/systems.xlsx", "/en/cite/id/pref/01.bib", "/robots.txt"),
        *("/oembed?url=http://localhost/en/compare/map", "/sitemap.xml", "/en/compare/map.svg"),
        *("/en/id/pref/01.pdf",),
    ],
)
def test_a_response_that_repeats_the_host_has_vary_host(path: str) -> None:
    headers = {"host": "elsewhere.example"}

    assert "Host" in vary(sample_site(), path, headers)
    assert "Host" not in vary(website("https://example.org/"), path, headers)


def test_a_page_in_the_cache_does_not_name_the_host_of_another_client() -> None:
    site = website()
    for path in (*PATHS, "findings"):
        site(f"/en/{path}", headers={"host": "elsewhere.example"})

        assert b"elsewhere.example" not in site(f"/en/{path}").body


@pytest.mark.parametrize("path", ["compare/prefecture-technology", "compare/map?measure=share"])
def test_a_figure_is_embedded_as_valid_html_that_others_may_frame(path: str) -> None:
    reply = sample_site()(f"/embed/en/{path}")

    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "frame-ancestors" not in reply.headers["content-security-policy"]
    assert parse_errors(reply.body) == []
    assert b"National Governors" in reply.body
    assert b"<script" not in reply.body


def test_no_other_page_may_be_framed() -> None:
    for path in ("/en/", "/en/compare/map", "/sparql"):
        policy = sample_site()(path).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy


def test_an_embedded_map_names_its_unit_and_fits_its_frame() -> None:
    text = sample_site()("/embed/en/compare/map?of=status:introduced").body.decode()

    assert "how many answers of the prefecture match" in text
    assert ' style="max-width:100%"' in unescape(page("compare/map"))


def test_the_code_to_embed_keeps_the_choices_of_the_figure() -> None:
    text = unescape(unescape(page("compare/map?of=status:introduced")))

    found = re.search(r'<iframe src="([^"]+)"', text)
    assert found
    assert found[1].startswith("http://")
    assert "status=introduced" in found[1]
    assert sample_site()(urlsplit(found[1])._replace(scheme="", netloc="").geturl()).status == 200


def heading(text: str) -> tuple[str, str]:
    """Return the title of a page, and the numbers beside it."""
    found = re.search(r"<h1>(.*?) (<span.*?)</h1>", text, re.DOTALL)
    assert found
    return unescape(found[1]), re.sub("<[^>]+>", "", found[2])


def named_in(text: str, pattern: str) -> str:
    """Return the path of an address on a page, without the public one."""
    found = re.search(pattern + r'="https://example.org(/[^"]+)"', text)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("query", FILTERS)
def test_what_is_shared_of_a_figure_is_its_filtered_view(
    whole: Client, drawn: list[LinkCard], language: Language, query: str
) -> None:
    text = whole(f"/{language}/compare/{query}").body.decode()
    title, numbers = heading(text)
    picture = named_in(text, 'property="og:image" content')
    oembed = named_in(text, r'type="application/json\+oembed" href')

    document = json.loads(whole(oembed).body)
    uncached = whole(f"{picture}{'&' if '?' in picture else '?'}drawn=again")

    assert f'property="og:title" content="{title}"' in unescape(text)
    assert f'property="og:description" content="{numbers}' in unescape(text)
    assert uncached.type == "image/png"
    assert [(card.title, card.figure) for card in drawn] == [(title, numbers)]
    assert document["title"] == title
    assert document["thumbnail_url"] == f"https://example.org{picture}"
    assert f'href="https://example.org{picture}"' in unescape(text)


@pytest.mark.parametrize("path", ["id/pref/24", "concept/technology/chatbot"])
def test_a_shared_page_says_how_many_answers_it_has(
    whole: Client, drawn: list[LinkCard], path: str
) -> None:
    text = whole(f"/en/{path}").body.decode()
    whole(f"/en/card/{path}.png?drawn=to-read")

    found = re.search(r'property="og:description" content="([^"]*)\. [A-Z]', text)
    assert found
    assert re.match(r"[1-9]\d* answers", found[1])
    assert [card.sentence for card in drawn] == [found[1]]


def test_a_filtered_figure_is_shared_but_not_indexed(whole: Client) -> None:
    text = whole("/en/compare/map?technology=chatbot").body.decode()

    address = "/en/compare/map?technology=chatbot"
    assert named_in(text, 'property="og:url" content') == address
    assert '<meta name="robots" content="noindex, follow">' in text
    assert 'rel="canonical"' not in text


@pytest.mark.parametrize(
    "address",
    [
        "explore?technology=robotic-process-automation&status=introduced&sort=-status&page=2",
        "compare/map?technology=chatbot&status=introduced&measure=share",
        "compare/prefecture-technology?status=introduced&sort=chatbot",
        "list/procedures?page=2",
        "concept/technology/chatbot?list=concept-things",
        "search?q=chatbot",
        "query?query=ASK%7B%7D",
    ],
)
def test_a_page_leads_to_the_same_choices_in_the_other_language(
    whole: Client, address: str
) -> None:
    path, _, query = address.partition("?")
    text = whole(f"/en/{path}?{'&'.join(reversed(query.split('&')))}").body.decode()

    named = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text))
    origin = "https://example.org"
    ja, en = (unescape(named[code]).removeprefix(origin) for code in Language)
    assert (ja, en) == (f"/ja/{address}", f"/en/{address}")
    assert unescape(named["x-default"]) == f"{origin}{en}"
    assert f'<a href="{escape(ja)}" hreflang="ja"' in text
    if 'name="robots"' not in text:
        assert named_in(text, 'rel="canonical" href') == en


@pytest.mark.parametrize("kind", ["bib", "ris", "json"])
def test_a_filtered_figure_is_cited_with_its_choices(whole: Client, kind: str) -> None:
    address = "/en/compare/map?technology=chatbot&measure=share"
    text = whole(address).body.decode()
    found = re.search(rf'href="(/en/cite/compare/map\.{kind}[^"]*)"', text)
    assert found

    cited = whole(unescape(found[1]))

    body = cited.body.decode().replace("\\", "")
    assert f"https://example.org{address}" in body
    assert "Map of the prefectures: Chatbot" in body
    assert "map-chatbot-share" in cited.headers["content-disposition"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?q=税", "digigov-explore-E7A88E"),
        ("?q=水道&technology=ai-ocr", "digigov-explore-E6B0B4E98193-ai-ocr"),
        ("?q=AI+OCR,+RPA", "digigov-explore-AI-OCR-RPA"),
    ],
)
def test_citations_of_other_words_have_other_names(whole: Client, query: str, name: str) -> None:
    cited = whole(f"/en/cite/explore.bib{quote(query, safe='?=&+')}")

    assert f'"{name}-en.bib"' in cited.headers["content-disposition"]
    assert f"{{{name}," in cited.body.decode()


@pytest.mark.parametrize(
    ("path", "title", "number"),
    [
        ("list/procedures", "All procedures", "371 procedures"),
        ("explore?status=in-trial", "Explore the answers: In trial", "answers"),
        ("explore?q=税&technology=ai-ocr", "Explore the answers: 税, AI-OCR", ""),
        ("concept/technology/ai-ocr?list=concept-things", "AI-OCR: Who uses it", "78 things"),
    ],
)
def test_a_list_or_view_is_cited_and_shared_with_its_own_title_and_filters(
    whole: Client, drawn: list[LinkCard], path: str, title: str, number: str
) -> None:
    text = unescape(whole(f"/en/{quote(path, safe='/?=&')}").body.decode())
    heading = re.search('property="og:title" content="([^"]*)"', text)
    cited = re.search(r'href="(/en/cite/[^"]*\.json[^"]*)"', text)
    assert heading
    assert cited

    (item,) = json.loads(whole(cited[1]).body)
    whole(f"{cited[1].replace('/cite/', '/card/', 1).replace('.json', '.png')}")

    assert item["title"] == heading[1]
    assert item["title"].startswith(title)
    assert item["URL"] == f"https://example.org/en/{quote(path, safe='/?=&')}"
    (card,) = drawn
    assert (card.title, number in card.figure, bool(card.figure)) == (
        heading[1],
        True,
        bool(number),
    )


def test_a_single_choice_is_shared_like_the_filter_that_it_means(whole: Client) -> None:
    pages = ("compare/map?of=technology:chatbot", "compare/map?technology=chatbot")
    texts = [whole(f"/en/{path}").body.decode() for path in pages]
    urls = [quote_plus(f"https://example.org/en/{path}") for path in pages]
    documents = [json.loads(whole(f"/oembed?url={url}").body) for url in urls]

    assert len({named_in(text, 'property="og:image" content') for text in texts}) == 1
    assert len({document["thumbnail_url"] for document in documents}) == 1


@pytest.mark.parametrize(
    "path",
    [
        "en/card/compare/map.png?technology=nothing",
        f"oembed?url={quote_plus('http://localhost/en/compare/map?technology=nothing')}",
    ],
)
def test_a_filter_that_the_page_refuses_is_refused_for_what_is_shared(path: str) -> None:
    assert sample_site()(f"/{path}").status == 400


def test_the_picture_of_a_figure_has_its_number_as_text() -> None:
    drawn = draw_card(LinkCard("title", "sentence", "site", "source", figure="27 answers"))

    texts = re.findall(r'font-weight="(\w+)"[^>]*>([^<]+)</text>', drawn)
    assert texts.index(("bold", "27 answers")) < texts.index(("normal", "sentence"))


def test_a_card_with_a_number_leaves_room_for_the_source() -> None:
    drawn = draw_card(LinkCard("長い題名" * 60, "sentence " * 90, "site", "source", "2020", "9"))

    heights = [int(y) for y in re.findall(r'<text [^>]*y="(\d+)"', drawn)]
    assert heights == sorted(set(heights))
    assert len(heights) == 3 + 4 + 3


def test_a_finding_can_be_embedded_and_saved_as_a_picture(whole: Client) -> None:
    text = unescape(unescape(whole("/en/findings/beyond-trial").body.decode()))

    assert '<iframe src="https://example.org/embed/en/findings/beyond-trial"' in text
    picture = re.search(r'<a href="https://example.org(/en/card/findings/beyond-trial.png)"', text)
    assert picture
    assert whole(picture[1]).type == "image/png"


def test_a_finding_is_embedded_with_its_sentence(whole: Client) -> None:
    text = whole("/embed/ja/findings/beyond-trial").body.decode()

    assert 'data-count="procedures-naming?named=concept/technology/ai-ocr' in text
    assert 'class="matrix"' in text


def test_the_oembed_link_of_a_page_gives_its_figure(whole: Client) -> None:
    text = whole("/en/findings/beyond-trial").body.decode()
    link = re.search(r'type="application/json\+oembed" href="([^"]+)"', text)
    assert link

    document = json.loads(whole(unescape(link[1]).removeprefix("https://example.org")).body)

    assert document["type"] == "rich"
    assert document["version"] == "1.0"
    assert 'src="https://example.org/embed/en/findings/beyond-trial"' in document["html"]
    assert document["thumbnail_url"].endswith("/en/card/findings/beyond-trial.png")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("url=" + quote_plus("http://localhost/en/compare/map") + "&maxwidth=300", 200),
        ("url=" + quote_plus("http://localhost/en/list/systems"), 404),
        ("url=" + quote_plus("http://localhost/en/compare/nothing"), 404),
        ("url=" + quote_plus("http://localhost/en/compare/map") + "&format=xml", 501),
        ("url=" + quote_plus("http://localhost/en/compare/map") + "&maxwidth=x", 400),
        ("url=" + quote_plus("http://localhost/en/compare/map") + "&maxheight=0", 400),
        ("", 400),
    ],
)
def test_oembed_answers_only_for_figures(query: str, status: int) -> None:
    assert sample_site()(f"/oembed?{query}").status == status


@pytest.mark.parametrize(
    ("space", "kind", "size", "has_picture"),
    [
        ("", "rich", (640, 640), True),
        ("&maxwidth=2000&maxheight=2000", "rich", (640, 640), True),
        ("&maxwidth=300", "rich", (300, 640), False),
        ("&maxwidth=0000300", "rich", (300, 640), False),
        ("&maxheight=250", "rich", (640, 250), False),
        ("&maxwidth=200&maxheight=200", "rich", (200, 200), False),
        ("&maxwidth=199", "link", (None, None), False),
        ("&maxheight=10", "link", (None, None), False),
    ],
)
def test_oembed_never_exceeds_the_space_of_the_consumer(
    space: str, kind: str, size: tuple[int | None, int | None], *, has_picture: bool
) -> None:
    url = quote_plus("http://localhost/en/compare/map")

    document = json.loads(sample_site()(f"/oembed?url={url}{space}").body)

    assert document["type"] == kind
    assert (document.get("width"), document.get("height")) == size
    assert ("html" in document) == (kind == "rich")
    assert ("thumbnail_url" in document) == has_picture


@pytest.mark.parametrize(
    ("path", "author"),
    [("ja/compare/map", "digigov 開発者（{year}）"), ("en/id/pref/01", "developers ({year})")],
)
def test_a_citation_on_a_page_has_its_year(whole: Client, path: str, author: str) -> None:
    page = whole(f"/{path}").body.decode()

    (item,) = json.loads(whole("/en/cite/id/pref/01.json").body)
    cited = author.format(year=item["issued"]["date-parts"][0][0])
    assert cited in page


def test_a_page_is_cited_with_its_year_in_three_formats(whole: Client) -> None:
    bibtex, ris, csl = (
        whole(f"/en/cite/id/pref/24.{kind}").body.decode() for kind in ("bib", "ris", "json")
    )

    (item,) = json.loads(csl)
    year = str(item["issued"]["date-parts"][0][0])
    address = "https://example.org/en/id/pref/24"
    assert re.fullmatch(r"\d{4}", year)
    assert f"year = {{{year}}}" in bibtex
    assert f"PY  - {year}\r\n" in ris
    assert item["URL"] == address
    assert address in bibtex
    assert address in ris
    assert item["title"] == "Mie"


def test_an_unknown_page_has_no_picture_and_no_citation() -> None:
    for path in ("card/id/pref/99.png", "card/findings/nothing.png", "cite/id/pref/99.bib"):
        assert sample_site()(f"/en/{path}").status == 404


def test_a_title_in_a_picture_breaks_between_words() -> None:
    title = "どの技術が広がり、どの技術が一つの都道府県のものか"
    drawn = draw_card(LinkCard(title, "", "", ""))
    lines = re.findall(r'font-size="52"[^>]*>([^<]+)</text>', drawn)

    assert lines == ["どの技術が広がり、どの技術が一つの", "都道府県のものか"]
