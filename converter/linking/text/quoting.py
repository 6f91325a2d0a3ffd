"""Quoted words, found again in the texts of a record."""

from collections.abc import Iterable

from converter.findings import Evidence
from converter.linking.text.folding import fold, fold_spelling
from converter.model import Column, Record

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
