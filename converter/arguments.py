"""The arguments of the command `digigov-convert`."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from converter.iris import BASE, checked_base
from converter.sources.pdf_reader import ALL_PAGES, PdfRange

DESCRIPTION = """\
Turn surveys of digital government in Japan's prefectures into a knowledge graph: a folder with
N-Quads, TriG, Turtle, a validation report and a manifest, which digigov-serve serves."""
STATUSES = """\
exit status:
  0    the dataset was written
  1    it could not be written; nothing was replaced
  2    wrong arguments, or documents that cannot be converted; nothing was replaced
  3    the graph breaks a shape (a fault of this software); nothing was replaced
  4    the dataset was written, but not the report of --report
  130  interrupted; nothing was replaced

examples:
  digigov-convert
  digigov-convert survey.pdf --pages 3-52 -o dataset
  digigov-convert --explain 3 survey.pdf
  digigov-convert nga-2020.txt nga-2022.txt -o dataset --base https://example.org/digigov/"""
DEFAULT_FOLDER = Path("build/dataset")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed options; exit after printing the help, or the usage if one is invalid."""
    parser = _parser()
    _add_output_options(parser)
    _add_pdf_options(parser)
    options = parser.parse_args(arguments)
    if options.explain and len(options.inputs) != 1:
        parser.error("--explain needs one INPUT, a PDF")
    if options.report and (fault := _report_fault(options)):
        parser.error(fault)
    return options


def _report_fault(options: argparse.Namespace) -> str:
    report = Path(os.path.realpath(options.report))
    folder = Path(os.path.realpath(options.output or DEFAULT_FOLDER))
    if report.is_relative_to(folder):
        return f"--report {options.report} lies in the dataset's folder, which is replaced"
    if report in {Path(os.path.realpath(path)) for path in options.inputs}:
        return f"--report {options.report} is an INPUT, which it would replace"
    return ""


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
        help="the beginning of all IRIs of the dataset: an absolute http or https IRI; a slash is "
        f"appended if missing (default: {BASE})",
    )
    parser.add_argument("--quiet", action="store_true", help="print errors only")
    return parser


def _add_output_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="folder of the dataset: a new or empty one, or an earlier dataset to replace "
        f"(default: {DEFAULT_FOLDER}, which digigov-serve reads); with --explain: folder of the "
        "picture (default: the current folder)",
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
        help="an earlier dataset (a folder or an RDF file): also write the differences to "
        "changes/added.nq, removed.nq and README.md in DIR; status 0 with or without differences",
    )


def _add_pdf_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pages",
        type=_pages,
        default=ALL_PAGES,
        metavar="A-B",
        help="read only these pages of a PDF, its first being 1 (3-10, 3-, 7); headings are also "
        "looked for on earlier pages",
    )
    parser.add_argument(
        "--explain",
        type=_page,
        metavar="PAGE",
        help="convert nothing: draw this page of a PDF with the cells found on it as a picture, "
        "and print the picture's path",
    )


def _page(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        message = f"invalid page “{text}”: expected an integer ≥ 1"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def _pages(text: str) -> PdfRange:
    first, dash, last = text.partition("-")
    pages = PdfRange(_page(first), _page(last) if last else None if dash else _page(first))
    if pages.last and pages.last < pages.first:
        message = f"invalid pages “{text}”: the last comes before the first"
        raise argparse.ArgumentTypeError(message)
    return pages


def _base(text: str) -> str:
    try:
        return checked_base(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
