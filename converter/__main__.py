"""The command `digigov-convert`: arguments, messages and exit status."""

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from converter.arguments import DEFAULT_FOLDER, parse
from converter.console import say
from converter.errors import ConversionError, InputError, ValidationError
from converter.model import Survey
from converter.pipeline import (
    ConversionRequest,
    ConversionResult,
    Progress,
    convert,
    pdf_page_to_picture,
)
from converter.publication.report import write_report
from converter.reporting.data_quality import data_quality, summary
from converter.validation.report import validation_summary

# Carriage return and erase line: each stage overwrites the line of the one before.
LINE_START = "\r\x1b[2K"
# A conversion makes about 10⁶ objects and few reference cycles: fewer collections save 10 %.
OBJECTS_PER_COLLECTION = 100_000
CANNOT_WRITE, BAD_INPUT, VIOLATION, NO_REPORT, INTERRUPTED = 1, 2, 3, 4, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    try:
        options = parse(arguments)
    except SystemExit:
        say("", sys.stdout, end="")  # flush the help text while an error can be handled
        raise
    gc.set_threshold(OBJECTS_PER_COLLECTION)
    try:
        return _explained(options) if options.explain else _converted(options)
    except ConversionError as error:
        say(_message(error), sys.stderr)
        return _status(error)
    except KeyboardInterrupt:
        return INTERRUPTED


def _converted(options: argparse.Namespace) -> int:
    folder = options.output or DEFAULT_FOLDER
    request = ConversionRequest(
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
    finally:
        tell("")
    if not options.quiet:
        _print(_summary(outcome, folder), f"; the dataset was written to {folder}")
    return _reported(outcome, options.report, folder) if options.report else 0


def _reported(outcome: ConversionResult, report: Path, folder: Path) -> int:
    try:
        write_report(report, data_quality(outcome.surveys, outcome.linked))
    except ConversionError as error:
        say(f"{_message(error)}; the dataset was written to {folder}", sys.stderr)
        return NO_REPORT
    return 0


def _explained(options: argparse.Namespace) -> int:
    path: Path = options.inputs[0]
    picture = (options.output or Path()) / f"{path.stem}-page-{options.explain}.png"
    found = pdf_page_to_picture(path, options.explain, picture)
    table = f"of table {found.table}" if found.table else "and no header row of the survey's tables"
    _print(f"{picture}\n  {found.cells} cells {table}")
    return 0


def _print(text: str, done: str = "") -> None:
    """Print what was done; where printing fails, the conversion still counts as successful."""
    if reason := say(text, sys.stdout):
        say(f"digigov-convert: standard output: cannot be written ({reason}){done}", sys.stderr)


def _progress() -> Progress:
    return _tell if sys.stderr and sys.stderr.isatty() else _silent


def _tell(stage: str) -> None:
    say(LINE_START + (f"{stage} …" if stage else ""), sys.stderr, end="")


def _silent(_stage: str) -> None:
    """Report nothing."""


def _message(error: ConversionError) -> str:
    if not isinstance(error, InputError):
        return f"digigov-convert: {error}"
    count = len(error.faults)
    return f"{error}\ndigigov-convert: {count} fault{'s' * (count > 1)}; nothing was written"


def _status(error: ConversionError) -> int:
    if isinstance(error, InputError):
        return BAD_INPUT
    return VIOLATION if isinstance(error, ValidationError) else CANNOT_WRITE


def _summary(outcome: ConversionResult, folder: Path) -> str:
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
