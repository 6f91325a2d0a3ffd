"""The command `digigov-convert`: arguments, messages and exit status."""

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from converter.errors import ConversionError, InputError, ValidationError
from converter.iris import BASE, checked_base
from converter.model import Survey
from converter.pipeline import Outcome, Progress, Request, convert, pdf_page_to_picture
from converter.publication.report import write_report
from converter.reporting.data_quality import data_quality, summary
from converter.sources.pdf_reader import ALL_PAGES, PdfRange
from converter.validation.report import validation_summary

DESCRIPTION = """\
Turn surveys of digital government in Japan's prefectures into a knowledge graph: a folder with
N-Quads, TriG, Turtle, a validation report and a manifest, which digigov-serve serves."""
STATUSES = """\
exit status:
  0    the dataset was written
  1    it could not be written; nothing was replaced
  2    wrong arguments, or documents that cannot be converted; nothing was replaced
  3    the graph breaks a shape (a fault of this software); nothing was replaced
  130  interrupted; nothing was replaced

examples:
  digigov-convert
  digigov-convert survey.pdf --pages 3-52 -o dataset
  digigov-convert --explain 3 survey.pdf
  digigov-convert nga-2020.txt nga-2022.txt -o dataset --base https://example.org/digigov/"""
# Back to the start of the line, and wipe it: each stage takes the place of the one before.
LINE_START = "\r\x1b[2K"
# A conversion makes 10⁶ objects and hardly a cycle: seeking cycles less often saves a tenth.
OBJECTS_PER_COLLECTION = 100_000
DEFAULT_FOLDER = Path("build/dataset")
CANNOT_WRITE, BAD_INPUT, VIOLATION, INTERRUPTED = 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _options(arguments)
    gc.set_threshold(OBJECTS_PER_COLLECTION)
    try:
        report = _explained(options) if options.explain else _converted(options)
    except ConversionError as error:
        print(_message(error), file=sys.stderr)
        return _status(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    if options.explain or not options.quiet:
        print(report)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    _add_output_options(parser)
    _add_pdf_options(parser)
    options = parser.parse_args(arguments)
    if options.explain and len(options.inputs) != 1:
        parser.error("--explain needs one INPUT, a PDF")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="digigov-convert",
        description=DESCRIPTION,
        epilog=STATUSES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "inputs",
        nargs="*",
        type=Path,
        metavar="INPUT",
        help="a survey as PDF or UTF-8 text, or a manifest (.toml, in the form of "
        "seeds/manifest.toml) of surveys beside it; the first keeps the short IRIs of entries, "
        "each further edition has its key (from its file name or manifest) in them; none: the "
        "bundled survey of 2020",
    )
    parser.add_argument(
        "--base",
        type=_base,
        default=BASE,
        metavar="IRI",
        help="what all IRIs of the dataset begin with: an absolute http or https IRI; a slash is "
        f"added at its end where it has none (default: {BASE})",
    )
    parser.add_argument(
        "--quiet", action="store_true", help="print nothing but what keeps it from converting"
    )
    return parser


def _add_output_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="where the dataset goes: a new or empty folder, or an earlier dataset to replace "
        f"(default: {DEFAULT_FOLDER}, where digigov-serve looks); with --explain: where the "
        "picture goes (default: the current folder)",
    )
    parser.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write what was linked, and what could not be, to this Markdown file as well",
    )
    parser.add_argument(
        "--no-validate",
        action="store_true",
        help="write the dataset without checking it against the SHACL shapes",
    )
    parser.add_argument(
        "--downloads",
        action="store_true",
        help="write every download as well: each layer and the whole in six RDF formats, a CSV for "
        "each table, and gzip and zstd twins of them",
    )
    parser.add_argument(
        "--compare",
        type=Path,
        metavar="OLD",
        help="an earlier dataset, a folder or an RDF file: write what is different now to "
        "changes/added.nq, removed.nq and README.md in DIR as well (status 0, changes or none)",
    )


def _add_pdf_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pages",
        type=_pages,
        default=ALL_PAGES,
        metavar="A-B",
        help="read only these pages of a PDF, by its own count from 1 (3-10, 3-, 7); headings are "
        "looked for on earlier pages, too",
    )
    parser.add_argument(
        "--explain",
        type=_page,
        metavar="PAGE",
        help="convert nothing, but write a picture of this page of a PDF with the cells drawn over "
        "it that were found, and print where it is",
    )


def _converted(options: argparse.Namespace) -> str:
    folder = options.output or DEFAULT_FOLDER
    request = Request(
        tuple(options.inputs),
        folder,
        options.base,
        options.pages,
        validate=not options.no_validate,
        downloads=options.downloads,
        compare=options.compare,
    )
    tell = _silent if options.quiet else _progress()
    try:
        outcome = convert(request, tell)
        if options.report:
            write_report(options.report, data_quality(outcome.surveys, outcome.linked))
    finally:
        tell("")
    return _summary(outcome, folder)


def _explained(options: argparse.Namespace) -> str:
    path: Path = options.inputs[0]
    picture = (options.output or Path()) / f"{path.stem}-page-{options.explain}.png"
    found = pdf_page_to_picture(path, options.explain, picture)
    table = f"of table {found.table}" if found.table else "and no header row of the survey's tables"
    return f"{picture}\n  {found.cells} cells {table}"


def _page(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = f"“{text}” is no page: give a number from 1"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _pages(text: str) -> PdfRange:
    first, dash, last = text.partition("-")
    pages = PdfRange(_page(first), _page(last) if last else None if dash else _page(first))
    if pages.last and pages.last < pages.first:
        message = f"“{text}” ends before it begins"
        raise argparse.ArgumentTypeError(message)
    return pages


def _base(text: str) -> str:
    try:
        return checked_base(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _progress() -> Progress:
    return _tell if sys.stderr.isatty() else _silent


def _tell(stage: str) -> None:
    print(LINE_START + (f"{stage} …" if stage else ""), end="", file=sys.stderr, flush=True)


def _silent(_stage: str) -> None:
    """Tell nothing."""


def _message(error: ConversionError) -> str:
    if not isinstance(error, InputError):
        return f"digigov-convert: {error}"
    count = len(error.faults)
    return f"{error}\ndigigov-convert: {count} fault{'s' * (count > 1)}; nothing was written"


def _status(error: ConversionError) -> int:
    if isinstance(error, InputError):
        return BAD_INPUT
    return VIOLATION if isinstance(error, ValidationError) else CANNOT_WRITE


def _summary(outcome: Outcome, folder: Path) -> str:
    surveys = (line for survey in outcome.surveys for line in _survey_lines(survey))
    files = (
        f"  {one.file.path:<24}{one.size:>12,} bytes"
        + ("" if one.file.triples is None else f"{one.file.triples:>10,} statements")
        for one in outcome.files
        if not one.file.coding
    )
    linked = summary(outcome.linked)
    checked = [validation_summary(outcome.report)] if outcome.report else []
    return "\n".join(("read", *surveys, *linked, *checked, f"written to {folder}", *files))


def _survey_lines(survey: Survey) -> Iterator[str]:
    sections = f"{len(survey.sections)} sections"
    yield f"  {survey.document}: {len(survey.records):,} entries in {sections}"
    yield from (f"    {remark}" for remark in survey.remarks)


if __name__ == "__main__":
    sys.exit(main())
