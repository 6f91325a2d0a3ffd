"""PDFs of the survey → what is compared with the text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from pdf_makers import Heading, Sheet

from converter.authority.vocabulary import load_vocabulary
from converter.documents import bundled_documents
from converter.extraction.form import FormWords
from converter.model import Column, Record, Survey
from converter.pipeline import read_bundled_survey
from converter.reading import bytes_to_survey, load_words
from converter.rows import COLUMNS, EntryRow, Reading, SectionRow
from converter.sources.pdf_reader import PdfOptions, pdf_to_reading

Compared: TypeAlias = Mapping[str, tuple[object, ...]]


@cache
def survey_in_text() -> Survey:
    return read_bundled_survey()


@cache
def words() -> FormWords:
    return load_words(load_vocabulary())


def pdf_to_survey(path: Path, options: PdfOptions | None = None) -> Survey:
    document = replace(bundled_documents()[0], file=path.name)
    return bytes_to_survey(path.read_bytes(), document, words(), options)


def compared(records: Iterable[Record]) -> Compared:
    """Return all that records state, without white space; where they stand is left out."""
    return {str(record.key): _compared(record) for record in records}


def _compared(record: Record) -> tuple[object, ...]:
    texts: dict[Column, str] = {
        column: re.sub(r"\s", "", text) for column, text in record.texts.items()
    }
    return (record.section, record.prefecture, texts, dict(record.codes))


def headings(survey: Survey) -> list[tuple[object, ...]]:
    """Return the survey's headings without their positions."""
    return [(one.table, one.path, one.printed_count) for one in survey.sections]


def pdf_to_rows(path: Path, options: PdfOptions | None = None) -> Reading:
    """Return the rows of a PDF; the order of entries is not checked."""
    return pdf_to_reading(path.read_bytes(), path.name, "test", options or PdfOptions())


def printed(reading: Reading) -> list[tuple[str, ...]]:
    """Return each entry's table and cells, and each heading, without white space."""
    found: list[tuple[str, ...]] = []
    for row in reading.rows:
        if isinstance(row, SectionRow):
            found.append((row.table, "section", row.label, str(row.level)))
        elif isinstance(row, EntryRow):
            cells = {column: "".join(lines) for column, lines in row.cells.items()}
            cells[Column.NUMBER] = str(row.number)
            texts = (cells.get(column, "") for column in COLUMNS[row.table])
            found.append((row.table, *(re.sub(r"\s", "", text) for text in texts)))
    return found


def expected(sheets: Iterable[Sheet]) -> list[tuple[str, ...]]:
    """Return what `printed` gives for sheets that were laid out."""
    found: list[tuple[str, ...]] = []
    for sheet in sheets:
        for row in sheet.body:
            if isinstance(row, Heading):
                found.append((sheet.table, "section", row.label, str(row.level)))
            else:
                found.append((sheet.table, *(re.sub(r"\s", "", text) for text in row)))
    return found
