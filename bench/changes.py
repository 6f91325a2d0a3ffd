"""Makes single changes of a dataset, deterministically.

For each property, kind of subject and layer, some statements are changed in each of the ways of
`WAYS`, and all of them are deleted at once.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import TypeAlias

import pyoxigraph as ox

from converter.iris import BASE
from converter.mapping.terms import Layer, graph, node

Quads: TypeAlias = tuple[ox.Quad, ...]
Way: TypeAlias = Callable[[ox.Quad, Sequence[ox.Quad]], tuple[Quads, Quads]]
NOTHING: tuple[Quads, Quads] = ((), ())
TYPE = node("rdf:type")
LANGUAGES: Mapping[str, str] = {"ja": "en", "en": "ja", "ja-hira": "en"}
DIGIT = re.compile("[0-9]")
TRIED = 20  # statements of a group to try a way on
NEAR = 400  # statements of a group to search for another value
SKIP = 7  # distance between the first statements that two ways change


@dataclass(frozen=True, slots=True, order=True)
class StatementGroup:
    """The statements of one layer that have one property and one kind of subject."""

    layer: str
    family: str
    predicate: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a dataset: statements removed and added, and the way."""

    way: str
    group: StatementGroup
    removed: Quads
    added: Quads = ()

    def apply(self, store: ox.Store) -> None:
        """Change the dataset."""
        _swap(store, self.removed, self.added)

    def undo(self, store: ox.Store) -> None:
        """Undo the change."""
        _swap(store, self.added, self.removed)


def _swap(store: ox.Store, out: Quads, into: Quads) -> None:
    for quad in out:
        store.remove(quad)
    for quad in into:
        store.add(quad)


def changes(quads: Sequence[ox.Quad], samples: int) -> Iterator[Change]:
    """Yield `samples` changes of each group in each way; none adds a statement that is there."""
    present = set(quads)
    groups: defaultdict[StatementGroup, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        layer = str(quad.graph_name)[1:-1].rpartition("/")[2]
        groups[StatementGroup(layer, family(quad.subject), quad.predicate.value)].append(quad)
    for name in sorted(groups):
        group = sorted(groups[name], key=_key)
        for at, (way, change) in enumerate(WAYS.items()):
            begin = at * SKIP % len(group)
            found = (change(quad, group) for quad in (*group[begin:], *group[:begin])[:TRIED])
            new = (one for one in found if any(one) and present.isdisjoint(one[1]))
            for removed, added in islice(new, samples):
                yield Change(way, name, removed, added)
        if len(group) > 1:
            yield Change("delete all", name, tuple(group))


def family(term: object) -> str:
    """Return the kind of thing that an IRI names: `id/entry/1`, `concept` and so on."""
    head, _, fragment = str(term)[1:-1].removeprefix(BASE).partition("#")
    parts = head.split("/")
    if parts[0] == "concept":
        return "concept" if len(parts) > 2 else "concept/scheme"  # noqa: PLR2004 -- scheme and slug
    table = parts[2].partition("-")[0] if parts[:2] == ["id", "entry"] else ""
    local = f"#{fragment if parts[0] == 'id' else ''}" if fragment else ""
    return "/".join(filter(None, (*parts[:2], table))) + local


def _key(quad: ox.Quad) -> bytes:
    return sha256(str(quad).encode()).digest()


def _with(quad: ox.Quad, term: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, term, quad.graph_name)


def _language(term: object) -> str | None:
    return term.language if isinstance(term, ox.Literal) else None


def _other(quad: ox.Quad, group: Sequence[ox.Quad]) -> ox.Quad | None:
    """Return the next statement of another subject, in the same language."""
    own = {one.object for one in group if one.subject == quad.subject}
    at, language = group.index(quad), _language(quad.object)
    near = (*group[at:], *group[:at])[:NEAR]
    fits = (one for one in near if one.object not in own and _language(one.object) == language)
    return next(fits, None)


def _deleted(quad: ox.Quad, _: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    return (quad,), ()


def _replaced(quad: ox.Quad, group: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    other = _other(quad, group)
    return ((quad,), _doubled(quad, group)[1]) if other else NOTHING


def _doubled(quad: ox.Quad, group: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    other = _other(quad, group)
    value = other.object if other else None
    return ((), (_with(quad, value),)) if isinstance(value, ox.NamedNode | ox.Literal) else NOTHING


def _swapped(quad: ox.Quad, group: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    other = _other(quad, group)
    if not other:
        return NOTHING
    pairs = ((quad, other.object), (other, quad.object))
    added = [_with(one, term) for one, term in pairs if isinstance(term, ox.NamedNode | ox.Literal)]
    return ((quad, other), tuple(added)) if not {*added} & {*group} else NOTHING


def _literally(change: Callable[[str], str]) -> Way:
    """Return the way that changes the characters of a literal."""

    def way(quad: ox.Quad, _: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
        old = quad.object
        if not isinstance(old, ox.Literal) or change(old.value) in (old.value, ""):
            return NOTHING
        kind = {"language": old.language} if old.language else {"datatype": old.datatype}
        return (quad,), (_with(quad, ox.Literal(change(old.value), **kind)),)

    return way


def _renumbered(text: str) -> str:
    """Return the text with its last digit increased by one."""
    last = max((match.start() for match in DIGIT.finditer(text)), default=-1)
    if last < 0:
        return text
    return f"{text[:last]}{(int(text[last]) + 1) % 10}{text[last + 1 :]}"


def _longer(text: str) -> str:
    return text if text.isdigit() else f"{text[:-1]}x{text[-1:]}"


def _in_other_language(quad: ox.Quad, _: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    old = quad.object
    if not isinstance(old, ox.Literal) or not old.language:
        return NOTHING
    return (quad,), (_with(quad, ox.Literal(old.value, language=LANGUAGES[old.language])),)


def _plain(quad: ox.Quad, _: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    old = quad.object
    if not isinstance(old, ox.Literal) or ox.Literal(old.value) == old:
        return NOTHING
    return (quad,), (_with(quad, ox.Literal(old.value)),)


def _dangling(quad: ox.Quad, _: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    if not isinstance(quad.object, ox.NamedNode):
        return NOTHING
    return (quad,), (_with(quad, ox.NamedNode(f"{quad.object.value}-x")),)


def _turned(quad: ox.Quad, _: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    subject, value = quad.subject, quad.object
    if not isinstance(value, ox.NamedNode) or quad.predicate == TYPE:
        return NOTHING
    return (quad,), (ox.Quad(value, quad.predicate, subject, quad.graph_name),)


def _moved(quad: ox.Quad, _: Sequence[ox.Quad]) -> tuple[Quads, Quads]:
    derived, reference = graph(Layer.DERIVED), graph(Layer.REFERENCE)
    layer = derived if quad.graph_name == reference else reference
    return (quad,), (ox.Quad(quad.subject, quad.predicate, quad.object, layer),)


WAYS: Mapping[str, Way] = {
    "delete": _deleted,
    "replace": _replaced,
    "second value": _doubled,
    "swap": _swapped,
    "digit": _literally(_renumbered),
    "longer": _literally(_longer),
    "shorter": _literally(lambda text: text[1:]),
    "language": _in_other_language,
    "plain string": _plain,
    "dangling": _dangling,
    "turn": _turned,
    "other layer": _moved,
}
