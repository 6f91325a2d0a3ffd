"""Every spelling is a name of its concept, or a phrase that an answer of the survey contains."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from converter.authority.vocabulary import in_each_variant, load_variants, load_vocabulary
from converter.linking.text.matching import Matcher
from converter.pipeline import read_bundled_survey
from converter.reporting.spellings import SCHEMES, _without, phrases_in_no_entry

VOCABULARY = load_vocabulary()
# Schemes whose words are searched by other rules than those of the report on spellings.
OTHERS = sorted(set(VOCABULARY.schemes) - set(SCHEMES))


def texts() -> Iterator[str]:
    for record in read_bundled_survey().records:
        for text in record.texts.values():
            yield text
            # The rules for participants ignore the number in 全27市町村.
            yield re.sub(r"\d", "", text)


def test_an_entry_contains_each_phrase_that_only_rules_need() -> None:
    assert phrases_in_no_entry(VOCABULARY, read_bundled_survey().records) == ()


@pytest.mark.parametrize("scheme", OTHERS)
def test_a_text_contains_each_phrase_of_the_other_schemes(scheme: str) -> None:
    variants = load_variants()
    phrases = {
        f"{concept.slug} {words}": words
        for concept in VOCABULARY.schemes[scheme].values()
        for words in concept.phrases
    }
    matcher = Matcher(
        (variant, key)
        for key, words in phrases.items()
        for variant in in_each_variant(words, variants)
    )

    found = {key for text in texts() for key in matcher.occurring(text)}

    assert set(phrases) - found == set()


def test_a_phrase_that_no_entry_contains_is_listed() -> None:
    assert phrases_in_no_entry(VOCABULARY, read_bundled_survey().records[:1])


def test_a_name_of_a_concept_has_no_gap() -> None:
    names = [
        words
        for concepts in VOCABULARY.schemes.values()
        for concept in concepts.values()
        for words in set(concept.written) - set(concept.phrases)
    ]

    assert [words for words in names if "…" in words] == []


def test_a_variant_of_a_left_out_spelling_stays_with_another_spelling() -> None:
    both = tuple(sorted(in_each_variant("施設の申込", load_variants())))
    first = next(iter(VOCABULARY.schemes["procedure-type"].values()))
    concept = replace(first, written=("施設の申込", "施設の申込み"), spellings=both)
    vocabulary = replace(VOCABULARY, schemes={"procedure-type": {first.slug: concept}})

    left = {("procedure-type", first.slug, words) for words in concept.written}
    some, none = _without(vocabulary, set(list(left)[:1])), _without(vocabulary, left)

    assert some.schemes["procedure-type"][first.slug].spellings == both
    assert none.schemes["procedure-type"][first.slug].spellings == ()
