"""One page of each kind that the survey has."""

import pyoxigraph as ox

from server.charts.routes import COMPARISONS
from server.engine import LocalDataset
from server.site.kinds import INDEXES, kind_of

BASE = "https://w3id.org/jp-digigov/"
_OTHERS = {
    "start": "/ja/",
    "start, English": "/en/",
    "survey": "/ja/about/survey",
    "assessment": "/ja/about/assessment",
    "dictionary": "/ja/dictionary",
    "query": "/ja/query",
    "examples": "/ja/examples",
    "downloads": "/ja/download",
    "search": "/ja/search?q=RPA",
    "search in a group": "/ja/search?q=%E7%A8%8E&group=entries",
    "search, JSON": "/api/search?q=RPA",
    "view": "/ja/explore?technology=artificial-intelligence",
    "view, JSON": "/api/explore?technology=artificial-intelligence",
    "findings": "/ja/findings",
    "finding": "/ja/findings/spread-of-technologies",
    "figure": "/ja/count/answers?technology=ai-ocr",
    "nothing": "/ja/id/nothing",
    "sitemap": "/sitemap.xml",
    "entry, RDF": "/id/entry/1-24.ttl",
    "technology, RDF": "/concept/technology/ai-ocr.ttl",
    "activity, RDF": "/id/activity/technology-spelling.nt",
    "graph, RDF": "/graph/derived.nt",
    "list of a resource": "/ja/concept/technology/ai-ocr?list=concept-things",
}


def one_path_of_each_kind(dataset: LocalDataset) -> dict[str, str]:
    """Return kind → the path of a page of that kind, in Japanese."""
    found = dict(_OTHERS)
    found |= {f"list {index.slug}": f"/ja/list/{index.slug}" for index in INDEXES}
    found |= {f"comparison {item.slug}": f"/ja/compare/{item.slug}" for item in COMPARISONS}
    for path in _resources(dataset):
        group = path.split("/")[:2][-1]
        found.setdefault(f"{kind_of(path).name} {group}", f"/ja/{path}")
    return found


def _resources(dataset: LocalDataset) -> list[str]:
    subjects = (quad.subject for quad in dataset.store)
    names = {one.value for one in subjects if isinstance(one, ox.NamedNode)}
    own = (name.removeprefix(BASE) for name in names if name.startswith(BASE))
    return sorted(path for path in own if "#" not in path)
