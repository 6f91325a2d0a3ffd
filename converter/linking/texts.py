"""Adds English translations of whole stated texts from the project's table."""

from collections.abc import Iterable, Iterator, Mapping

from converter.authority.words import TextTranslation
from converter.findings import Evidence, Finding, Linked, Ref, Remark, Text
from converter.iris import entry_path
from converter.linking.text.folding import fold_spelling
from converter.model import Column, Record

RULE = "english-text-translated"
UNTRANSLATED = "text-without-translation"
FILE = "translations/texts.tsv"
PREDICATES: Mapping[Column, str] = {
    Column.NAME: "dg:translatedName",
    Column.DESCRIPTION: "dg:translatedDescription",
    Column.PROFILE: "dg:translatedProfile",
    Column.NOTE: "dg:translatedNote",
}


class TextTranslations:
    """Looks up stated texts in the reviewed table, each as a whole."""

    def __init__(self, rows: Iterable[TextTranslation]) -> None:
        """Prepare the table; its texts are folded for the look-up."""
        self._table = {fold_spelling(row.japanese): row.english for row in rows}

    def link(self, records: Iterable[Record]) -> Linked:
        """Return the translations, and remarks on texts without one."""
        every = tuple(records)
        return Linked(tuple(self.findings(every)), {}, tuple(self.remarks(every)))

    def findings(self, records: Iterable[Record]) -> Iterator[Finding]:
        """Yield the translation of each stated text with a row."""
        for record, column, stated in _texts(records):
            english = self._table.get(fold_spelling(stated), "")
            if english:
                entry, whole = (
                    Ref(entry_path(record.key)),
                    Evidence(record.key, column, 0, len(stated)),
                )
                yield Finding(entry, PREDICATES[column], Text(english, "en"), RULE, (whole,))

    def remarks(self, records: Iterable[Record]) -> Iterator[Remark]:
        """Yield a remark for each stated text without a row."""
        for record, _, stated in _texts(records):
            if fold_spelling(stated) not in self._table:
                yield Remark(record.key, UNTRANSLATED, stated)


def _texts(records: Iterable[Record]) -> Iterator[tuple[Record, Column, str]]:
    for record in records:
        for column, stated in record.texts.items():
            if column in PREDICATES:
                yield record, column, stated
