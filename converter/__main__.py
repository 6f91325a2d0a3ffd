"""The command `digigov-convert`: arguments, messages and exit status."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from converter.errors import ConversionError, InputError, ValidationError
from converter.iris import BASE, checked_base
from converter.pipeline import Outcome, Progress, Request, convert
from converter.publication.report import write_report
from converter.quality import data_quality, summary

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
  digigov-convert -o dataset
  digigov-convert nga-2020.txt nga-2022.txt -o dataset --base https://example.org/digigov/"""
CANNOT_WRITE, BAD_INPUT, VIOLATION, INTERRUPTED = 1, 2, 3, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    options = _parser().parse_args(arguments)
    request = Request(tuple(options.inputs), options.output, options.base)
    try:
        outcome = convert(request, _silent if options.quiet else _progress())
        if options.report:
            write_report(options.report, data_quality(outcome.surveys, outcome.linked))
    except ConversionError as error:
        print(_message(error), file=sys.stderr)
        return _status(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    if not options.quiet:
        print(_summary(outcome, options.output))
    return 0


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
        help="a survey in UTF-8 text, or a manifest (.toml, in the form of seeds/manifest.toml) of "
        "surveys beside it; the first keeps the short IRIs of entries, each further edition has "
        "its key (from its file name or manifest) in them; none: the bundled survey of 2020",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="DIR",
        help="where the dataset goes: a new or empty folder, or an earlier dataset to replace",
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
        "--report",
        type=Path,
        metavar="FILE",
        help="write what was linked, and what could not be, to this Markdown file as well",
    )
    parser.add_argument(
        "--quiet", action="store_true", help="print nothing but what keeps it from converting"
    )
    return parser


def _base(text: str) -> str:
    try:
        return checked_base(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _progress() -> Progress:
    return _tell if sys.stderr.isatty() else _silent


def _tell(stage: str) -> None:
    print(f"{stage} …", file=sys.stderr)


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
    surveys = (
        f"  {survey.document}: {len(survey.records):,} entries in {len(survey.sections)} sections"
        for survey in outcome.surveys
    )
    files = (
        f"  {file.path:<24}{len(file.content):>12,} bytes"
        + ("" if file.triples is None else f"{file.triples:>10,} statements")
        for file in outcome.files
    )
    linked = summary(outcome.linked)
    return "\n".join(("read", *surveys, *linked, f"written to {folder}", *files))


if __name__ == "__main__":
    sys.exit(main())
