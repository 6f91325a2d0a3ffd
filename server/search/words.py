"""The words of a query, folded."""

import re

from server.search.folding import fold

# Characters and words that a person types at most; more would be a text, not a question.
LONGEST = 200
MOST_WORDS = 12
_WORD = re.compile(r'"([^"]+)"|([^\s"]+)')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


class UnreadableError(Exception):
    """A query is over a limit: `limit` characters, or words where `counts_words`."""

    def __init__(self, limit: int, *, counts_words: bool) -> None:
        """Keep the limit."""
        super().__init__(f"over the limit of {limit}")
        self.limit = limit
        self.counts_words = counts_words


def words_of(query: str) -> tuple[str, ...]:
    """Return the words of a query, each once, folded; what stands in quotation marks is one word.

    Raises:
        UnreadableError: it is too long, or has too many words.
    """
    if len(query) > LONGEST:
        raise UnreadableError(LONGEST, counts_words=False)
    text = fold(_CONTROL.sub(" ", query))
    found = [(phrase or word).strip() for phrase, word in _WORD.findall(text)]
    words = tuple(dict.fromkeys(word for word in found if word))
    if len(words) > MOST_WORDS:
        raise UnreadableError(MOST_WORDS, counts_words=True)
    return words
