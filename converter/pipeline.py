"""The stages of a conversion, in reading order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from converter.assembly import ReadDocument, assemble, software
from converter.authority.authorities import Authorities, load_authorities
from converter.authority.vocabulary import load_vocabulary
from converter.documents import InputDocument, bundled_sources, paths_to_sources
from converter.errors import ConversionError, DocumentFault, InputError, ValidationError
from converter.findings import Linked
from converter.linking.continuations import ContinuationRules
from converter.linking.joining import joined, survey_to_findings
from converter.mapping.editions import in_time
from converter.mapping.rebasing import rebase
from converter.model import Document, Survey
from converter.publication.changes.earlier import read_earlier
from converter.publication.dumps import PublishedDataset
from converter.publication.folder import publish
from converter.publication.manifest import BuildDescription, Written
from converter.publication.replacement.replacement import prepare
from converter.reading import bytes_to_survey, load_words
from converter.sources.pdf_reader import (
    ALL_PAGES,
    Explanation,
    PageProgress,
    PdfOptions,
    PdfRange,
    explain_page,
)
from converter.tables import load_tables
from converter.validation.report import Report, report_to_quads, validation_summary

# Called with the name of each stage as it begins.
Progress: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ConversionRequest:
    """The input (no documents: the bundled ones), the output folder and the base IRI.

    `pages` are the pages of a PDF to read. With `downloads`, every download is written, not just
    the dataset. `compare` is an earlier dataset: the changes since it are written.
    """

    inputs: tuple[Path, ...]
    folder: Path
    base: str
    pages: PdfRange = ALL_PAGES
    validate: bool = True
    downloads: bool = False
    compare: Path | None = None


@dataclass(frozen=True, slots=True)
class ConversionResult:
    """The result of a conversion: the surveys, what was derived from each, the files written.

    `report` is None if the request skipped validation.
    """

    surveys: tuple[Survey, ...]
    linked: tuple[Linked, ...]
    files: tuple[Written, ...]
    report: Report | None


def convert(request: ConversionRequest, progress: Progress) -> ConversionResult:
    """Convert documents to a dataset folder.

    Raises:
        ConversionError: A document cannot be converted, the graph breaks a shape, or the folder
            cannot be written; an earlier dataset stays as it was.
    """
    prepare(request.folder)
    # Read the earlier dataset first: its folder may be the one that is replaced.
    earlier = read_earlier(request.compare) if request.compare else None
    progress("reading documents")
    sources = paths_to_sources(request.inputs) if request.inputs else bundled_sources()
    read = sources_to_surveys(sources, PdfOptions(request.pages, progress=_page_progress(progress)))
    progress("linking things")
    authorities = load_authorities()
    linked = surveys_to_findings(read, authorities)
    progress("mapping to a graph")
    findings = [finding for one in linked for finding in one.findings]
    quads = assemble(read, findings, authorities)
    report = _checked(quads, progress) if request.validate else None
    progress("writing files")
    dataset = _dataset(request, quads, report, tuple(one.document for one in read))
    files = publish(request.folder, dataset, downloads=request.downloads, earlier=earlier)
    return ConversionResult(tuple(one.survey for one in read), linked, files, report)


def _checked(quads: Sequence[ox.Quad], progress: Progress) -> Report:
    # pySHACL and rdflib take half the time of a start, which other uses need not wait for.
    from converter.validation.core import validate  # noqa: PLC0415

    progress("validating against the shapes")
    report = validate(quads)
    if not report.conforms:
        message = f"the graph breaks its shapes; nothing was written\n{validation_summary(report)}"
        raise ValidationError(message)
    return report


def _dataset(
    request: ConversionRequest,
    quads: Sequence[ox.Quad],
    report: Report | None,
    documents: tuple[Document, ...],
) -> PublishedDataset:
    made = software()
    counts = report.counts() if report else None
    description = BuildDescription(made.name, made.version, request.base, documents, counts)
    results = rebase(report_to_quads(report) if report else (), request.base)
    published = [*rebase(quads, request.base), *results]
    return PublishedDataset.of(published, results, description)


def surveys_to_findings(
    read: Iterable[ReadDocument], authorities: Authorities
) -> tuple[Linked, ...]:
    """Return the findings of each survey, with the links to things of earlier editions."""
    documents = tuple(read)
    tables = load_tables()
    vocabulary, governments = authorities.vocabulary, authorities.governments
    linked = {
        one.document.key: survey_to_findings(one.survey, vocabulary, governments, tables)
        for one in documents
    }
    surveys = {one.document.key: one.survey for one in documents}
    keys = [one.key for one in in_time([one.document for one in documents])]
    continued = ContinuationRules(tables.procedures.placeholders).link(
        [surveys[key] for key in keys], [linked[key] for key in keys]
    )
    added = dict(zip(keys, continued, strict=True))
    return tuple(joined(found, added[key]) for key, found in linked.items())


def _page_progress(progress: Progress) -> PageProgress:
    return lambda page, last: progress(f"reading page {page} of {last}")


def sources_to_surveys(
    sources: Sequence[InputDocument], options: PdfOptions | None = None
) -> list[ReadDocument]:
    """Return each document with the survey read from it.

    Raises:
        InputError: A document is not a complete survey; has the faults of all documents.
    """
    words = load_words(load_vocabulary())
    read: list[ReadDocument] = []
    faults: list[DocumentFault] = []
    for source in sources:
        try:
            survey = bytes_to_survey(source.content, source.document, words, options)
            read.append(ReadDocument(source.document, survey))
        except InputError as error:
            faults += (replace(fault, file=source.name) for fault in error.faults)
    if faults:
        raise InputError(tuple(faults))
    return read


@cache
def read_bundled_survey() -> Survey:
    """Return the bundled survey of 2020: 594 records and their sections."""
    return sources_to_surveys(bundled_sources())[0].survey


def pdf_page_to_picture(path: Path, page: int, picture: Path) -> Explanation:
    """Draw a page of a PDF with the cells found on it, and return what was found.

    Raises:
        ConversionError: The PDF or the page cannot be read, or the picture cannot be written.
    """
    source = paths_to_sources([path])[0]
    found = explain_page(source.content, source.name, page)
    try:
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(found.picture)
    except OSError as error:
        message = f"{picture}: cannot be written ({error.strerror})"
        raise ConversionError(message) from error
    return found
