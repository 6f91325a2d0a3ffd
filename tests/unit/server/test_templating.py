"""Filters of templates."""

import pytest

from server.http.language import Language
from server.site.templating import in_languages

QUOTED = "“令和３年４月時点で52団体が利用” in entry 2-9"


def test_japanese_words_of_an_english_text_are_marked() -> None:
    assert in_languages(QUOTED, Language.EN) == (
        '“<span lang="ja">令和３年４月時点で52団体が利用</span>” in entry 2-9'
    )


def test_marked_text_is_escaped() -> None:
    assert in_languages("<b> 税 & <i>税", Language.EN) == (
        '&lt;b&gt; <span lang="ja">税</span> &amp; &lt;i&gt;<span lang="ja">税</span>'
    )


@pytest.mark.parametrize(
    ("text", "language"), [(QUOTED, Language.JA), ("<AI-OCR>", Language.EN), ("", Language.EN)]
)
def test_a_text_of_one_language_is_unchanged(text: str, language: Language) -> None:
    assert in_languages(text, language) is text
