"""PDFs of the survey → what is compared with the text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

from converter.documents import bundled_documents
from converter.extraction.form import Words
from converter.model import Column, Place, Record, Survey
from converter.pipeline import read_bundled_survey
from converter.reading import bytes_to_survey, load_words
from converter.sources.pdf_reader import PdfOptions
from converter.vocabulary import load_vocabulary

Compared: TypeAlias = Mapping[str, tuple[object, ...]]
NOWHERE = Place("", 0, 0, 0)


@cache
def survey_in_text() -> Survey:
    return read_bundled_survey()


@cache
def words() -> Words:
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
    """Return the survey's headings without their places."""
    return [(one.table, one.path, one.printed_count) for one in survey.sections]
