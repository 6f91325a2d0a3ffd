"""The words of a query, folded."""

import re
import unicodedata

from server.search.folding import fold

# Maximum characters and words of a search.
LONGEST = 200
MOST_WORDS = 12
_WORD = re.compile(r'"([^"]+)"|([^\s"]+)')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
# Quotation marks that people type, and characters that separate words like spaces.
_TYPED = str.maketrans(dict.fromkeys("“”„‟「」『』｢｣＂", '"') | dict.fromkeys("、。､｡,，", " "))
# Punctuation around a word, and the asterisk for wildcards.
_AROUND = ".;!?*．；！？＊"
# Ignored, because all words must occur anyway.
_AND = "AND"
# A long-vowel mark at the end of a word of three or more characters may be missing: サーバー,
# サーバ.
_LONG_VOWEL = re.compile(r"(?<=[\u3041-\u3096-]{2}[\u3041-\u3096])-$")
# The ending of English plurals is removed, so that chatbots also finds chatbot.
_PLURAL = re.compile(r"(?<=[a-z]{3}[a-rt-z])s$")
# One or two Latin letters occur inside many words: "ai" must not match "training".
_SHORT_LATIN = re.compile(r"[a-z]{1,2}")
_SHORT_LATIN_WORD = re.compile(r"(?<![a-z])[a-z]{1,2}(?![a-z])")
# Runs of one script are the words of a sentence without spaces; hiragana is mostly grammar.
_RUN = re.compile(r"[\u4e00-\u9fff々]+|[\u30a0-\u30fa\u30fc-\u30ff]{2,}|[A-Za-z0-9-]{2,}")


class QueryTooLongError(Exception):
    """A query exceeds `limit` characters, or words if `counts_words`."""

    def __init__(self, limit: int, *, counts_words: bool) -> None:
        """Keep the limit."""
        super().__init__(f"over the limit of {limit}")
        self.limit = limit
        self.counts_words = counts_words


def words_of(query: str) -> tuple[str, ...]:
    """Return the folded words of a query, each once; a quoted phrase is one word.

    Raises:
        QueryTooLongError: The query has too many characters or words.
    """
    if len(query) > LONGEST:
        raise QueryTooLongError(LONGEST, counts_words=False)
    words = tuple(dict.fromkeys(filter(None, map(fold_word, _typed(query)))))
    if len(words) > MOST_WORDS:
        raise QueryTooLongError(MOST_WORDS, counts_words=True)
    return words


def parts_of(query: str) -> tuple[str, ...]:
    """Return the parts of a query to search separately: its words and runs of one script.

    A sentence without spaces is one word that no text contains; its nouns may be found.
    """
    words = _typed(query)
    runs = [run for word in words for run in _RUN.findall(unicodedata.normalize("NFKC", word))]
    # Without its quotation marks a phrase has several words; normalised, a run may be longer.
    parts = filter(is_within_limits, (*words, *runs))
    found = list({fold_word(part): part for part in parts}.values())
    return tuple(found[:MOST_WORDS]) if len(found) > 1 else ()


def is_within_limits(query: str) -> bool:
    """Return whether a query has few enough characters and words to be searched."""
    try:
        words_of(query)
    except QueryTooLongError:
        return False
    return True


def fold_word(word: str) -> str:
    """Return a word folded, without a long-vowel mark or plural ending that texts may lack."""
    return _PLURAL.sub("", _LONG_VOWEL.sub("", fold(word).strip()))


def is_short_latin(word: str) -> bool:
    """Return whether a folded word has one or two Latin letters, so must match a whole word."""
    return bool(_SHORT_LATIN.fullmatch(word))


def short_latin_words(text: str) -> list[re.Match[str]]:
    """Return the one- or two-letter Latin words of a folded text."""
    return list(_SHORT_LATIN_WORD.finditer(text))


def _typed(query: str) -> list[str]:
    """Return the words of a query as typed."""
    text = _CONTROL.sub(" ", query).translate(_TYPED)
    found = [phrase or word.strip(_AROUND) or word for phrase, word in _WORD.findall(text)]
    return [word for word in found if word != _AND] or found
