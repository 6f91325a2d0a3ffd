"""What is different between two datasets: statements added and removed, and the same in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import pyoxigraph as ox

from converter.iris import absolute, curie
from converter.publication.dumps import Dataset, Part, part_to_files
from converter.publication.earlier import Earlier
from converter.publication.manifest import File, Kind
from converter.publication.order import sorted_quads

FOLDER = "changes"
LABEL = absolute("rdfs:label")
# So many resources of one kind are listed; N-Quads has them all.
SHOWN = 200
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Changes:
    """The quads that only one of two datasets has; `labels` are those of all resources.

    `new` and `gone` are the resources of which only one of the two says anything.
    """

    earlier: str
    added: Sequence[ox.Quad]
    removed: Sequence[ox.Quad]
    labels: Mapping[str, str]
    new: AbstractSet[str]
    gone: AbstractSet[str]


def changes_to_files(dataset: Dataset, earlier: Earlier) -> Iterator[File]:
    """Yield what was added and removed since an earlier dataset, as N-Quads and in words."""
    changes = compare(dataset.quads, earlier)
    for name, quads in (("added", changes.added), ("removed", changes.removed)):
        part = Part(f"{FOLDER}/{name}", quads, Kind.CHANGES, name)
        yield from part_to_files(part, ("nq",), dataset.base)
    text = in_words(changes, dataset.base)
    yield File(f"{FOLDER}/README.md", "text/markdown", text.encode(), None, Kind.CHANGES)


def compare(quads: Iterable[ox.Quad], earlier: Earlier) -> Changes:
    """Return what is different now."""
    now = {_bare(quad) for quad in quads} if earlier.is_one_graph else set(quads)
    labels = dict(_labels(earlier.quads)) | dict(_labels(now))
    added, removed = sorted_quads(now - earlier.quads), sorted_quads(earlier.quads - now)
    here, there = _resources(now), _resources(earlier.quads)
    return Changes(earlier.name, added, removed, labels, here - there, there - here)


def _resources(quads: Iterable[ox.Quad]) -> set[str]:
    return {_resource_of(quad) for quad in quads}


def in_words(changes: Changes, base: str) -> str:
    """Return the changes as Markdown: how many, and which resources and properties."""
    number, gone = len(changes.added), len(changes.removed)
    total = f"{number:,} statement{'' if number == 1 else 's'} added, {gone:,} removed."
    lines = [f"# Changes since {changes.earlier}", "", total]
    if changes.added or changes.removed:
        lines += ["", "| graph | added | removed |", "|---|---:|---:|", *_by_graph(changes, base)]
    added, removed = _by_resource(changes.added), _by_resource(changes.removed)
    for kind, resources in sorted(_by_kind(changes, base).items()):
        lines += ["", f"## {kind} ({len(resources):,})", ""]
        for one in resources[:SHOWN]:
            label = changes.labels.get(one, "")
            name = one.removeprefix(base) + (f" “{label}”" if label else "")
            how = "new" if one in changes.new else "gone" if one in changes.gone else "changed"
            lines.append(f"- {name}: {how}")
            if how == "changed":
                lines += _statements(added[one], removed[one], base)
        if len(resources) > SHOWN:
            lines.append(f"- … and {len(resources) - SHOWN:,} more, in the N-Quads")
    return "\n".join(lines) + "\n"


def _by_graph(changes: Changes, base: str) -> Iterator[str]:
    added = Counter(str(quad.graph_name) for quad in changes.added)
    removed = Counter(str(quad.graph_name) for quad in changes.removed)
    for name in sorted({*added, *removed}):
        graph = "(one graph)" if name == "DEFAULT" else name[1:-1].removeprefix(base)
        yield f"| {graph} | {added[name]:,} | {removed[name]:,} |"


def _by_kind(changes: Changes, base: str) -> dict[str, list[str]]:
    """Return the resources that changed, in published order, by the kind that their IRI tells."""
    kinds: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for quad in sorted_quads(_bare(quad) for quad in (*changes.added, *changes.removed)):
        resource = _resource_of(quad)
        path = resource.removeprefix(base)
        kind = path.rpartition("/")[0] or path.partition("#")[0]
        kinds[kind][resource] = None
    return {kind: list(resources) for kind, resources in kinds.items()}


def _by_resource(quads: Iterable[ox.Quad]) -> defaultdict[str, list[ox.Quad]]:
    found: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[_resource_of(quad)].append(quad)
    return found


def _statements(added: Sequence[ox.Quad], removed: Sequence[ox.Quad], base: str) -> Iterator[str]:
    yield from (f"  - {_statement(quad, base)} removed" for quad in removed)
    yield from (f"  - {_statement(quad, base)} added" for quad in added)


def _statement(quad: ox.Quad, base: str) -> str:
    iri = quad.predicate.value
    own = f"dg:{iri.removeprefix(f'{base}ontology#')}"
    predicate = own if iri.startswith(f"{base}ontology#") else curie(iri)
    value = " ".join(str(quad.object).replace(f"<{base}", "<").split())
    return f"{predicate} {value if len(value) <= LONGEST else value[:LONGEST] + '…'}"


def _labels(quads: Iterable[ox.Quad]) -> Iterator[tuple[str, str]]:
    for quad in quads:
        value = quad.object
        if (
            quad.predicate.value == LABEL
            and isinstance(value, ox.Literal)
            and value.language == "ja"
        ):
            yield _iri(quad), value.value


def _resource_of(quad: ox.Quad) -> str:
    """Return the resource whose part the subject is (`…#quote`); terms stay themselves."""
    iri = _iri(quad)
    return iri.partition("#")[0] if "/id/" in iri else iri


def _iri(quad: ox.Quad) -> str:
    return str(quad.subject)[1:-1]


def _bare(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)
