"""A page needs few requests to a remote engine and is the same as over an embedded engine."""

from collections.abc import Sequence

import pytest
from flask import Flask
from page_kinds import one_path_of_each_kind

from server.engine import LocalDataset, Row
from server.engine.remote.remote_dataset import RemoteDataset, ResultCache
from server.facets.index import Catalogue
from server.findings.page import answerable
from server.pages import usage
from server.search import Library
from server.service.indexes import indexes_of
from server.service.routes import Indexes, pages_application
from server.site.background import Prepared
from server.site.site import Site

MOST_REQUESTS = 6
# The pages with most links and most lists; `make test-all` tests every kind.
SAMPLE = (
    *("start", "entry entry", "procedure procedure", "prefecture pref", "topic technology"),
    *("search", "view, JSON", "entry, RDF", "figure", "comparison map", "list procedure-types"),
)

# With two editions: pages that compare them, pages of one or of all editions, and the page of a
# thing that a later one continues, for which entries of both editions are cited.
OF_TWO_EDITIONS = (
    *("/ja/", "/ja/?edition=nga-2020", "/ja/?edition=all", "/ja/id/entry/1-2"),
    *("/ja/id/procedure/1-2", "/ja/id/procedure/test-2022-1-2", "/ja/findings"),
    *("/ja/changes", "/ja/changes?prefecture=02", "/ja/list/procedures?edition=all"),
    *("/ja/id/pref/02", "/ja/concept/technology/ai-ocr"),
    *("/ja/compare/map?edition=nga-2020", "/ja/search?q=RPA&edition=all"),
)


class Sites:
    """Two sites over one dataset, one with an embedded and one with a remote engine."""

    def __init__(self, dataset: LocalDataset) -> None:
        """Serve an opened dataset."""
        self.dataset = dataset
        self.paths = one_path_of_each_kind(self.dataset)
        self.received: list[str] = []
        prepared_catalogue, prepared_library = indexes_of(self.dataset, stored=False)
        catalogue, library = prepared_catalogue.get(), prepared_library.get()
        self.far = RemoteDataset(self.dataset.identity, self._ask, self.dataset.construct)
        self.far_site = Site.of(self.far)
        self.far_pages = _application(self.far_site, catalogue, Library(self.far, library.index))
        self.near_pages = _application(Site.of(self.dataset), catalogue, library)

    def far_away(self, path: str) -> tuple[int, bytes]:
        """Return a page of the site with the remote engine, after emptying its caches."""
        self.far._quads, self.far._rows = ResultCache(), ResultCache()
        self.far_site.labels._kept.clear()
        usage.usage_of.cache_clear()
        self.received.clear()
        return self.again(path)

    def again(self, path: str) -> tuple[int, bytes]:
        """Return a page of the same site, with the caches as they are."""
        reply = self.far_pages.test_client().get(path)
        return reply.status_code, reply.data

    def near(self, path: str) -> tuple[int, bytes]:
        """Return a page of the site with the embedded engine."""
        reply = self.near_pages.test_client().get(path)
        return reply.status_code, reply.data

    def _ask(self, query: str) -> Sequence[Row]:
        self.received.append(query)
        return self.dataset.rows(query)


def _application(site: Site, catalogue: Catalogue, library: Library) -> Flask:
    indexes = Indexes(
        Prepared(lambda: catalogue), Prepared(lambda: library), Prepared(lambda: answerable(site))
    )
    application = pages_application(site, lambda page: page.content, indexes)
    indexes.findings.get()
    application.test_client().get(
        "/ja/search?q=x"
    )  # waits until the indexes are made in the background
    return application


@pytest.fixture(scope="module")
def sites(dataset: LocalDataset) -> Sites:
    return Sites(dataset)


def faults(sites: Sites, kinds: Sequence[str]) -> list[str]:
    """Return the faults of one page of each of these kinds."""
    return faults_at(sites, [sites.paths[kind] for kind in kinds])


def faults_at(sites: Sites, paths: Sequence[str]) -> list[str]:
    """Return the faults of these pages: a difference, or too many requests."""
    found = []
    for path in paths:
        far, requests = sites.far_away(path), len(sites.received)
        if requests > MOST_REQUESTS:
            found.append(f"{path}: {requests} requests")
        if far != sites.near(path):
            found.append(f"{path}: differs")
    return found


def test_a_page_is_the_same_over_a_remote_engine_within_six_requests(sites: Sites) -> None:
    assert faults(sites, SAMPLE) == []


@pytest.fixture(scope="module")
def sites_of_two_editions(edition_data: LocalDataset) -> Sites:
    return Sites(edition_data)


@pytest.mark.slow
def test_a_page_of_two_editions_takes_no_more_requests(sites_of_two_editions: Sites) -> None:
    assert faults_at(sites_of_two_editions, OF_TWO_EDITIONS) == []


@pytest.mark.slow
def test_each_kind_of_page_of_two_editions_takes_no_more_requests(
    sites_of_two_editions: Sites,
) -> None:
    assert faults(sites_of_two_editions, list(sites_of_two_editions.paths)) == []


@pytest.mark.slow
def test_each_kind_of_page_is_the_same_over_a_remote_engine_within_six_requests(
    sites: Sites,
) -> None:
    assert len(sites.paths) > 90
    assert faults(sites, list(sites.paths)) == []


def test_results_read_before_are_not_requested_again(sites: Sites) -> None:
    sites.far_away("/ja/id/entry/1-24")
    sites.received.clear()

    assert sites.again("/ja/id/entry/1-24")[0] == 200
    assert sites.received == []
