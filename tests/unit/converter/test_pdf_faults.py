"""PDFs without a survey or unreadable PDFs are refused with position and reason."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pdf_makers import reportlab_pdf, shortened, survey_to_sheets
from PIL import Image
from pypdfium2 import PdfDocument  # type: ignore[import-untyped] # ships no types
from read_pdf import pdf_to_rows, survey_in_text
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle
from surveys import DOCUMENT

from converter.__main__ import main
from converter.authority.vocabulary import load_vocabulary
from converter.errors import InputError
from converter.reading import bytes_to_survey, load_words
from converter.sources.pdf_reader import PdfOptions, PdfRange, explain_page, is_pdf, pdf_to_reading

SHEETS = shortened(survey_to_sheets(survey_in_text()), 3)
Maker = Callable[[Path], Path]


def survey(path: Path) -> Path:
    return reportlab_pdf(path, SHEETS)


def encrypted(path: Path) -> Path:
    canvas = Canvas(str(path), encrypt="secret")
    canvas.drawString(50, 50, "hidden")
    canvas.save()
    return path


def truncated(path: Path) -> Path:
    data = survey(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def broken(path: Path) -> Path:
    path.write_bytes(b"%PDF-1.7\nnothing of a PDF\n%%EOF\n")
    return path


def scanned(path: Path) -> Path:
    picture = BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    canvas = Canvas(str(path))
    for _ in range(2):
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return path


def prose(path: Path) -> Path:
    canvas = Canvas(str(path))
    canvas.drawString(50, 700, "A text without any table.")
    canvas.save()
    return path


def blank(path: Path) -> Path:
    canvas = Canvas(str(path))
    canvas.showPage()
    canvas.save()
    return path


def another_document(path: Path) -> Path:
    rows = [["Fruit", "Price"], ["Apple", "100"], ["Pear", "120"]]
    grid = Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 1, (0, 0, 0))]))
    SimpleDocTemplate(str(path)).build([grid])
    return path


def thousand_pages(path: Path) -> Path:
    canvas = Canvas(str(path))
    for number in range(1000):
        canvas.drawString(50, 50, str(number))
        canvas.showPage()
    canvas.save()
    return path


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (encrypted, "an encrypted PDF that asks for a password"),
        (truncated, "a truncated PDF, without its end"),
        (broken, "broken PDF syntax"),
        (scanned, "pictures of pages without text; expected text: run OCR"),
        (prose, "text without a table"),
        (blank, "pages without text"),
        (another_document, "tables of another document (“Fruit Price”)"),
        (thousand_pages, "1000 pages to read; expected at most 500 (choose the survey's own"),
    ],
)
def test_a_pdf_without_a_survey_is_refused_with_the_reason(
    make: Maker, found: str, tmp_path: Path
) -> None:
    path = make(tmp_path / "document.pdf")

    with pytest.raises(InputError) as caught:
        pdf_to_rows(path)

    assert str(caught.value).startswith("document.pdf:")
    assert found in str(caught.value)


def test_a_picture_among_the_pages_is_named_in_the_remarks(tmp_path: Path) -> None:
    whole = PdfDocument.new()
    for part in (survey(tmp_path / "survey.pdf"), scanned(tmp_path / "scan.pdf")):
        whole.import_pages(PdfDocument(part))
    whole.save(tmp_path / "whole.pdf")
    last = len(whole)

    data = (tmp_path / "whole.pdf").read_bytes()
    remarks = pdf_to_reading(data, "whole.pdf", DOCUMENT.key, PdfOptions()).remarks

    assert [remark.split(" is a picture")[0] for remark in remarks][-2:] == [
        f"page {last - 1} of the PDF",
        f"page {last} of the PDF",
    ]


def test_a_page_that_takes_too_long_is_abandoned_and_named(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(50, 50, "short")
    canvas.showPage()
    for _ in range(60_000):
        canvas.drawString(50, 50, "a page of many, many words")
    canvas.save()

    with pytest.raises(InputError) as caught:
        pdf_to_rows(path, PdfOptions(seconds=0.8))

    assert "page 2: found more than 0.8 seconds of work" in str(caught.value)


@pytest.mark.parametrize("pages", [PdfRange(5, 6), PdfRange(9), PdfRange(0, 1)])
def test_pages_that_the_pdf_does_not_have_are_refused(pages: PdfRange, tmp_path: Path) -> None:
    path = survey(tmp_path / "survey.pdf")

    with pytest.raises(InputError, match="expected pages within 1-4"):
        pdf_to_rows(path, PdfOptions(pages))


def test_pages_of_a_text_cannot_be_chosen() -> None:
    words = load_words(load_vocabulary())

    with pytest.raises(InputError, match="found a text; expected a PDF"):
        bytes_to_survey(b"...", DOCUMENT, words, PdfOptions(PdfRange(1, 1)))


def test_a_pdf_is_recognised_by_its_bytes_not_its_name() -> None:
    assert is_pdf(b"%PDF-1.7 ...")
    assert is_pdf(b"From: mail\n\n%PDF-1.4 ...")
    assert not is_pdf("①ＡＩ・ＲＰＡ".encode())


def test_a_page_is_explained_by_a_picture_of_its_cells(tmp_path: Path) -> None:
    path = survey(tmp_path / "survey.pdf")

    found = explain_page(path.read_bytes(), path.name, 2)

    assert (found.table, found.cells) == ("2", 15)
    with Image.open(BytesIO(found.picture)) as image:
        points = image.convert("RGB").tobytes()
    reds = sum(red > green + 80 for red, green in zip(points[::3], points[1::3], strict=True))
    assert reds > 1000


def test_a_page_without_a_table_is_explained_as_well(tmp_path: Path) -> None:
    path = prose(tmp_path / "prose.pdf")

    found = explain_page(path.read_bytes(), path.name, 1)

    assert (found.cells, found.table) == (0, None)
    assert found.picture.startswith(b"\x89PNG")


def test_the_command_writes_the_picture_and_prints_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = survey(tmp_path / "survey.pdf")

    status = main(["--explain", "2", str(path), "-o", str(tmp_path / "new")])

    picture = tmp_path / "new" / "survey-page-2.png"
    assert (status, picture.is_file()) == (0, True)
    assert capsys.readouterr().out == f"{picture}\n  15 cells of table 2\n"


@pytest.mark.parametrize("arguments", [["--explain", "0"], ["--pages", "4-2"], ["--pages", "x"]])
def test_the_command_refuses_invalid_pages(arguments: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*arguments, str(tmp_path / "survey.pdf"), "-o", str(tmp_path / "new")])

    assert caught.value.code == 2
