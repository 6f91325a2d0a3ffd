"""The bytes of a source document → its survey."""

from converter.authority.governments import load_governments
from converter.authority.schemes import scheme_of
from converter.authority.vocabulary import Vocabulary
from converter.errors import DocumentFault, InputError
from converter.extraction.form import FormWords
from converter.extraction.records import rows_to_survey
from converter.extraction.text import lines_to_rows
from converter.model import Document, Survey
from converter.rows import CODE_COLUMNS, COLUMNS, Reading
from converter.sources.pdf_reader import ALL_PAGES, PdfOptions, is_pdf, pdf_to_reading
from converter.sources.text import bytes_to_lines


def bytes_to_survey(
    data: bytes, document: Document, words: FormWords, options: PdfOptions | None = None
) -> Survey:
    """Return the survey in a document's bytes; their first bytes decide between the readers.

    Raises:
        InputError: The document is not a complete survey; has every fault found.
    """
    reading = _read(data, document, words, options or PdfOptions())
    return rows_to_survey(reading, words, document)


def _read(data: bytes, document: Document, words: FormWords, options: PdfOptions) -> Reading:
    if is_pdf(data):
        return pdf_to_reading(data, document.file, document.key, options)
    if options.pages != ALL_PAGES:
        fault = DocumentFault(
            document.file, None, None, "a text", "a PDF, of which to choose pages"
        )
        raise InputError((fault,))
    return lines_to_rows(bytes_to_lines(data, document.file), words, document)


def load_words(vocabulary: Vocabulary) -> FormWords:
    """Return the words allowed in coded cells, from the vocabulary and the table of prefectures."""
    prefectures = frozenset(one.name for one in load_governments().prefectures)
    codes = {
        (table, column): _printed_codes(vocabulary, scheme_of(table, column))
        for table, columns in COLUMNS.items()
        for column in columns
        if column in CODE_COLUMNS
    }
    return FormWords(prefectures, codes)


def _printed_codes(vocabulary: Vocabulary, scheme: str) -> tuple[str, ...]:
    concepts = vocabulary.schemes[scheme].values()
    return tuple(sorted(f"{concept.notation}{concept.label_ja}" for concept in concepts))
