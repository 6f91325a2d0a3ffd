"""An English search finds in the bundled survey what the same search in Japanese finds."""

import json
from urllib.parse import urlencode

import pytest
from endpoint import Client


def found(site: Client, words: str, group: str) -> set[str]:
    query = urlencode({"q": words, "group": group, "size": 100, "lang": "en"})
    reply = site(f"/api/search?{query}")
    assert reply.status == 200
    groups = json.loads(reply.body)["groups"]
    return {result["iri"] for item in groups for result in item["results"]}


@pytest.mark.parametrize("group", ["entries", "procedures"])
@pytest.mark.parametrize("english", ["chatbot", "Chatbots"])
def test_chatbots_are_the_same_in_both_languages(site: Client, english: str, group: str) -> None:
    assert found(site, english, group) == found(site, "チャットボット", group) != set()


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("desktop scenario bespoke", "デスクトップ型 独自のシナリオ"),
        ("electronic map", "電子地図帳"),
        ("Zenrin", "ゼンリン"),
        ("convenience store", "コンビニ収納"),
        ("UPZ nuclear", "UPZ 原子力発電"),
    ],
)
def test_words_of_the_printed_texts_are_found_by_their_translation(
    site: Client, english: str, japanese: str
) -> None:
    printed = found(site, japanese, "entries")
    assert printed
    assert printed <= found(site, english, "entries")


def test_a_hit_in_a_translation_says_that_it_is_one(site: Client) -> None:
    page = site(f"/en/search?{urlencode({'q': 'Zenrin'})}").body.decode()

    assert "translated description" in page.lower()


@pytest.mark.parametrize("code", ["ja", "en"])
def test_of_a_text_and_its_translation_the_one_in_the_language_of_the_page_is_shown(
    site: Client, code: str
) -> None:
    page = site(f"/{code}/search?{urlencode({'q': 'AI-OCR', 'group': 'entries'})}").body.decode()

    assert ("translated description" in page) == (code == "en")
    assert ("内容欄" in page) == (code == "ja")
