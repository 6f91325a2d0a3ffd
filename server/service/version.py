"""A version of the dataset with its engine, endpoint, pages and cache."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from markupsafe import Markup

from server.engine import Dataset, Engine
from server.engine.opening import opened
from server.findings.page import answerable
from server.http.deferred import DeferredHandlers
from server.http.errors import nothing_is_at
from server.http.language import Language
from server.http.message import Handler, Request, Response
from server.http.on_demand import OnDemand
from server.http.plain_page import Layout, Page, visible
from server.http.problem_details import list_kinds
from server.http.security_headers import secured
from server.http.wsgi import Threaded
from server.middleware.connection import while_connected
from server.middleware.response_cache import Memory, ResponseCache
from server.rdf.prefixes import common_prefixes
from server.service.indexes import indexes_of, with_answers
from server.service.latest_edition import latest_by_default
from server.service.routes import Indexes, pages_application
from server.settings import Settings
from server.site.background import Prepared
from server.site.links import query_page
from server.site.site import CACHE_BYTES, Frame, Site
from server.sparql.documents import about_of, prefixes_of, readable, void_of
from server.sparql.endpoint import Endpoint
from server.sparql.service_description import describe
from server.sparql.terms import QueryTerms

_MEBIBYTE = 1 << 20
# Paths of requests with a body.
QUERYING = frozenset({"/sparql", "/mcp"})
# Paths of the tools and their description.
_FOR_PROGRAMS = (
    "/mcp",
    "/llms.txt",
    "/api/count",
    "/api/evidence",
    "/api/verify",
    "/openapi.json",
)
# Threads that render pages: more would only contend for the GIL.
_PAGE_THREADS = 4
# Separate threads for tools, so that no page waits for a busy program.
_TOOL_THREADS = 2


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the dataset with everything that answers from it."""

    engine: Engine
    answer: Handler
    layout: Layout
    memory: Memory
    threads: tuple[ThreadPoolExecutor, ...]

    async def close(self) -> None:
        """Stop the engine and the threads; there must be no more requests."""
        await self.engine.close()
        for pool in self.threads:
            pool.shutdown(wait=False, cancel_futures=True)


async def open_version(path: Path, settings: Settings) -> Version:
    """Open the dataset of a folder or an RDF file as a version.

    Raises:
        DatasetError: The dataset cannot be loaded, or was replaced during loading.
    """
    async with opened(path, settings) as (dataset, engine):
        return await asyncio.to_thread(create_version, dataset, engine, settings, prepare=True)


def create_version(
    dataset: Dataset, engine: Engine, settings: Settings, *, prepare: bool = False
) -> Version:
    """Return the version for a dataset with a started engine.

    With `prepare`, indexes and the slowest answers are read from files; missing files are made in
    the background in the cache folder.
    """
    dataset = with_answers(dataset) if prepare else dataset
    site = Site.of(dataset, settings.public_url, CACHE_BYTES if settings.cache else 0)
    findings = Prepared(lambda: answerable(site))
    layout = _layout_of(site)
    threads = ThreadPoolExecutor(_PAGE_THREADS, thread_name_prefix="pages")
    catalogue, library = indexes_of(dataset, stored=prepare)
    application = pages_application(site, layout, Indexes(catalogue, library, findings))
    pages = Threaded(latest_by_default(application, site.editions), threads)
    handlers = _handlers(site, engine, settings, layout)
    tools = ThreadPoolExecutor(_TOOL_THREADS, thread_name_prefix="tools")

    def for_programs() -> Mapping[str, Handler]:
        # Imported late: this is half of a start's imports, and few clients call a tool.
        from server.mcp.knowledge import Knowledge  # noqa: PLC0415
        from server.service.tools import handlers_for_programs  # noqa: PLC0415 -- likewise

        knowledge = Knowledge(site, engine, catalogue, library)
        return handlers_for_programs(knowledge, tools, settings)

    deferred = DeferredHandlers(for_programs)
    handlers |= {path: deferred.at(path) for path in _FOR_PROGRAMS}
    handlers["*"] = readable(_of_the_whole_server)

    async def route(request: Request) -> Response:
        handler = handlers.get(request.path, pages)
        return secured(await while_connected(handler, request), request)

    memory = Memory(settings.cache * _MEBIBYTE)
    cache = ResponseCache(route, memory, QUERYING)
    return Version(engine, cache, layout, memory, (threads, tools))


def _of_the_whole_server(_request: Request) -> Response:
    """Refuse a target that is not a path (`*`), except for OPTIONS (RFC 9110, 7.1)."""
    whole = "*"
    raise nothing_is_at(whole)


def _handlers(site: Site, engine: Engine, settings: Settings, layout: Layout) -> dict[str, Handler]:
    dataset = site.dataset
    prefixes = common_prefixes(dataset.identity.base)
    federated = bool(settings.allow_service)
    description = OnDemand(lambda: describe(dataset, prefixes, federated=federated))
    return {
        "/sparql": Endpoint(
            engine, description, settings.public_url, prefixes, layout, QueryTerms(dataset)
        ),
        "/.well-known/void": void_of(description, settings.public_url),
        "/prefixes": readable(prefixes_of(prefixes, layout)),
        "/problems": readable(partial(list_kinds, layout=layout)),
        "/about.json": readable(about_of(dataset.identity)),
    }


def _layout_of(site: Site) -> Layout:
    """Return the layout that puts a small page into the frame of the site."""

    def write(page: Page) -> str:
        sent, language = (("query", page.query),) if page.query else (), Language(page.language)
        home = site.home(language)
        frame = Frame(
            language,
            page.path or "query",
            page.title,
            page.title,
            crumbs=[home, query_page(site, language)] if page.query else [home],
            robots="noindex",
            parameters=sent,
        )
        return site.render("plain.html", frame, content=Markup(visible(page.content)))  # noqa: S704 -- HTML of our own, with escaped texts

    return write
