"""Prefetches the data of a resource's page in waves, each of which is one request.

Each wave reads the targets of links found by the one before. Local data is not prefetched. Data
that is missing here is read when the page needs it, by a separate request.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from server.engine import Pattern
from server.http.language import Language
from server.site.kinds import kind_of
from server.site.site import Site
from server.site.statements.statements import MOST_POINTING, SOURCE, SUBJECT, own_patterns
from server.site.tables.distributions import PREFIX
from server.site.tables.list_queries import columns_of
from server.site.tables.resource_lists import queries_of
from server.site.tables.table import unnamed

# The longest chain of links on a page: resource, entry, span, annotation, activity, rule.
_MOST_WAVES = 6
# Maximum rows of a list on the page of a resource.
_MOST_ROWS = 50
_TARGET = ox.NamedNode("http://www.w3.org/ns/oa#hasTarget")
_PART_OF = ox.NamedNode("http://purl.org/dc/terms/isPartOf")
# Properties whose objects are shown with the statements about them.
_SHOWN_WHOLE = ("describes", "describedIn", "participation")
# Resources read together with a resource, by its path: its part, or the rule of an activity.
_READ_WITH = {
    "id/span/": ("id/span/{}#selector",),
    "id/activity/": ("id/activity/{}#association", "id/rule/{}"),
}
# The label of an annotation consists of the words of its target; the headings above a heading are
# in the breadcrumb trail.
_FOLLOWED = {"id/annotation/": _TARGET, "id/section/": _PART_OF}
# Maker of annotations on the words of an entry that are about a later thing. It is found one wave
# later than the maker of the annotations of the thing itself.
_HISTORY, _MAKER_OF_HISTORY = "thing-history", "id/activity/continued-thing"


def read_page(site: Site, iri: str, language: Language, edition: str = "") -> None:
    """Prefetch the data of a resource's page."""
    if site.dataset.is_local:
        return
    kind, tables = kind_of(site.addresses.path(iri) or ""), site.tables(language, edition)
    names = (*kind.counts, *kind.lists)
    _Around(site, iri).read({name: queries_of(tables, name, iri) for name in names})


def read_entry(site: Site, iri: str) -> None:
    """Prefetch the data for showing an entry on another page."""
    if not site.dataset.is_local:
        _Around(site, iri).read({})


@dataclass(frozen=True, slots=True)
class _Around:
    """Finds the resources that a resource's page shows, breadth first.

    `whole` are those shown with their statements; of others only the label is shown.
    """

    site: Site
    iri: str
    whole: set[str] = field(default_factory=set)

    def read(self, lists: dict[str, list[str]]) -> None:
        """Read the lists (queries by name), and wave by wave the resources found."""
        self.site.statements.exists(self.iri)
        self.whole.add(self.iri)
        found = [*self._next_to(self.iri), *_neighbours(self.iri)]
        if _HISTORY in lists:
            found.append(self.site.addresses.iri(_MAKER_OF_HISTORY))
        queries = [query for named in lists.values() for query in named]
        self.site.dataset.read([*self._patterns(found), *self._inbound()], queries)
        seen: set[str] = set()
        found += [*self._pointing(), *self._listed(lists)]
        for _ in range(_MOST_WAVES - 2):
            wave = [iri for iri in dict.fromkeys(found) if iri not in seen]
            seen.update(wave)
            self.site.dataset.read(self._patterns(wave))
            found = [iri for one in wave for iri in self._next_to(one)]

    def _patterns(self, iris: Iterable[str]) -> Iterator[Pattern]:
        """Yield the patterns to read for resources."""
        for iri in iris:
            yield Pattern(ox.NamedNode(iri))
            yield from self._read_with(iri)
            if iri in self.whole:
                yield from own_patterns(iri)
                if self._path(iri).startswith("id/span/"):
                    yield Pattern(predicate=_TARGET, object=ox.NamedNode(iri))

    def _read_with(self, iri: str) -> Iterator[Pattern]:
        path = self._path(iri).partition("#")[0]
        for start, others in _READ_WITH.items():
            if path.startswith(start):
                for other in others:
                    name = other.format(path.removeprefix(start))
                    yield Pattern(ox.NamedNode(self.site.addresses.iri(name)))

    def _next_to(self, iri: str) -> list[str]:
        """Return the resources that are shown together with this one."""
        node, path = ox.NamedNode(iri), self._path(iri)
        if iri not in self.whole:
            for start, name in _FOLLOWED.items():
                if path.startswith(start):
                    return list(_ends(self.site.dataset.quads(Pattern(node, name))))
            return []
        quads = self.site.dataset.quads(Pattern(node))
        if path.startswith("id/activity/") and "#" not in path:
            association = Pattern(ox.NamedNode(f"{iri}#association"))
            quads = [*quads, *self.site.dataset.quads(association)]
        evidence = [name for quads in self._evidence(node) for name in _subjects(quads)]
        self.whole.update(evidence, self._shown_whole(iri, quads))
        return [*evidence, *_ends(quads)]

    def _evidence(self, node: ox.NamedNode) -> Iterator[Sequence[ox.Quad]]:
        """Yield the evidence of a resource, the spans of an entry, the annotations on a span."""
        path = self._path(node.value)
        for name, applies in (
            (SUBJECT, node.value == self.iri),
            (SOURCE, path.startswith("id/entry/")),
            (_TARGET, path.startswith("id/span/")),
        ):
            if applies:
                yield self.site.dataset.quads(Pattern(None, name, node))

    def _shown_whole(self, iri: str, quads: Sequence[ox.Quad]) -> Iterator[str]:
        """Yield the resources that a page shows with their statements."""
        names = {self.site.addresses.iri(f"ontology#{name}") for name in _SHOWN_WHOLE}
        for quad in quads:
            if isinstance(quad.object, ox.NamedNode):
                end = quad.object.value
                is_shown = iri == self.iri and quad.predicate.value in names
                is_activity = self._path(end).startswith("id/activity/") and "#" not in end
                is_maker = is_activity and iri != self.iri
                if is_shown or is_maker or end.startswith(f"{self.iri}#"):
                    yield end

    def _inbound(self) -> list[Pattern]:
        """Return the subjects that point to the resource, unless they are too many."""
        few = self.site.statements.count_pointing(self.iri) <= MOST_POINTING
        return [Pattern(object=ox.NamedNode(self.iri))] if few else []

    def _pointing(self) -> Iterator[str]:
        for pointing in self.site.statements.pointing_to(self.iri):
            yield pointing.property
            yield from pointing.subjects

    def _listed(self, lists: dict[str, list[str]]) -> Iterator[str]:
        """Yield the resources in rows of lists that have no label beside them."""
        for name, queries in lists.items():
            rows = self.site.dataset.rows(queries[0])[:_MOST_ROWS]
            values = (term for row in rows for term in row.values())
            terms = values if name.startswith(PREFIX) else unnamed(rows, columns_of(queries[0]))
            yield from (term.value for term in terms if isinstance(term, ox.NamedNode))

    def _path(self, iri: str) -> str:
        return iri.removeprefix(self.site.addresses.base)


def _subjects(quads: Iterable[ox.Quad]) -> Iterator[str]:
    return (quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


def _ends(quads: Iterable[ox.Quad]) -> Iterator[str]:
    for quad in quads:
        yield quad.predicate.value
        if isinstance(quad.object, ox.NamedNode):
            yield quad.object.value


def _neighbours(iri: str) -> list[str]:
    """Return the IRIs of the entries before and after an entry."""
    head, _, last = iri.rpartition("-")
    return [f"{head}-{int(last) + step}" for step in (-1, 1)] if last.isdigit() else []
