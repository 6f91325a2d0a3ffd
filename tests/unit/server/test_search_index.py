"""The index finds exactly what a scan of all texts finds."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from website import SAMPLE

from server.engine import LocalDataset
from server.http.language import Language
from server.search import Library, SearchRequest, words_of
from server.search.documents import SearchDocument, SearchText, documents_of
from server.search.folding import fold
from server.search.index import SearchIndex
from server.search.marking import mark

BASE = "https://w3id.org/jp-digigov/"


@cache
def library() -> Library:
    return Library.of(LocalDataset.open(SAMPLE))


def found(query: str, group: str = "") -> dict[str, list[str]]:
    answer = library().search(SearchRequest(words_of(query), Language.JA, group))
    return {
        item.name: [result.iri.removeprefix(BASE) for result in item.results]
        for item in answer.groups
    }


def document(index: int, texts: list[str]) -> SearchDocument:
    stated = [SearchText("p", text, "ja", name=at == 0) for at, text in enumerate(texts)]
    return SearchDocument(f"{index}", "entries", stated)


LETTERS = st.text(alphabet='税務給RPＡ"*^(ｶﾞー ', min_size=1, max_size=6)
DOCUMENTS = st.lists(st.lists(LETTERS, min_size=1, max_size=3), max_size=6)


@given(DOCUMENTS, st.lists(LETTERS, min_size=1, max_size=3))
def test_the_index_agrees_with_a_scan_of_all_texts(
    texts: list[list[str]], queries: list[str]
) -> None:
    words = tuple(dict.fromkeys(map(fold, queries)))
    index = SearchIndex.of([document(number, item) for number, item in enumerate(texts)])

    matches = index.matches(words)

    expected = {
        number
        for number, item in enumerate(texts)
        if all(any(mark(text, (word,)).hits for text in item) for word in words)
    }
    assert set(matches.rows.get("entries", ())) == expected


@pytest.mark.parametrize("query", ["RPA", "ＲＰＡ", "ｒｐａ", "ｒＰa"])
def test_any_width_and_case_gives_the_same_results(query: str) -> None:
    assert found(query) == found("rpa")
    assert "id/entry/1-2" in found(query)["entries"]


@pytest.mark.parametrize(
    ("query", "group", "iri"),
    [
        ("給", "entries", "id/entry/1-2"),
        ("給与", "entries", "id/entry/1-2"),
        ("かいぎ", "", ""),
        ("札幌市", "governments", "id/muni/011002"),
        ("Speech", "concepts", "concept/technology/speech-recognition"),
        ("minutes", "procedures", "id/procedure/1-1"),
        ("会議録 RPA", "entries", "id/entry/1-1"),
        ("<組み合わせ>", "entries", "id/entry/1-1"),
        ("CIO", "posts", "id/post/cio"),
        ("事務・手続の回答", "terms", "ontology#ProcedureEntry"),
        ("事務手続の回答", "terms", "ontology#ProcedureEntry"),
        ("北海道", "entries", "id/entry/1-1"),
        ("Hokkaido RPA", "entries", "id/entry/1-1"),
    ],
)
def test_labels_texts_and_english_are_found(query: str, group: str, iri: str) -> None:
    results = found(query)

    assert (iri in results.get(group, [])) if group else results == {}


def test_two_latin_letters_are_searched_as_a_word() -> None:
    texts = ["training", "ＡＩによる", "AI-OCR", "air", "mail ai"]
    index = SearchIndex.of([document(number, [text]) for number, text in enumerate(texts)])

    assert index.matches(("ai",)).rows["entries"] == [1, 2, 4]
    assert mark("Training in AI", ("ai",)).hits == [(12, 14)]


def test_all_words_must_occur() -> None:
    assert found("給与 RPA")["entries"] == ["id/entry/1-2"]
    assert found("給与 会議録") == {}


def test_a_name_equal_to_the_word_comes_before_names_containing_it_and_texts() -> None:
    documents = [
        document(0, ["別の名", "RPA"]),
        document(1, ["RPAの研修"]),
        document(2, ["ＲＰＡ"]),
    ]

    assert SearchIndex.of(documents).matches(("rpa",)).rows["entries"] == [2, 1, 0]


def test_the_group_with_an_exact_name_comes_first() -> None:
    assert next(iter(found("北海道"))) == "governments"
    assert next(iter(found("北海 道"))) == "entries"


@pytest.mark.parametrize(
    "query",
    ['"; DROP TABLE long; --', "NEAR(a b)", "a* OR b", "^", "name:RPA", "'", "%", "_", "{", "\\"],
)
def test_query_syntax_of_the_index_is_read_as_text(query: str) -> None:
    assert found(query) == {}
    assert "entries" in found("RPA")


def test_hits_of_two_words_in_different_texts_are_shown_in_both_texts() -> None:
    answer = library().search(SearchRequest(words_of("1-1 省力化"), Language.JA, "entries"))

    result = answer.groups[0].results[0]
    assert result.name.marked.words == {"1-1"}
    assert [hit.marked.words for hit in result.hits] == [{"省力化"}]


def test_documents_are_sorted_naturally_by_number() -> None:
    iris = [item.iri for item in documents_of(library().dataset) if item.group == "entries"]

    assert [iri.rpartition("/")[2] for iri in iris] == ["1-1", "1-2", "2-1", "3-1-1", "3-2-1"]
