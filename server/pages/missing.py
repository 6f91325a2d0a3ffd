"""The page for what is not there: what there is nearby, and a search."""

from difflib import get_close_matches

import pyoxigraph as ox

from server.engine import Dataset
from server.languages import Language
from server.pages.cells import Cell
from server.pages.query import bound
from server.pages.site import Frame, Site
from server.pages.statements import iri_of

# The nearest are looked for among at most so many IRIs of the same kind.
_CANDIDATES = 5000
_LONGEST = 200
_SAME_KIND = f"""
SELECT DISTINCT ?iri WHERE {{ ?iri a ?class FILTER(STRSTARTS(STR(?iri), $start)) }}
LIMIT {_CANDIDATES}
"""


def missing_page(site: Site, path: str, language: Language) -> str:
    """Return the page for a path at which there is nothing."""
    iri = site.addresses.iri(path)
    frame = Frame(
        language=language,
        path=path[:_LONGEST],
        title=site.text(language, "error.not_found"),
        summary=site.text(language, "error.not_found"),
        crumbs=[Cell(site.text(language, "site.name"), site.addresses.url(f"{language}/"))],
        robots="noindex",
    )
    nearest = [site.reader(language).link(found) for found in nearest_to(site.dataset, iri)]
    words = path.rstrip("/").rpartition("/")[2][:_LONGEST]
    return site.render("missing.html", frame, iri=iri[:_LONGEST], nearest=nearest, words=words)


def nearest_to(dataset: Dataset, iri: str) -> list[str]:
    """Return the IRIs of the same kind that are spelt most like this one, at most eight."""
    head, _, last = iri[: _LONGEST + len(dataset.identity.base)].rpartition("/")
    if not head.startswith(dataset.identity.base.rstrip("/")):
        return []
    rows = dataset.rows(bound(_SAME_KIND, start=ox.Literal(f"{head}/")))
    known = [iri_of(row["iri"]) for row in rows]
    names = {found.removeprefix(f"{head}/"): found for found in known if "#" not in found}
    return [names[name] for name in get_close_matches(last, names, n=8, cutoff=0.5)]
