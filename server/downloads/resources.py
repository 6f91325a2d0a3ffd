"""Lists the pages for crawlers."""

import re
from collections.abc import Sequence
from functools import lru_cache

from server.charts.routes import COMPARISONS
from server.engine import Dataset, Row
from server.rdf.addresses import quoted
from server.rdf.query_files import read_query
from server.site.kinds import INDEXES
from server.site.site import Site
from server.site.statements.statements import iri_of

_PLAIN = (
    *("", "dictionary", "download", "about/assessment", "query", "examples"),
    *("explore", "compare", *(f"compare/{item.slug}" for item in COMPARISONS)),
)
# Left out: pages of evidence and counts, which other pages link to.
_MINOR = re.compile(r"id/(annotation|span|result|partition|distribution|linkset|target)/")


def page_paths(site: Site) -> list[str]:
    """Return the sorted paths of the pages of things and lists, without language."""
    return list(_page_paths(site.dataset))


@lru_cache(maxsize=1)
def _page_paths(dataset: Dataset) -> Sequence[str]:
    base = dataset.identity.base
    rows = dataset.rows(read_query("server.downloads", "subjects", base))
    return sorted(
        {
            *_PLAIN,
            *(f"list/{index.slug}" for index in INDEXES),
            *(path for path in (_path(base, row) for row in rows) if not _MINOR.match(path)),
        }
    )


def _path(base: str, row: Row) -> str:
    return quoted(iri_of(row["s"]).removeprefix(base))
