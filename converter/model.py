"""The content of documents, as printed and with positions; all types are frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SurveyTable(StrEnum):
    """The four tables of the survey, by the number that entry IRIs carry."""

    PROCEDURES = "1"
    SYSTEMS = "2"
    POSTS = "3-1"
    ORGANISATIONS = "3-2"


class Column(StrEnum):
    """A column of a table; its value is the local name of the property that states it."""

    NUMBER = "entryNumber"
    NAME = "statedName"
    DESCRIPTION = "statedDescription"
    PROFILE = "statedProfile"
    NOTE = "statedNote"
    STATUS = "implementationStatus"
    SHARING = "sharingStatus"
    RECRUITMENT = "recruitment"
    EMPLOYMENT = "employment"
    PREFECTURE = "reportedBy"


@dataclass(frozen=True, slots=True, order=True)
class EntryKey:
    """Identifies an entry: edition ("" for the first), table and printed number."""

    edition: str
    table: SurveyTable
    number: int

    def __str__(self) -> str:
        """Return the last segment of the entry's IRI: `1-24`, `nga-2022-1-24`."""
        slug = f"{self.table}-{self.number}"
        return f"{self.edition}-{slug}" if self.edition else slug


@dataclass(frozen=True, slots=True)
class PrintedPosition:
    """The position of a row: document key, printed page, first and last line (1-based).

    A PDF has no lines: `page_index` is the number of its page, counted from 1.
    """

    document: str
    page: int
    first_line: int
    last_line: int
    page_index: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A printed code: the circled number as an integer, and the words after it as printed."""

    number: int
    printed: str


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A heading with its printed count; `path` leads from the table down to it."""

    edition: str
    table: SurveyTable
    path: tuple[str, ...]
    printed_count: int | None
    position: PrintedPosition


@dataclass(frozen=True, slots=True)
class Record:
    r"""One entry as printed.

    `section` is the path of headings below the table (`("総務分野", "その他")`). `texts` has the
    stated texts of the entry's table (NAME, DESCRIPTION, PROFILE, NOTE; a blank cell is absent),
    wrapped lines re-joined, author's breaks kept as `\n`. `codes` has the printed codes (STATUS,
    SHARING, RECRUITMENT, EMPLOYMENT) of its table.
    """

    key: EntryKey
    section: tuple[str, ...]
    prefecture: str
    texts: Mapping[Column, str]
    codes: Mapping[Column, Code]
    position: PrintedPosition

    @property
    def name(self) -> str:
        """Return the text of the first column."""
        return self.texts[Column.NAME]


@dataclass(frozen=True, slots=True)
class Document:
    """The description of a source document; texts by language (`ja`, `en`), unknown ones absent.

    `published` is an xsd:gYearMonth; `survey_start` and `survey_end` are ISO dates; `publisher` and
    `creator` are slugs of `id/agent/`.
    """

    key: str
    file: str
    sha256: str
    reader: str
    edition: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    rights: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    creator: str = ""
    published: str = ""
    survey_start: str = ""
    survey_end: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """One document, read: its sections and records in printed order, and remarks on its glyphs.

    `survey_end` is the last day on which answers were given, as an ISO date; "" if unknown.
    """

    document: str
    edition: str
    sections: tuple[SectionHeading, ...]
    records: tuple[Record, ...]
    remarks: tuple[str, ...] = ()
    survey_end: str = ""
