"""Builds the page of a finding, and the list of all findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import pyoxigraph as ox

from server.engine import Pattern
from server.engine.row_values import text_in
from server.findings.book import FindingPart, PublishedFinding, load_findings
from server.findings.chart import Bars, NumberGrid, bars_of, grid_of
from server.findings.values import NoValueError, Results, example_named, is_number
from server.http.language import Language
from server.site.site import Frame, Site
from server.site.tables.cells import Cell
from server.site.tables.list_queries import columns_of

# Maximum rows of a table without a figure above it.
_ROWS = 20


@dataclass(frozen=True, slots=True)
class Headline:
    """A finding in short: title, answer (in pieces), and address."""

    title: str
    answer: Sequence[Cell]
    href: str


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of a result: its title, and whether it holds numbers."""

    title: str
    number: bool


@dataclass(frozen=True, slots=True)
class ShownQuery:
    """A query with its figure (bars or a grid) and its first rows; `total` counts all rows."""

    slug: str
    title: str
    before: Sequence[Cell]
    after: Sequence[Cell]
    bars: Bars | None
    grid: NumberGrid | None
    columns: Sequence[ResultColumn]
    rows: Sequence[Sequence[Cell]]
    total: int
    query: str
    editor: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """The page of a finding."""

    slug: str
    headline: Headline
    limits: Sequence[Cell]
    parts: Sequence[ShownQuery]
    others: Sequence[Cell]


def answerable(site: Site) -> Sequence[PublishedFinding]:
    """Return the findings whose queries have rows: a part of the survey answers only a few."""
    every = load_findings() if site.about.is_survey else []
    return _with_values(Results(site, Language.JA), every)


def of_edition(
    results: Results, found: Sequence[PublishedFinding], queries: Sequence[str] = ()
) -> Sequence[PublishedFinding]:
    """Return the findings whose queries have rows in the edition of `results`.

    If they are read for this, more `queries` are read with them.
    """
    is_latest = results.edition in {"", results.site.editions.default}
    return found if is_latest else _with_values(results, found, queries)


def _with_values(
    results: Results, found: Sequence[PublishedFinding], queries: Sequence[str] = ()
) -> Sequence[PublishedFinding]:
    texts = [text for finding in found for text in texts_of(finding, results.language)]
    read_findings(results, texts, queries)
    return [finding for finding in found if _has_values(results, finding)]


def texts_of(finding: PublishedFinding, language: Language) -> list[str]:
    """Return all texts of a finding with placeholders, in a language."""
    parts = [text[language] for part in finding.parts for text in (part.before, part.after)]
    return [finding.answer[language], finding.limits[language], *parts]


def _has_values(results: Results, finding: PublishedFinding) -> bool:
    try:
        for text in texts_of(finding, results.language):
            results.plain(text)
    except NoValueError:
        return False
    return True


def read_findings(results: Results, texts: Sequence[str], queries: Sequence[str] = ()) -> None:
    """Prefetch the values in the texts of findings, and the results of more queries."""
    concepts = (Pattern(ox.NamedNode(iri)) for iri in results.concepts(texts))
    results.site.dataset.read(concepts, [*results.queries(texts), *queries])


def headlines(results: Results, found: Sequence[PublishedFinding]) -> list[Headline]:
    """Return findings in short."""
    read_findings(results, [finding.answer[results.language] for finding in found])
    return [headline_of(results, finding) for finding in found]


def headline_of(results: Results, finding: PublishedFinding) -> Headline:
    """Return a finding in short."""
    language = results.language
    return Headline(
        finding.title[language],
        results.pieces(finding.answer[language]),
        results.page(finding),
    )


def build_finding(
    results: Results, finding: PublishedFinding, others: Sequence[PublishedFinding]
) -> FindingPage:
    """Return the page of a finding, with links to others."""
    language = results.language
    read_findings(results, texts_of(finding, language))
    return FindingPage(
        slug=finding.slug,
        headline=headline_of(results, finding),
        limits=results.pieces(finding.limits[language]),
        parts=[_part(results, part) for part in finding.parts],
        others=[
            Cell(other.title[language], results.page(other))
            for other in others
            if other is not finding
        ],
    )


def finding_frame(results: Results, finding: PublishedFinding, origin: str) -> Frame:
    """Return the frame of the page of a finding; `origin` is scheme and host of the site."""
    site, language = results.site, results.language
    return Frame(
        language,
        f"findings/{finding.slug}",
        finding.title[language],
        results.plain(finding.answer[language]),
        card=True,
        embed=origin,
        crumbs=[site.home(language), _all(results)],
        parameters=site.editions.parameters(results.edition),
        edition=results.edition,
    )


def findings_frame(results: Results) -> Frame:
    """Return the frame of the list of all findings."""
    site, language = results.site, results.language
    return Frame(
        language,
        "findings",
        site.text(language, "findings.title"),
        site.text(language, "findings.lead"),
        crumbs=[site.home(language)],
        parameters=site.editions.parameters(results.edition),
        edition=results.edition,
    )


def _all(results: Results) -> Cell:
    own = results.site.editions.parameters(results.edition)
    address = results.site.addresses.url_of(f"{results.language}/findings", own)
    return Cell(results.site.text(results.language, "findings.title"), address)


def _part(results: Results, part: FindingPart) -> ShownQuery:
    language, example = results.language, example_named(part.query)
    columns, rows = table_of(results, part.query)
    grid, bars = grid_of(results, example), bars_of(results, example)
    return ShownQuery(
        slug=part.query,
        title=example.titles[language],
        before=results.pieces(part.before[language]),
        after=results.pieces(part.after[language]),
        bars=bars,
        grid=grid,
        columns=columns,
        rows=rows if grid or bars else rows[:_ROWS],
        total=len(rows),
        query=results.query(part.query),
        editor=results.address(part.query),
    )


def table_of(results: Results, slug: str) -> tuple[list[ResultColumn], list[list[Cell]]]:
    """Return the columns and all rows of an example query."""
    names, rows = _names(results, slug), results.rows(slug)
    columns = [_column(results, slug, name) for name in names]
    return columns, [
        [results.cell(slug, index, name) for name in names] for index in range(len(rows))
    ]


def _names(results: Results, slug: str) -> list[str]:
    """Return the columns with values, without resources whose label is the next column."""
    rows = results.rows(slug)
    columns = [name for name in columns_of(results.query(slug)) if any(name in row for row in rows)]
    names = {"label", "name"}
    return [
        name
        for name, behind in zip_longest(columns, columns[1:], fillvalue="")
        if behind not in names
    ]


def _column(results: Results, slug: str, name: str) -> ResultColumn:
    title = results.site.text(results.language, f"column.{name}")
    return ResultColumn(title, all(is_number(text_in(row, name)) for row in results.rows(slug)))
