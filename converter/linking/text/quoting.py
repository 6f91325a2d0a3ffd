"""Finds quoted words in the texts of a record, and joins adjacent quotes."""

from collections.abc import Iterable, Mapping

from converter.findings import Evidence, joined_spans
from converter.linking.text.folding import fold, fold_spelling
from converter.model import Column, Record

# In characters; a longer span would quote unrelated words.
NEAR = 20
SENTENCE_ENDS = frozenset("。\n")
ALL_TEXTS = (Column.NAME, Column.DESCRIPTION, Column.PROFILE, Column.NOTE)


def quoted(
    record: Record, quote: str, columns: Iterable[Column] = ALL_TEXTS
) -> tuple[Evidence, ...]:
    """Return the first occurrence of the quote in a record; both are folded.

    The result has one piece of evidence, or none if no text of the record has the words.
    """
    wanted = fold_spelling(quote)
    for column in columns:
        folded = fold(record.texts.get(column, ""))
        start = folded.text.find(wanted) if wanted else -1
        if start >= 0:
            span = folded.printed_span(start, start + len(wanted))
            return (Evidence(record.key, column, *span),)
    return ()


def together(evidence: Iterable[Evidence], record: Record) -> Mapping[Evidence, Evidence]:
    """Return, for each piece of evidence of a record, the joined span that contains it.

    Words of one sentence with at most `NEAR` characters between them are quoted together, such as a
    system and a task in 財務会計システムへの入力: one span for both annotations reads better.
    """

    def is_near(end: int, words: Evidence) -> bool:
        between = record.texts[words.column][end : words.start]
        return words.start - end <= NEAR and not set(between) & SENTENCE_ENDS

    return joined_spans(evidence, is_near)
