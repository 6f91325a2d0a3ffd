"""Reports changes as Markdown: answers first, then derived facts; evidence only as counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import TypeAlias

import pyoxigraph as ox

from converter.iris import curie
from converter.publication.changes.comparison import Changes, compare, resource_of, without_graph
from converter.publication.changes.earlier import Earlier
from converter.publication.dumps import Dump, PublishedDataset, part_to_files
from converter.publication.manifest import File, FileKind
from converter.publication.order import natural, sorted_quads

FOLDER = "changes"
# Maximum resources listed for each kind; the N-Quads files have all of them.
SHOWN = 200
# Maximum characters of a value of a derived fact; answers are shown in full.
LONGEST = 80


class Topic(Enum):
    """The topics of statements, in the order of the report; the value is the heading."""

    ANSWERS = "Answers"
    FACTS = "Derived facts"
    OTHER = "Vocabularies, reference data and descriptions"
    EVIDENCE = "Evidence, provenance and positions"


ENTRY = "id/entry"
KINDS = "entry procedure system post measure organisation participation head-count"
THINGS = frozenset(f"id/{kind}" for kind in KINDS.split())
EVIDENCE = frozenset({"id/annotation", "id/span", "id/activity"})
# Position and provenance, which are not facts of the survey.
BESIDE = frozenset(
    {
        "dg:entryNumber",
        "dg:firstLine",
        "dg:lastLine",
        "dg:page",
        "dct:identifier",
        "dct:rights",
        "prov:hadPrimarySource",
        "prov:wasGeneratedBy",
        "prov:wasInfluencedBy",
    }
)
# In the order of the survey's columns.
STATED = (
    "dg:reportedBy",
    "dct:isPartOf",
    "dg:policyField",
    "dg:organisationKind",
    "dg:statedName",
    "dg:recruitment",
    "dg:employment",
    "dg:statedProfile",
    "dg:statedDescription",
    "dg:implementationStatus",
    "dg:sharingStatus",
    "dg:statedNote",
)
REPORTER, NAME = STATED[0], STATED[4]

Values: TypeAlias = Mapping[str, Sequence[ox.Quad]]


def changes_to_files(dataset: PublishedDataset, earlier: Earlier) -> Iterator[File]:
    """Yield the files of the changes: N-Quads added, N-Quads removed, and a report."""
    changes = compare(dataset.quads, earlier)
    for name, quads in (("added", changes.added), ("removed", changes.removed)):
        part = Dump(f"{FOLDER}/{name}", quads, FileKind.CHANGES, name)
        yield from part_to_files(part, ("nq",), dataset.base)
    text = in_words(changes, dataset.base)
    yield File(f"{FOLDER}/README.md", "text/markdown", text.encode(), None, FileKind.CHANGES)


def in_words(changes: Changes, base: str) -> str:
    """Return the changes as Markdown: answers, derived facts, other resources, then counts."""
    number, gone = len(changes.added), len(changes.removed)
    total = f"{number:,} statement{'' if number == 1 else 's'} added, {gone:,} removed."
    lines = [f"# Changes since {changes.earlier}", "", total]
    if changes.added or changes.removed:
        report = _Report(changes, base)
        lines += [*report.answers(), *report.facts(Topic.FACTS), *report.facts(Topic.OTHER)]
        lines += [*report.evidence(), *_by_graph(changes, base)]
    return "\n".join(lines) + "\n"


class _Report:
    """The statements of both datasets by topic and resource, and their form as text."""

    def __init__(self, changes: Changes, base: str) -> None:
        self._changes, self._base = changes, base
        self._added, self._removed = self._by_topic(changes.added), self._by_topic(changes.removed)

    def answers(self) -> Iterator[str]:
        """Yield the entries that are new, removed, or have another answer in a stated field."""
        added, removed = self._added[Topic.ANSWERS], self._removed[Topic.ANSWERS]
        entries: dict[str, list[str]] = {"new": [], "gone": [], "changed": []}
        for entry in sorted({*added, *removed}, key=natural):
            entries[self._how(entry)].append(entry)
        counts = ", ".join(f"{len(those):,} {how}" for how, those in entries.items())
        yield from ("", f"## {Topic.ANSWERS.value}: entries {counts}")
        for how, those in entries.items():
            if those:
                yield from ("", f"### {how.capitalize()} ({len(those):,})", "")
                yield from _listed(those, self._entry)

    def facts(self, topic: Topic) -> Iterator[str]:
        """Yield the differing statements of a topic, by kind and resource."""
        added, removed = self._added[topic], self._removed[topic]
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for resource in sorted({*added, *removed}, key=natural):
            kinds[self._kind(resource)].append(resource)
        if kinds:
            yield from ("", f"## {topic.value}")
        for kind, those in sorted(kinds.items()):
            yield from ("", f"### {kind} ({len(those):,})", "")
            yield from _listed(those, lambda one: self._thing(one, added[one], removed[one]))

    def evidence(self) -> Iterator[str]:
        """Yield the number of differing statements on evidence, provenance and position."""
        added, removed = (
            Counter({kind: sum(counts) for kind, counts in self._counts(side).items()})
            for side in (self._added, self._removed)
        )
        if added or removed:
            yield from ("", f"## {Topic.EVIDENCE.value}", "")
            yield from ("| statements about | added | removed |", "|---|---:|---:|")
        for kind in sorted({*added, *removed}):
            yield f"| {kind} | {added[kind]:,} | {removed[kind]:,} |"

    def _counts(self, side: Mapping[Topic, Values]) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for resource, quads in side[Topic.EVIDENCE].items():
            found[self._kind(resource)].append(len(quads))
        return found

    def _by_topic(
        self, quads: Iterable[ox.Quad]
    ) -> Mapping[Topic, defaultdict[str, list[ox.Quad]]]:
        found: Mapping[Topic, defaultdict[str, list[ox.Quad]]] = {
            topic: defaultdict(list) for topic in Topic
        }
        for quad in sorted_quads({without_graph(quad) for quad in quads}):
            found[self._topic(quad)][resource_of(quad)].append(quad)
        return found

    def _topic(self, quad: ox.Quad) -> Topic:
        kind, name = self._kind(resource_of(quad)), self._property(quad)
        if kind in EVIDENCE or (kind in THINGS and name in BESIDE):
            return Topic.EVIDENCE
        if kind == ENTRY and name in STATED:
            return Topic.ANSWERS
        return Topic.FACTS if kind in THINGS else Topic.OTHER

    def _kind(self, resource: str) -> str:
        path = resource.removeprefix(self._base)
        return path.rpartition("/")[0] or path.partition("#")[0]

    def _how(self, resource: str) -> str:
        changes = self._changes
        return (
            "new" if resource in changes.new else "gone" if resource in changes.gone else "changed"
        )

    def _entry(self, entry: str) -> Iterator[str]:
        added, removed = self._added[Topic.ANSWERS][entry], self._removed[Topic.ANSWERS][entry]
        prefecture = self._changes.reporters.get(entry, "")
        number = entry.removeprefix(f"{self._base}{ENTRY}/")
        reporter = f" ({self._changes.labels.get(prefecture, prefecture)})" if prefecture else ""
        if self._how(entry) == "changed":
            yield f"- {number}{reporter}"
            yield from self._fields(added, removed, STATED, None)
        else:
            yield f"- {number}{reporter}{self._name_of([*added, *removed])}"

    def _name_of(self, quads: Iterable[ox.Quad]) -> str:
        names = [self._value(quad, None) for quad in quads if self._property(quad) == NAME]
        return f": {names[0]}" if names else ""

    def _thing(
        self, thing: str, added: Sequence[ox.Quad], removed: Sequence[ox.Quad]
    ) -> Iterator[str]:
        label, how = self._changes.labels.get(thing, ""), self._how(thing)
        yield f"- {thing.removeprefix(self._base)}{f' “{label}”' if label else ''}: {how}"
        if how == "changed":
            names = sorted({self._property(quad) for quad in (*added, *removed)})
            yield from self._fields(added, removed, names, LONGEST)

    def _fields(
        self,
        added: Iterable[ox.Quad],
        removed: Iterable[ox.Quad],
        names: Iterable[str],
        longest: int | None,
    ) -> Iterator[str]:
        before, after = self._values(removed, longest), self._values(added, longest)
        for name in names:
            if before[name] and after[name]:
                yield f"  - {name}: {', '.join(before[name])} → {', '.join(after[name])}"
            elif before[name] or after[name]:
                how = "added" if after[name] else "removed"
                yield f"  - {name}: {', '.join(after[name] or before[name])} {how}"

    def _values(self, quads: Iterable[ox.Quad], longest: int | None) -> defaultdict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for quad in quads:
            found[self._property(quad)].append(self._value(quad, longest))
        return found

    def _property(self, quad: ox.Quad) -> str:
        iri, own = quad.predicate.value, f"{self._base}ontology#"
        return f"dg:{iri.removeprefix(own)}" if iri.startswith(own) else curie(iri)

    def _value(self, quad: ox.Quad, longest: int | None) -> str:
        value = quad.object
        label = self._changes.labels.get(value.value) if isinstance(value, ox.NamedNode) else None
        found = str(value).replace(f"<{self._base}", "<") + (f" “{label}”" if label else "")
        return found if longest is None or len(found) <= longest else f"{found[:longest]}…"


def _listed(those: Sequence[str], line: Callable[[str], Iterable[str]]) -> Iterator[str]:
    for one in those[:SHOWN]:
        yield from line(one)
    if len(those) > SHOWN:
        yield f"- … and {len(those) - SHOWN:,} more, in the N-Quads"


def _by_graph(changes: Changes, base: str) -> Iterator[str]:
    added = Counter(str(quad.graph_name) for quad in changes.added)
    removed = Counter(str(quad.graph_name) for quad in changes.removed)
    yield from ("", "## Statements by graph", "", "| graph | added | removed |", "|---|---:|---:|")
    for name in sorted({*added, *removed}):
        graph = "(one graph)" if name == "DEFAULT" else name[1:-1].removeprefix(base)
        yield f"| {graph} | {added[name]:,} | {removed[name]:,} |"
