"""The kinds of resources: the pattern of their paths, and the lists on their pages."""

import re
from dataclasses import dataclass

from server.counts.facets import FACETS


@dataclass(frozen=True, slots=True)
class ResourceKind:
    """A kind of resource.

    `name` is the key of its text (`kind.entry`), `pattern` matches the path below the base.
    `counts` are small distributions shown side by side, `lists` the tables below them. `index` is
    the list page of all such resources, `template` the template of a page. A page has at most
    `rows` rows of each list; the list's own page has all.
    """

    name: str
    pattern: str
    counts: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    index: str = ""
    template: str = "resource.html"
    rows: int = 50

    @property
    def data_last(self) -> bool:
        """Return whether the statements come last, because readers want something else."""
        return self.known_by_use or self.template in _FOR_PEOPLE

    @property
    def is_of_editions(self) -> bool:
        """Return whether its lists are for one edition, which the reader can choose."""
        return self.name in _OF_EDITIONS and bool(self.counts or self.lists)

    @property
    def known_by_use(self) -> bool:
        """Return whether its lists come first, because they tell more than its statements."""
        return bool(self.counts) or self.name in _LISTS


# `by-…`: the answers of the resource by the values of a facet.
_PREFECTURE_COUNTS = ("by-table", "by-status", "by-technology", "by-task")
_PREFECTURE_LISTS = (
    *("prefecture-contacts", "prefecture-gaps", "prefecture-offers", "prefecture-own-offers"),
    *("prefecture-entries", "participant-systems", "prefecture-alike"),
)
_FEW, _SOME = 8, 30
_CODE_COUNTS = ("by-prefecture", "by-table")
_PROCEDURE_LISTS = ("thing-history", "thing-entries", "procedure-similar")
_SYSTEM_LISTS = ("thing-history", "system-participants", "thing-entries", "system-similar")
_ORGANISATION_LISTS = ("thing-history", "organisation-heads", "thing-entries", "organisation-below")
_POST_LISTS = ("thing-history", "thing-entries")
_GRAPH_COUNTS = ("graph-classes", "graph-properties")
_OPERATED = ("participant-systems", "operated-things")
# Schemes of concepts that classify things, each with the facets to show on its concepts' pages.
_TOPICS = {
    "technology": ("by-prefecture", "by-status", "by-table", "by-type", "by-task"),
    "procedure-type": ("by-prefecture", "by-status", "by-technology", "by-task", "by-sharing"),
    "system-type": ("by-prefecture", "by-status", "by-sharing", "by-scope"),
}
# Schemes whose concepts are values of answers.
_ANSWERED = "|".join(
    facet.prefix.removeprefix("concept/").rstrip("/")
    for facet in FACETS
    if facet.prefix.startswith("concept/") and facet.prefix != "concept/"
)
_ANSWERED_SCHEMES = rf"concept/({_ANSWERED}|joint-use|further-joint-use)"
_OTHER_INDEXES = {"technology": "technologies", "procedure-type": "procedure-types"}

_LISTS = frozenset({"scheme", "section"})
_OF_EDITIONS = frozenset({"prefecture", "municipality", "body", "topic", "code", "scheme"})
_THING = "thing.html"
_FOR_PEOPLE = frozenset({_THING, "entry.html", "prefecture.html"})

