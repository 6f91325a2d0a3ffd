"""Which pages there are, for crawlers."""

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
# Pages of evidence and of counts are reached from what they are about.
_MINOR = re.compile(r"id/(annotation|span|result|partition|distribution|linkset|target)/")


def page_paths(site: Site) -> list[str]:
    """Return the paths of all pages of things and lists, sorted, without their languages."""
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
