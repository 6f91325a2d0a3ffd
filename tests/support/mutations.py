"""Single changes of a dataset, to see which shape notices each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeAlias

import pyoxigraph as ox

from converter.iris import BASE, absolute
from converter.mapping.terms import Layer, graph, node

Term: TypeAlias = ox.NamedNode | ox.Literal
DANGLING = node("id/nothing/1")
XSD = "http://www.w3.org/2001/XMLSchema#"
OTHER_LANGUAGE = {"ja": "en", "en": "ja", "ja-hira": "en"}


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change to the first statement of a layer, a subject (a glob) and a property.

    `how` is one of `delete`, `dangling` (a resource that does not exist), `other` (the value of
    another subject), `add` (that value as a second one), `+1`, `-1`, `text` (a letter more),
    `language`, `string` (as a plain string), `to:GRAPH` (moved to another graph), `in:GRAPH` (a
    copy in another graph; without a name both are about the default graph), `=VALUE` (another
    value: a path, a CURIE, or a literal in quotes), `+=VALUE` (as a second value), or
    `and PROPERTY VALUE` (a statement of another property).
    """

    layer: str
    subject: str
    predicate: str
    how: str


@dataclass(frozen=True, slots=True)
class Change:
    """The quads that a mutation removes from a dataset and adds to it."""

    removed: ox.Quad | None
    added: ox.Quad | None

    @property
    def subject(self) -> object:
        """Return the resource that is changed."""
        quad = self.removed or self.added
        return quad.subject if quad else None

    def apply(self, store: ox.Store) -> None:
        """Change the dataset."""
        _swap(store, self.removed, self.added)

    def undo(self, store: ox.Store) -> None:
        """Take the change back."""
        _swap(store, self.added, self.removed)


def _swap(store: ox.Store, out: ox.Quad | None, into: ox.Quad | None) -> None:
    if out is not None:
        store.remove(out)
    if into is not None:
        store.add(into)


def change(store: ox.Store, mutation: Mutation) -> Change:
    """Return the change that a mutation makes to a dataset.

    Raises:
        LookupError: The dataset has no such statement, or no other value.
    """
    candidates = list(_candidates(store, mutation))
    wanted = [quad for quad in candidates if _fits(quad, mutation)]
    if not wanted:
        message = f"no statement for {mutation}"
        raise LookupError(message)
    found = min(wanted, key=str)
    return _change(found, mutation.how, candidates)


def _candidates(store: ox.Store, mutation: Mutation) -> Iterator[ox.Quad]:
    name = graph(Layer(mutation.layer))
    yield from store.quads_for_pattern(None, node(mutation.predicate), None, name)


def _fits(quad: ox.Quad, mutation: Mutation) -> bool:
    path = str(quad.subject)[1:-1].removeprefix(BASE)
    pattern, _, value = mutation.subject.partition(" ")
    matches = fnmatchcase(path, pattern)
    return matches and (not value or str(quad.object)[1:-1].endswith(value))


def _change(quad: ox.Quad, how: str, candidates: Sequence[ox.Quad]) -> Change:
    if how == "delete":
        return Change(quad, None)
    if how.startswith(("to:", "in:")):
        way, _, name = how.partition(":")
        into = node(f"graph/{name}") if name else ox.DefaultGraph()
        copy = ox.Quad(quad.subject, quad.predicate, quad.object, into)
        return Change(quad if way == "to" else None, copy)
    if how.startswith("and "):
        _, predicate, value = how.split(" ", 2)
        return Change(None, ox.Quad(quad.subject, node(predicate), _term(value), quad.graph_name))
    if how in ("add", "other"):
        return _with(quad, _other(quad, candidates), keeps=how == "add")
    if how.startswith(("=", "+=")):
        return _with(quad, _term(how.partition("=")[2]), keeps=how.startswith("+"))
    return _with(quad, _altered(quad.object, how))


def _with(quad: ox.Quad, value: Term, *, keeps: bool = False) -> Change:
    added = ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)
    return Change(None if keeps else quad, added)


def _other(quad: ox.Quad, candidates: Sequence[ox.Quad]) -> Term:
    own = {one.object for one in candidates if one.subject == quad.subject}
    language = _language(quad.object)
    others = {
        one.object
        for one in candidates
        if one.object not in own and _language(one.object) == language
    }
    found = min(others, key=str, default=None)
    if isinstance(found, ox.NamedNode | ox.Literal):
        return found
    message = f"no other value than that of {quad}"
    raise LookupError(message)


def _language(term: object) -> str | None:
    return term.language if isinstance(term, ox.Literal) else None


def _altered(term: object, how: str) -> Term:
    if how == "dangling":
        return DANGLING
    if isinstance(term, ox.Literal):
        return _altered_literal(term, how)
    message = f"{term} is no literal, so it has no {how}"
    raise LookupError(message)


def _altered_literal(term: ox.Literal, how: str) -> ox.Literal:
    if how in ("+1", "-1"):
        return ox.Literal(int(term.value) + int(how))
    if how == "string":
        return ox.Literal(term.value)
    language = term.language
    if how == "language":
        return ox.Literal(term.value, language=OTHER_LANGUAGE[language or ""])
    if language:
        return ox.Literal(f"{term.value}x", language=language)
    return ox.Literal(f"{term.value}x", datatype=term.datatype)


def _term(value: str) -> Term:
    if value.startswith('"'):
        text, _, rest = value[1:].rpartition('"')
        if rest.startswith("@"):
            return ox.Literal(text, language=rest[1:])
        return ox.Literal(text, datatype=ox.NamedNode(absolute(rest[2:])) if rest else None)
    return ox.NamedNode(value) if "://" in value else node(value)
