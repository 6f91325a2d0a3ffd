"""The bytes of a PDF → rows of the survey."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from converter.errors import DocumentFault, InputError
from converter.rows import Reading
from converter.sources.layout.assembly import Assembler
from converter.sources.layout.glyphs.content import Box, PageContent
from converter.sources.pdf_messages import Draw, Drawn, Failed, Opened
from converter.sources.pdf_process import PdfProcess

MAGIC = b"%PDF-"
# Maximum bytes before and after a PDF, such as mail programs add.
SLACK = 1024
# Time limit for a page in seconds; a page of the survey takes 0.2.
SECONDS = 30.0
# Maximum pages: the survey has 50, and a longer file is probably another document.
MOST_PAGES = 500
# Pages before the first chosen one to search for headings: the longest table has 28.
PAGES_BEFORE = 60
# A page without text is a scan if a picture covers this share of it.
SCAN = 0.3

# Called with the index of each page read, and of the last one.
PageProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PdfRange:
    """The pages to read, counted from 1 in the PDF; `last` is None for the last page."""

    first: int = 1
    last: int | None = None


ALL_PAGES = PdfRange()


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """The pages to read, the time limit for a page, and a callback for each page read."""

    pages: PdfRange = ALL_PAGES
    seconds: float = SECONDS
    progress: PageProgress | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A picture (PNG) of a page with the cells found on it, and the table they belong to."""

    picture: bytes
    cells: int
    table: str | None


def is_pdf(data: bytes) -> bool:
    """Return whether a document is a PDF (ISO 32000-1, 7.5.2)."""
    return MAGIC in data[:SLACK]


def pdf_to_reading(data: bytes, file: str, document: str, options: PdfOptions) -> Reading:
    """Return the rows of a survey as PDF; faults name `file`, positions name `document`.

    Raises:
        InputError: The PDF cannot be opened, a page cannot be read, or no table is found.
    """
    reader = _Reader(file, Assembler(file, document))
    with _open(data, file, options.seconds) as process:
        first, last = _range(file, process.opened, options.pages)
        for index in range(max(1, first - PAGES_BEFORE), last + 1):
            reader.read(process, index, is_wanted=index >= first)
            if options.progress:
                options.progress(index, last)
    reader.check()
    assembler = reader.assembler
    rows = assembler.rows()
    is_part = options.pages != ALL_PAGES
    remarks = (*assembler.remarks(), *reader.remarks())
    return Reading(rows, tuple(assembler.faults), remarks=remarks, is_part=is_part)


def explain_page(data: bytes, file: str, page: int) -> Explanation:
    """Return a picture of a page with the cells that were found on it.

    Raises:
        InputError: The PDF cannot be opened, or the page cannot be read.
    """
    assembler = Assembler(file, "")
    with _open(data, file, SECONDS) as process:
        first, _ = _range(file, process.opened, PdfRange(page, page))
        boxes: tuple[Box, ...] = ()
        content = None
        for index in range(max(1, first - PAGES_BEFORE), page + 1):
            answer = process.ask(index)
            if isinstance(answer, PageContent):
                content = answer
                boxes = assembler.add(answer)
            elif index == page:
                _raise_failed(file, page, answer)
        drawn = process.ask(Draw(content, boxes)) if content else Failed("nothing")
        if not isinstance(drawn, Drawn):
            _raise_failed(file, page, drawn)
    return Explanation(drawn.picture, len(boxes), assembler.table)


@dataclass(slots=True)
class _Reader:
    file: str
    assembler: Assembler
    scans: list[int] = field(default_factory=list)
    blank: int = 0
    pages: int = 0

    def read(self, process: PdfProcess, index: int, *, is_wanted: bool) -> None:
        answer = process.ask(index)
        if isinstance(answer, PageContent):
            self.assembler.add(answer, headings_only=not is_wanted)
            self.pages += 1
            self.blank += not answer.glyphs
            if not answer.glyphs and answer.image_share > SCAN:
                self.scans.append(index)
        elif is_wanted or process.is_gone:
            _raise_failed(self.file, index, answer)

    def remarks(self) -> tuple[str, ...]:
        """Return a remark on ignored pages: those that are pictures, by number."""
        return tuple(
            f"page {index} of the PDF is a picture without text and was not read: run OCR on it"
            for index in self.scans
        )

    def check(self) -> None:
        """Raise an InputError with the reason if no table was found."""
        if self.assembler.table:
            return
        expected = "the survey's tables, with a header row such as 手続・事務の名称 … 都道府県"
        if self.scans and self.blank == self.pages:
            found, expected = "pictures of pages without text", "text: run OCR on the PDF first"
        elif self.blank == self.pages:
            found = "pages without text"
        elif self.assembler.other_headers:
            found = f"tables of another document (“{self.assembler.other_headers[0][:60]}”)"
        else:
            found = "text without a table (--explain PAGE shows what was found on a page)"
        raise InputError((DocumentFault(self.file, None, None, found, expected),))


def _open(data: bytes, file: str, seconds: float) -> PdfProcess:
    if b"%%EOF" not in data[-SLACK:]:
        _raise(file, None, "a truncated PDF, without its end (%%EOF)", "a whole PDF")
    return PdfProcess(data, seconds)


def _range(file: str, opened: Opened | Failed, pages: PdfRange) -> tuple[int, int]:
    if isinstance(opened, Failed):
        _raise(file, None, opened.reason, "a whole PDF that opens without a password")
    if not opened.pages:
        _raise(file, None, "a PDF without pages", "the survey's pages")
    last = pages.last or opened.pages
    if not 1 <= pages.first <= last <= opened.pages:
        found = f"pages {pages.first}-{last} asked for"
        _raise(file, None, found, f"pages within 1-{opened.pages}")
    if last - pages.first >= MOST_PAGES:
        found = f"{last - pages.first + 1} pages to read"
        expected = f"at most {MOST_PAGES} (choose the survey's own, as in --pages 3-52)"
        _raise(file, None, found, expected)
    return pages.first, last


def _raise_failed(file: str, page: int, answer: object) -> NoReturn:
    reason = answer.reason if isinstance(answer, Failed) else "no answer"
    _raise(file, page, reason, "a page that can be read (--pages chooses others)")


def _raise(file: str, page: int | None, found: str, expected: str) -> NoReturn:
    raise InputError((DocumentFault(file, page, None, found, expected),))
