"""The title and the main sentence of a page that can be shared."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from server.charts.requested import read_figure
from server.charts.routes import COMPARISONS
from server.counts.definition import Count
from server.counts.facets import value_at
from server.engine.row_values import number_of
from server.facets.index import Catalogue
from server.findings.book import PublishedFinding
from server.findings.page import of_edition
from server.findings.values import Results
from server.http.language import Language
from server.site.background import Prepared
from server.site.embedding import Pairs
from server.site.kinds import kind_of
from server.site.site import Site


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
        if room == "findings":
            return self._finding(slug)
        if room == "compare":
            return self._comparison(slug)
        return self._resource(path)

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
        kind = self._text(f"kind.{kind_of(path).name}")
        title = self.site.reader(self.language).link(iri).text
        found = value_at(path)
        if not found or not self.site.about.is_survey:
            return self._of_edition(title, kind)
        view = self.site.editions.view(self.edition).having(**{found[0].name: found[1]})
        rows = self.site.dataset.rows(Count("answers", view).counting(self.site.addresses.base))
        count = number_of(rows[0]["count"])
        return self._of_edition(title, self._text("share.answers", count=count))

    def _of_edition(self, title: str, sentence: str) -> Subject:
        """Return the subject of a page without other choices than its edition."""
        own = self.site.editions.parameters(self.edition)
        return Subject(title, sentence, parameters=own)

    def _text(self, key: str, **values: object) -> str:
        return self.site.text(self.language, key, **values)
