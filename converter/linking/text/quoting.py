"""Quoted words, found again in the texts of a record."""

from collections.abc import Iterable, Mapping

from converter.findings import Evidence, joined_spans
from converter.linking.text.folding import fold, fold_spelling
from converter.model import Column, Record

# In characters. More would quote words that say something else.
NEAR = 20
SENTENCE_ENDS = frozenset("。\n")
ALL_TEXTS = (Column.NAME, Column.DESCRIPTION, Column.PROFILE, Column.NOTE)


def quoted(
    record: Record, quote: str, columns: Iterable[Column] = ALL_TEXTS
) -> tuple[Evidence, ...]:
    """Return where a record says these words first, whatever their width and spacing.

    The result has one piece of evidence, or none where no text of the record has the words.
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
    """Return for each piece of evidence of a record the span that it is quoted with.

    Words of one sentence that stand at most `NEAR` characters apart are quoted together, 財務会計
    システムへの入力 for a system and a task: their annotations share one span, which reads better.
    """

    def is_near(end: int, words: Evidence) -> bool:
        between = record.texts[words.column][end : words.start]
        return words.start - end <= NEAR and not set(between) & SENTENCE_ENDS

    return joined_spans(evidence, is_near)
