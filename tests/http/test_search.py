"""Search over HTTP: pages, JSON, refusals."""

import json
import re
from urllib.parse import quote, urlencode

import pytest
from endpoint import Client
from website import parse_errors, sample_site, website

from server.engine import LocalDataset
from server.http.language import Language


def search(query: str, language: str = "ja", more: str = "") -> str:
    reply = sample_site()(f"/{language}/search?q={quote(query)}{more}")
    assert reply.status == 200
    assert parse_errors(reply.body) == []
    return reply.body.decode()


def found(query: str, more: str = "") -> dict[str, int]:
    reply = sample_site()(f"/api/search?q={quote(query)}{more}")
    assert (reply.status, reply.type) == (200, "application/json")
    return {group["group"]: group["total"] for group in json.loads(reply.body)["groups"]}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("query", ["", "RPA", "no such thing", "会議録 給与", "<script>", "\x00"])
def test_every_answer_is_valid_html(query: str, language: str) -> None:
    page = search(query, language)

    assert f'<html lang="{language}">' in page
    assert "<script>" not in page


def test_the_hit_is_marked_as_printed() -> None:
    page = search("ａｉ音声認識")

    assert '<mark class="hit">AI音声認識</mark>' in page


def test_an_entry_is_shown_with_its_translated_name_where_another_text_has_the_word(
    bundled_data: LocalDataset,
) -> None:
    page = website(dataset=bundled_data)("/en/search?q=tochigi").body.decode()

    entry = page[page.index("Entry 1-8 (") :]
    assert "Preparation of meeting minutes" in entry[: entry.index("</li>")]


def test_full_and_half_width_queries_give_the_same_page_apart_from_the_query() -> None:
    first, second = search("RPA"), search("ＲＰＡ")

    results = re.compile(r"<ol class=\"results\">.*?</ol>", re.DOTALL)
    assert results.findall(first) == results.findall(second) != []


def test_words_not_found_together_are_offered_one_by_one() -> None:
    page = search("会議録 給与")

    assert 'href="/ja/search?q=%E4%BC%9A%E8%AD%B0%E9%8C%B2"' in page


def test_a_sentence_not_found_links_to_its_words_as_typed() -> None:
    page = search("どの県がチャットボットや会議録を使う？")

    assert "ちゃっとぼっと" not in page
    assert ">会議録</a>" in page


def test_the_prefecture_of_an_answer_can_be_searched_and_is_marked() -> None:
    page = search("北海道 会議録")

    assert '<mark class="hit">北海道</mark></span></span></p>' in page


def test_a_sentence_that_is_not_found_leads_to_its_words_together() -> None:
    page = search("北海道の会議録")

    link = f'<a href="/ja/search?q={quote("北海道 会議録")}">北海道 会議録</a>'
    assert link.replace("%20", "+") in page


@pytest.mark.parametrize(
    "query",
    [
        '"the system" "data work" "number staff" "prefecture use" "tax car" "of in" "and with"',
        '"a b c d e f g h i j k l m" zzz',
        "㌀" * 60 + " zzz",
    ],
)
def test_parts_that_exceed_the_limits_of_a_search_are_not_searched(
    bundled_site: Client, query: str
) -> None:
    assert bundled_site(f"/en/search?q={quote(query)}").status == 200


def test_a_group_is_shown_page_by_page() -> None:
    page = search("1", more="&group=entries&size=2")

    assert "5件中 1～2件" in page
    assert 'rel="next" href="/ja/search?q=1&amp;group=entries&amp;page=2&amp;size=2"' in page


def test_json_has_the_same_results_with_offsets_of_the_hits() -> None:
    reply = sample_site()("/api/search?q=rpa&group=entries&lang=ja")

    result = json.loads(reply.body)["groups"][0]["results"][0]
    hit = result["texts"][0]
    start, end = hit["hits"][0]
    assert result["page"] == "/ja/id/entry/1-1"
    assert hit["text"][start:end] == "RPA"


def test_a_program_is_answered_in_json_at_the_address_of_people() -> None:
    reply = sample_site()("/search?q=RPA", headers={"Accept": "application/json"})

    assert (reply.status, reply.type) == (200, "application/json")
    assert json.loads(reply.body)["words"] == ["rpa"]


def test_a_browser_is_redirected_to_a_language() -> None:
    headers = {"Accept": "text/html", "Accept-Language": "en"}

    reply = sample_site()("/search?q=%E7%A8%8E%20RPA", headers=headers)

    assert (reply.status, reply.headers["location"]) == (302, "/en/search?q=%E7%A8%8E+RPA")


@pytest.mark.parametrize(
    "query",
    ["q=" + "a" * 201, "q=" + "+".join("abcdefghijklm"), "q=a&group=x", "q=a&page=0", "q=a&size=x"],
)
@pytest.mark.parametrize("path", ["/api/search", "/ja/search"])
def test_an_invalid_request_is_refused_with_the_reason(path: str, query: str) -> None:
    reply = sample_site()(f"{path}?{query}", headers={"Accept": "application/json"})

    assert reply.status == 400
    assert json.loads(reply.body)["detail"]


def test_an_unchanged_answer_is_not_sent_again() -> None:
    tag = sample_site()("/ja/search?q=RPA").headers["etag"]

    assert sample_site()("/ja/search?q=RPA", headers={"If-None-Match": tag}).status == 304


def test_a_question_is_shown_as_it_was_read_with_its_figure() -> None:
    page = sample_site()(f"/ja/search?{urlencode({'q': 'RPAを使っている県は？'})}").body.decode()

    assert 'data-count="prefectures?technology=robotic-process-automation">2</a>' in page
    assert "SELECT DISTINCT ?prefecture" in page
    assert "一致するものはありません" not in page


def test_a_question_not_understood_names_the_unknown_word() -> None:
    page = sample_site()(f"/en/search?{urlencode({'q': 'Which prefectures like RPA?'})}").body

    assert b"was not understood" in page
    assert "“like”" in page.decode()


MISSPELT = (
    ("chatbto", "Chatbot"),
    ("speechh recogniton", "Speech recognition"),
    ("hokaido", "Hokkaido"),
    ("チャトボット", "チャットボット"),
    ("音声認知", "音声認識"),
    ("ﾁｬﾄﾎﾞｯﾄ", "チャットボット"),
    ("chatbto Mie", "Chatbot Mie"),
)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("query", "meant"), MISSPELT)
def test_a_misspelt_name_is_offered_as_it_is_written(
    bundled_site: Client, query: str, meant: str, language: str
) -> None:
    page = bundled_site(f"/{language}/search?q={quote(query)}").body.decode()

    offered = re.findall(r'<a href="([^"]+)">([^<]+)</a> <span class="soft">\(?\d', page)
    address = f"/{language}/search?{urlencode({'q': meant})}"
    assert {"ja": "もしかして：", "en": "Did you mean:"}[language] in page
    assert (address, meant) in offered
    assert 'class="name"' in bundled_site(address).body.decode()


@pytest.mark.parametrize(
    "query", ["qwertzuiop", "xx", "x" * 199, "ん" * 100, '"', "Mie qwertzuiop"]
)
def test_a_text_like_no_name_is_offered_nothing(bundled_site: Client, query: str) -> None:
    page = bundled_site(f"/en/search?q={quote(query)}").body.decode()

    assert "Did you mean" not in page
