"""What the columns of the cookbook's charts are called in a caption, in Japanese and English."""

from collections.abc import Mapping

from server.http.language import Language

_WORDS: Mapping[str, tuple[str, str]] = {
    "answer": ("共同利用についての回答", "answer about sharing"),
    "entries": ("回答の数", "answers"),
    "external": ("外部人材の職の数", "posts filled from outside"),
    "field": ("分野", "field"),
    "label": ("名称", "name"),
    "name": ("名称", "name"),
    "offer": ("提供できるもの", "what could be shared"),
    "pair": ("技術の組", "pair of technologies"),
    "perPrefecture": ("1 都道府県あたりの回答の数", "answers per prefecture"),
    "prefectures": ("都道府県の数", "prefectures"),
    "procedures": ("手続の数", "procedures"),
    "reason": ("可否の理由", "reason"),
    "region": ("地方", "region"),
    "scope": ("参加の範囲", "scope"),
    "status": ("導入状況", "status"),
    "system": ("情報システム", "information system"),
    "systems": ("システムの数", "systems"),
    "task": ("作業", "task"),
    "technology": ("技術", "technology"),
    "things": ("手続やシステムの数", "things"),
    "type": ("種類", "type"),
}


def word(column: str, language: Language) -> str:
    """Return the words for a column.

    Raises:
        KeyError: it has none yet: add a row to the table above.
    """
    return _WORDS[column][language is Language.EN]
