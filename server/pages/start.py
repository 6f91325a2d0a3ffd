"""The start page."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.counts.definition import Count
from server.counts.editions import held_to
from server.counts.facets import EVERY, facet_named
from server.counts.grouping import by
from server.counts.view import View
from server.engine.row_values import number_of
from server.findings.book import PublishedFinding
from server.findings.page import Headline, headlines, of_edition, read_findings
from server.findings.values import Results
from server.http.language import Language
from server.pages.evidence import evidence_in
from server.pages.jsonld import coverage_query
from server.pages.reading import read_entry
from server.pages.stated import (
    StatedText,
    by_name,
    categories_in,
    printed_name,
    stated_texts,
    translated_name,
)
from server.rdf.query_files import filled, template
from server.site.site import Frame, Site
from server.site.statements.statements import iri_of
from server.site.tables.cells import Cell
from server.site.templating import grouped
from server.site.tiles import PrefectureCount, Tile, tiles

# Number of example searches: `start.search_1` and so on.
_SEARCHES = 4
# The figures of the dataset, each with the page that lists its items.
_FIGURES = (
    ("answers", "explore"),
    ("prefectures", "list/prefectures"),
    ("procedures", "list/procedures"),
    ("systems", "list/systems"),
    ("posts", "list/posts"),
    ("measures", "list/measures"),
    ("organisations", "list/organisations"),
    ("technologies", "list/technologies"),
)
# The figure of other datasets.
_OF_ANY_DATA = ("all", "list/graphs")
# Number of findings at the top of the page.
_FINDINGS = 3
_WAYS = (
    ("findings", "findings"),
    ("explore", "explore"),
    ("compare", "compare"),
    ("query", "query"),
    ("prefectures", "list/prefectures"),
    ("technologies", "list/technologies"),
    ("procedures", "list/procedure-types"),
    ("systems", "list/systems"),
    ("posts", "list/posts"),
    ("organisations", "list/organisations"),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a part of the dataset: title, description and address."""

    text: str
    what: str
    href: str


@dataclass(frozen=True, slots=True)
class Specimen:
    """An entry as an example of the dataset."""

    entry: Cell
    prefecture: Cell
    name: str
    text: StatedText

    @property
    def categories(self) -> list[str]:
        """Return the categories of the marks."""
        return categories_in([self.text])


@dataclass(frozen=True, slots=True)
class Start:
    """The content of the start page.

    `latest` is the name of the latest edition if all are chosen, because findings are about one.
    """

    figures: Sequence[Cell]
    tiles: Sequence[Tile]
    specimen: Specimen | None
    findings: Sequence[Headline]
    latest: str
    ways: Sequence[Way]
    searches: Sequence[str]
    entries: Cell
    triples: Cell


def build_start(
    site: Site, language: Language, findings: Sequence[PublishedFinding], whole: View
) -> Start:
    """Return the content of the start page for a view, with the first findings at the top."""
    is_survey = site.about.is_survey
    results = Results(site, language, site.editions.one(whole.edition))
    queries = _queries(site, language, whole)
    findings = of_edition(results, findings, queries)
    read_findings(results, [finding.answer[language] for finding in findings], queries)
    figures = [_figure(site, whole, figure, language) for figure in _FIGURES]
    # Only for other datasets, because counting all triples takes long.
    triples = figures[0] if is_survey else _figure(site, whole, _OF_ANY_DATA, language)
    return Start(
        figures=[figure for figure in figures if figure.text != "0"] or [triples],
        tiles=tiles(_prefectures(site, language, whole)) if is_survey else (),
        specimen=_specimen(site, language, whole.edition),
        findings=headlines(results, findings[:_FINDINGS]),
        latest=_latest(site, language) if whole.edition == EVERY else "",
        ways=[
            Way(
                site.text(language, f"menu.{key}"),
                site.text(language, f"start.way_{key}"),
                site.addresses.url(f"{language}/{path}"),
            )
            for key, path in _WAYS
            if is_survey or key == "query"
        ],
        searches=_searches(site, language) if is_survey else (),
        entries=figures[0],
        triples=triples,
    )


def _latest(site: Site, language: Language) -> str:
    latest = site.editions.named(site.editions.default)
    return latest.label(language) if latest else ""


def _searches(site: Site, language: Language) -> list[str]:
    return [site.text(language, f"start.search_{index}") for index in range(1, _SEARCHES + 1)]


def _queries(site: Site, language: Language, whole: View) -> list[str]:
    """Return all queries of the page about the whole dataset; other datasets have fewer."""
    base = site.addresses.base
    counts = [Count(unit, whole).counting(base) for unit, _ in _FIGURES]
    return [
        *counts,
        _prefecture_query(site, language, whole),
        _specimen_query(site, whole.edition),
        coverage_query(site),
    ]


def _prefecture_query(site: Site, language: Language, whole: View) -> str:
    return by(whole, facet_named("prefecture"), language, site.addresses.base)


def _specimen_query(site: Site, edition: str) -> str:
    query, base = template("server.pages", "queries/specimen"), site.addresses.base
    return filled(query, base, **held_to(query, base, edition))


def start_frame(site: Site, start: Start, language: Language, edition: str = "") -> Frame:
    """Return the frame of the start page."""
    entries, triples = grouped(start.entries.text), grouped(start.triples.text)
    period = site.period(language, edition)
    summary = site.text(language, "start.lead", entries=entries, triples=triples, period=period)
    return Frame(
        language,
        "",
        f"{site.text(language, 'site.name')} – {site.text(language, 'site.tagline')}",
        summary,
    )


def _figure(site: Site, whole: View, shown: tuple[str, str], language: Language) -> Cell:
    """Return a figure of a view, with a link to the page that lists its items."""
    unit, path = shown
    figure = Count(unit, whole)
    rows = site.dataset.rows(figure.counting(site.addresses.base))
    href = site.addresses.url_of(f"{language}/{path}", whole.parameters())
    return Cell(str(number_of(rows[0]["count"])), href, count=figure.view.key(unit))


def _prefectures(site: Site, language: Language, whole: View) -> list[PrefectureCount]:
    reader = site.reader(language)
    found = []
    for row in site.dataset.rows(_prefecture_query(site, language, whole)):
        cell = reader.cell(row["prefecture"], row.get("prefectureLabel"))
        code = iri_of(row["prefecture"]).rpartition("/")[2]
        key = whole.having(prefecture=code).key("answers")
        found.append(PrefectureCount(code, cell.text, cell.href, number_of(row["entries"]), key))
    return found


def _specimen(site: Site, language: Language, edition: str) -> Specimen | None:
    rows = site.dataset.rows(_specimen_query(site, edition))
    if not rows:
        return None
    iri, reader = iri_of(rows[0]["entry"]), site.reader(language)
    read_entry(site, iri)
    statements = by_name(site.statements.about(iri), site.addresses.base)
    texts = stated_texts(statements, evidence_in(site, iri, reader), reader)
    description = (
        f"{site.addresses.page(site.addresses.iri('ontology#statedDescription'), language)}"
    )
    text = next(item for item in texts if item.column.href == description)
    translated = translated_name(statements) if language is Language.EN else ""
    name = translated or printed_name(statements, reader)
    return Specimen(reader.cell(rows[0]["entry"]), reader.cell(rows[0]["prefecture"]), name, text)
