"""Finds the queries of the pages about the whole dataset, which take long."""

from collections.abc import Iterator, Mapping, Sequence

from server.charts.routes import COMPARISONS
from server.engine import Dataset, Row
from server.engine.answers import AnsweredDataset
from server.facets.index import Catalogue
from server.findings.page import answerable
from server.http.language import Language
from server.search import Library
from server.service.routes import Indexes, pages_application
from server.site.background import Prepared
from server.site.kinds import INDEXES
from server.site.site import Site
from server.sparql.service_description import describe

_PAGES = ("", "dictionary", "ontology", "shapes", "about/survey", "findings", "explore", "compare")
# Every search needs the vocabulary of questions.
_SEARCH = "search?q=x"
# Any address of nothing looks for the names that are near.
_MISSING = "id/nothing"


def hub_answers(
    dataset: Dataset, catalogue: Catalogue, library: Library
) -> Mapping[str, Sequence[Row]]:
    """Return the answers to all queries of these pages, recorded while rendering them once."""
    recording = AnsweredDataset(dataset, record=True)
    site = Site.of(recording, limit=0)
    findings = Prepared(lambda: answerable(site))
    indexes = Indexes(Prepared(lambda: catalogue), Prepared(lambda: library), findings)
    reader = pages_application(site, lambda page: page.content, indexes).test_client()
    slugs = [f"findings/{finding.slug}" for finding in findings.get()]
    for path in (*_paths(site), *slugs):
        for language in Language:
            reader.get(f"/{language}/{path}")
    # The counts of the service description and of VoID.
    describe(recording, {}, federated=False)
    return recording.recorded


def _paths(site: Site) -> Iterator[str]:
    yield from _PAGES
    yield from filter(None, (site.addresses.path(one.iri or "") for one in site.dataset.graphs()))
    yield from (f"list/{index.slug}" for index in INDEXES)
    yield from (f"compare/{comparison.slug}" for comparison in COMPARISONS)
    yield from (_SEARCH, _MISSING)