# The first pattern that matches decides.
KINDS: tuple[ResourceKind, ...] = (
    ResourceKind("entry", r"id/entry/.+", template="entry.html"),
    ResourceKind("procedure", r"id/procedure/.+", (), _PROCEDURE_LISTS, "procedures", _THING),
    ResourceKind("system", r"id/system/.+", (), _SYSTEM_LISTS, "systems", _THING),
    ResourceKind("post", r"id/post/.+", (), _POST_LISTS, "posts", _THING),
    ResourceKind("measure", r"id/measure/.+", (), _POST_LISTS, "measures", _THING),
    ResourceKind(
        "organisation", r"id/organisation/.+", (), _ORGANISATION_LISTS, "organisations", _THING
    ),
    ResourceKind(
        *("prefecture", r"id/pref/.+", _PREFECTURE_COUNTS, _PREFECTURE_LISTS, "prefectures"),
        template="prefecture.html",
        rows=_FEW,
    ),
    ResourceKind("municipality", r"id/muni/.+", (), _OPERATED, "municipalities"),
    ResourceKind("body", r"id/body/.+", (), _OPERATED, "municipalities"),
    ResourceKind(
        "section", r"id/section/.+", (), ("section-sections", "section-entries"), "sources"
    ),
    ResourceKind("edition", r"id/edition/.+", ("by-table",), (), "sources"),
    ResourceKind("source", r"id/source/.+", ("by-table",), ("source-sections",), "sources"),
    ResourceKind("annotation", r"id/annotation/.+"),
    ResourceKind("span", r"id/span/.+"),
    ResourceKind("activity", r"id/activity/.+", ("activity-statements",)),
    ResourceKind("rule", r"id/rule/.+"),
    ResourceKind("participation", r"id/participation/.+"),
    ResourceKind("head-count", r"id/head-count/.+"),
    ResourceKind("report", r"id/report(/.+)?", ("report-severities",), ("report-results",)),
    ResourceKind("result", r"id/result/.+"),
    *(
        ResourceKind("topic", rf"concept/{scheme}/[^/]+", counts, ("concept-things",), rows=_SOME)
        for scheme, counts in _TOPICS.items()
    ),
    ResourceKind("code", r"concept/region/[^/]+", ("by-prefecture", "by-table")),
    ResourceKind("code", rf"{_ANSWERED_SCHEMES}/[^/]+", _CODE_COUNTS, ("code-entries",)),
    ResourceKind("code", r"concept/[^/]+/[^/]+"),
    ResourceKind("scheme", _ANSWERED_SCHEMES, (), ("scheme-concepts",), "schemes"),
    ResourceKind("scheme", r"concept/[^/]+", (), ("scheme-users",), "schemes"),
    ResourceKind("graph", r"graph/[^/]+", _GRAPH_COUNTS, (), "graphs"),
    ResourceKind("dataset", r"id/dataset/[^/]+"),
    ResourceKind("catalogue", r"id/catalogue/[^/]+"),
    ResourceKind("distribution", r"id/distribution/[^/]+"),
    ResourceKind("service", r"id/service/[^/]+"),
    ResourceKind("partition", r"id/partition/[^/]+"),
    ResourceKind("linkset", r"id/(linkset|target)/[^/]+"),
    ResourceKind("ontology", r"ontology", template="ontology.html"),
    ResourceKind("shapes", r"shapes(/.+)?"),
    ResourceKind("other", r".*"),
)


def kind_of(path: str) -> ResourceKind:
    """Return the kind of the resource at a path below the base."""
    return next(kind for kind in KINDS if re.fullmatch(kind.pattern, path))


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A page that lists all resources of a kind: slug, query, and the resource it is about.

    `by-…` is not a query: such a page lists the values of a facet with their answers.
    """

    slug: str
    query: str
    about: str = ""

    @property
    def title(self) -> str:
        """Return the key of the title below `list.`."""
        return self.slug if self.slug.startswith("entries-") else f"index-{self.slug}"


INDEXES: tuple[IndexPage, ...] = (
    *(
        IndexPage(slug, f"by-{facet}")
        for slug, facet in (
            ("prefectures", "prefecture"),
            ("technologies", "technology"),
            ("procedure-types", "type"),
            ("sources", "source"),
        )
    ),
    *(
        IndexPage(slug, f"index-{slug}")
        for slug in (
            *("procedures", "systems", "posts", "measures", "organisations"),
            *("municipalities", "schemes", "graphs"),
        )
    ),
    IndexPage("entries-1", "entries-of-class", "ontology#ProcedureEntry"),
    IndexPage("entries-2", "entries-of-class", "ontology#SharedSystemEntry"),
    IndexPage("entries-3-1", "entries-of-class", "ontology#PostEntry"),
    IndexPage("entries-3-2", "entries-of-class", "ontology#OrganisationEntry"),
)


def index_named(slug: str) -> IndexPage | None:
    """Return the list page with this slug."""
    return next((index for index in INDEXES if index.slug == slug), None)


def index_of_scheme(scheme: str) -> str:
    """Return the slug of the list page for the concepts of a scheme, "" if it has no page."""
    return _OTHER_INDEXES.get(scheme, "")
