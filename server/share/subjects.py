"""The title and the main sentence of a page that can be shared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from server.charts.figure import numbers_of
from server.charts.requested import read_figure
from server.charts.routes import COMPARISONS
from server.counts.view import WORDS
from server.facets.choices import figures_of
from server.facets.index import Catalogue
from server.facets.page import title_of
from server.facets.routes import requested_state
from server.findings.book import PublishedFinding
from server.findings.page import of_edition
from server.findings.values import Results
from server.http.language import Language
from server.http.plain_page import visible
from server.pages.resource import answers_said
from server.site.background import Prepared
from server.site.embedding import Pairs
from server.site.kinds import index_named, kind_of
from server.site.site import Site
from server.site.tables.resource_lists import index_list, list_of
from server.site.tables.table import Slice, Table

# Titles and numbers of lists need no rows.
_NO_ROWS = Slice(0, 0)


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a page: its title and main sentence.

    `figure` are the numbers beside the title of a comparison, `parameters` those of its address.
    """

    title: str
    sentence: str
    figure: str = ""
    parameters: Pairs = ()


@dataclass(frozen=True, slots=True)
class Subjects:
    """Finds the subjects of pages, in one language and of one edition.

    `arguments` are the parameters of the page, which choose the view of a comparison.
    """

    site: Site
    catalogue: Prepared[Catalogue]
    findings: Sequence[PublishedFinding]
    language: Language
    edition: str
    arguments: MultiDict[str, str]

    def at(self, path: str) -> Subject | None:
        """Return the subject of the page at a path below the language, None if there is no page."""
        room, _, slug = path.partition("/")
        if not path:
            return self._of_edition(self._text("start.title"), self._text("site.description"))
        if path == "explore":
            return self._view()
        makers = {"findings": self._finding, "compare": self._comparison, "list": self._index}
        return makers[room](slug) if room in makers else self._resource(path)

    def _view(self) -> Subject:
        """Return the subject of a view of answers; one with search words has no numbers."""
        catalogue, state = self.catalogue.get(), requested_state(self.site, self.arguments)
        words = visible(self.arguments.get(WORDS, "")).strip()
        counted = figures_of(self.site, catalogue, state, self.language) if not words else ()
        shown = replace(state, view=state.view.seeking(words, ()))
        return Subject(
            title_of(self.site, shown, self.language),
            self._text("site.description"),
            numbers_of(self.site, self.language, counted),
            self.site.editions.without_latest(shown.parameters()),
        )

    def _index(self, slug: str) -> Subject | None:
        index = index_named(slug)
        if index is None:
            return None
        this = self.site.addresses.iri(index.about) if index.about else ""
        tables = self.site.tables(self.language, self.edition)
        return self._listed(index_list(tables, index, this, _NO_ROWS))

    def _listed(self, table: Table, about: str = "") -> Subject:
        title = f"{about}: {table.title}" if about else table.title
        own = (("list", table.name),) if about else ()
        return Subject(
            title,
            self._text("site.description"),
            numbers_of(self.site, self.language, table.counted),
            (*own, *self.site.editions.parameters(table.edition)),
        )

    def _finding(self, slug: str) -> Subject | None:
        results = Results(self.site, self.language, self.site.editions.one(self.edition))
        every = of_edition(results, self.findings)
        found = next((item for item in every if item.slug == slug), None)
        if found is None:
            return None
        answer = results.plain(found.answer[self.language])
        return self._of_edition(found.title[self.language], answer)

    def _comparison(self, slug: str) -> Subject | None:
        found = next((item for item in COMPARISONS if item.slug == slug), None)
        if found is None:
            return None
        catalogue = self.catalogue.get()
        requested = read_figure(self.site, catalogue, found, self.arguments)
        chart = found.make(requested.context(self.site, catalogue, self.language))
        lead = chart.lead or self._text(found.lead)
        chosen = self.site.editions.without_latest(requested.parameters)
        return Subject(chart.title, lead, chart.numbers(self.site, self.language), chosen)

    def _resource(self, path: str) -> Subject | None:
        iri = self.site.addresses.iri(path)
        if not self.site.statements.exists(iri):
            return None
        kind = kind_of(path)
        title = self.site.reader(self.language).link(iri).text
        tables = self.site.tables(self.language, self.edition)
        name = self.arguments.get("list", "")
        if name in {*kind.counts, *kind.lists}:
            return self._listed(list_of(tables, name, iri, _NO_ROWS), title)
        counts = (list_of(tables, one, iri, _NO_ROWS) for one in kind.counts)
        said = answers_said(self.site, self.language, counts) if self.site.about.is_survey else ""
        return self._of_edition(title, said or self._text(f"kind.{kind.name}"))

    def _of_edition(self, title: str, sentence: str) -> Subject:
        """Return the subject of a page without other choices than its edition."""
        own = self.site.editions.parameters(self.edition)
        return Subject(title, sentence, parameters=own)

    def _text(self, key: str, **values: object) -> str:
        return self.site.text(self.language, key, **values)
