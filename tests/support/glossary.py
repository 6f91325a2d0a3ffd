"""The glossary of the project's English, and how a pair of texts is held to it."""

import re
import unicodedata
from dataclasses import dataclass

from converter.authority.reviewed_rows import read_rows

AI_OCR = re.compile(r"ai[・\-\s]?ocr")
LATIN = re.compile(r"[a-z0-9][a-z0-9\-]*")


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the glossary."""

    term_ja: str
    term_en: str
    not_en: str
    held: str
    note: str

    @property
    def forbidden(self) -> list[str]:
        """The English that may not stand for the term."""
        return [word.strip() for word in self.not_en.split("|") if word.strip()]


@dataclass(frozen=True, slots=True)
class Pair:
    """A Japanese text and its English, with the file that states them."""

    file: str
    ja: str
    en: str


def folded(text: str) -> str:
    """Return a text with widths, case and the ways to write AI-OCR made one."""
    return AI_OCR.sub("ai-ocr", unicodedata.normalize("NFKC", text).casefold())


GLOSSARY = read_rows("translations/glossary.tsv", Term)
TERMS = {folded(term.term_ja): term for term in GLOSSARY}
LONGEST_FIRST = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(one)}(?![a-z])" if LATIN.fullmatch(one) else re.escape(one)
        for one in sorted(TERMS, key=len, reverse=True)
    )
)


def terms_of(japanese: str) -> list[Term]:
    """Return the terms in a text; a longer one hides the shorter ones inside it."""
    found = dict.fromkeys(LONGEST_FIRST.findall(folded(japanese)))
    return [TERMS[one] for one in found]


def says(english: str, word: str) -> bool:
    """Return whether an English text has a word or a phrase, in singular or plural."""
    return re.search(rf"(?<![\w-]){re.escape(word.casefold())}(?:e?s)?(?!\w)", english) is not None


def says_in_some_form(english: str, phrase: str) -> bool:
    """Return whether the beginning of each word of a phrase is in an English text."""
    stems = (word[: max(4, len(word) * 2 // 3)] for word in LATIN.findall(phrase.casefold()))
    return all(re.search(rf"(?<![a-z]){re.escape(stem)}", english) for stem in stems)


def forbidden_in(pair: Pair) -> list[str]:
    """Return the words of the English that the glossary excludes for terms of the Japanese."""
    terms, english = terms_of(pair.ja), pair.en.casefold()
    excused = " | ".join(term.term_en.casefold() for term in terms)
    return [
        f"{pair.file}: {term.term_ja} is not {word!r}: {pair.en}"
        for term in terms
        for word in term.forbidden
        if says(english, word) and not says(excused, word)
    ]


def missing_in(pair: Pair) -> list[str]:
    """Return the terms that the English has to say and does not."""
    english = pair.en.casefold()
    return [
        f"{pair.file}: {term.term_ja} is {term.term_en!r}: {pair.en}"
        for term in terms_of(pair.ja)
        if term.held == "always" and not says_in_some_form(english, term.term_en)
    ]
