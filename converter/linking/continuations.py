"""Links the things of a later edition to the same things of an earlier one.

A thing continues an earlier one if class, prefecture and folded name are equal. If several things
of one edition have that name, the folded description decides, then the types. What is still
ambiguous is reported, never guessed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from converter.findings import Evidence, Finding, Linked, Ref, Remark, Text
from converter.linking.text.folding import fold
from converter.linking.text.placeholders import Placeholders
from converter.model import Column, EntryKey, Record, Survey

RULE = "continued-thing"
UNDECIDED = "continuation-undecided"
NEW = "thing-without-earlier-one"
GONE = "thing-without-later-one"
_NAMES = ("rdfs:label", "skos:altLabel")
_TYPES = ("dg:procedureType", "dg:systemType", "dg:measureKind", "rdf:type")


@dataclass(frozen=True, slots=True)
class DescribedThing:
    """A thing with the name in its entry: `words` are the evidence of the name."""

    thing: Ref
    record: Record
    name: str
    words: tuple[Evidence, ...]
    types: frozenset[str]

    @property
    def key(self) -> tuple[str, str, str]:
        """Return class, prefecture and folded name, which must be equal across editions."""
        kind = self.thing.path.rpartition("/")[0]
        return kind, self.record.prefecture, fold(self.name).text

    @property
    def description(self) -> str:
        """Return the folded description, "" if the thing has none."""
        return fold(self.record.texts.get(Column.DESCRIPTION, "")).text

    def evidence(self, *, with_description: bool) -> tuple[Evidence, ...]:
        """Return the words of the name, and the whole description if it decided."""
        text = self.record.texts.get(Column.DESCRIPTION, "")
        described = Evidence(self.record.key, Column.DESCRIPTION, 0, len(text))
        return (*self.words, described) if with_description and text else self.words


# A later thing and the earlier one that it continues.
Pair: TypeAlias = tuple[DescribedThing, DescribedThing]


@dataclass(frozen=True, slots=True)
class ContinuationRules:
    """Links things across editions; the description replaces a name that is a placeholder."""

    placeholders: Placeholders

    def link(self, surveys: Sequence[Survey], linked: Sequence[Linked]) -> list[Linked]:
        """Return the continuations of each survey, the earliest survey first."""
        found: list[Linked] = []
        open_things: list[DescribedThing] = []
        for index, (survey, one) in enumerate(zip(surveys, linked, strict=True)):
            named = list(self._named(survey, one))
            pairs = _continued(named, open_things) if index else []
            last = surveys[index - 1].edition if index else None
            ended = [one for one in open_things if one.record.key.edition == last]
            remarks = tuple(_remarks(named, ended, [pair for pair, _ in pairs]))
            found.append(Linked(tuple(_finding(*one) for one in pairs), {}, remarks))
            continued = {old.thing for (_, old), _ in pairs}
            open_things = [one for one in open_things if one.thing not in continued] + named
        return found

    def _named(self, survey: Survey, linked: Linked) -> Iterator[DescribedThing]:
        records = {record.key: record for record in survey.records}
        names = _by_subject(linked.findings, _NAMES)
        types = _by_subject(linked.findings, _TYPES)
        for thing in dict.fromkeys(ref for refs in linked.things.values() for ref in refs):
            kinds = frozenset(
                one.value.path for one in types.get(thing, ()) if isinstance(one.value, Ref)
            )
            for name, words in _stated(names.get(thing, ()), linked.things, thing):
                record = records[words[0].entry]
                if self.placeholders.has(record.name):
                    yield _by_description(thing, record, kinds)
                else:
                    yield DescribedThing(thing, record, name, words, kinds)


def _by_description(thing: Ref, record: Record, types: frozenset[str]) -> DescribedThing:
    """Return a thing without a name: its description is its name; without one it equals nothing."""
    text = record.texts.get(Column.DESCRIPTION, "")
    words = (Evidence(record.key, Column.DESCRIPTION, 0, len(text)),) if text else ()
    return DescribedThing(thing, record, text or str(record.key), words, types)


def _by_subject(
    findings: Iterable[Finding], predicates: Sequence[str]
) -> Mapping[Ref, Sequence[Finding]]:
    found: defaultdict[Ref, list[Finding]] = defaultdict(list)
    for one in findings:
        if one.predicate in predicates:
            found[one.subject].append(one)
    return found


def _stated(
    names: Iterable[Finding], things: Mapping[EntryKey, tuple[Ref, ...]], thing: Ref
) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """Yield the Japanese names of a thing, each with the words of the entry that state it."""
    for one in names:
        if isinstance(one.value, Text) and one.value.language == "ja" and one.evidence:
            first = one.evidence[0].entry
            if thing in things.get(first, ()):
                yield one.value.value, tuple(x for x in one.evidence if x.entry == first)


def _continued(
    later: Sequence[DescribedThing], earlier: Sequence[DescribedThing]
) -> list[tuple[Pair, bool]]:
    """Return the unambiguous pairs, each with whether descriptions decided it."""
    before = _grouped(earlier, lambda one: one.key)
    pairs: list[Pair] = []
    described: list[Pair] = []
    for key, group in _grouped(later, lambda one: one.key).items():
        plain, by_words = _pairs(group, before.get(key, ()))
        pairs += plain
        described += by_words
    return [(pair, pair in described) for pair in _certain([*pairs, *described])]


def _finding(pair: Pair, by_description: bool) -> Finding:  # noqa: FBT001 -- a pair as it was found
    new, old = pair
    words = [one for side in pair for one in side.evidence(with_description=by_description)]
    return Finding(new.thing, "dg:continues", old.thing, RULE, tuple(words))


def _pairs(
    later: Sequence[DescribedThing], earlier: Sequence[DescribedThing]
) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs of equal names, and the pairs that description or types decide."""
    if len(later) == 1 and len(earlier) == 1:
        return [(later[0], earlier[0])], []
    described = _unique(later, earlier, lambda one: one.description)
    new, old = {one.thing for one, _ in described}, {one.thing for _, one in described}
    left = [one for one in later if one.thing not in new]
    rest = [one for one in earlier if one.thing not in old]
    return _unique(left, rest, lambda one: " ".join(sorted(one.types))), described


def _unique(
    later: Sequence[DescribedThing],
    earlier: Sequence[DescribedThing],
    value: Callable[[DescribedThing], str],
) -> list[Pair]:
    """Return the pairs whose value exactly one thing on each side has."""
    now, before = _grouped(later, value), _grouped(earlier, value)
    return [
        (group[0], before[key][0])
        for key, group in now.items()
        if key and len(group) == 1 and len(before.get(key, ())) == 1
    ]


def _grouped(
    things: Iterable[DescribedThing], value: Callable[[DescribedThing], object]
) -> dict[object, list[DescribedThing]]:
    """Return the things grouped by a value, each thing once."""
    found: dict[object, dict[Ref, DescribedThing]] = {}
    for one in things:
        found.setdefault(value(one), {}).setdefault(one.thing, one)
    return {key: list(group.values()) for key, group in found.items()}


def _certain(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs whose things are in no other pair; equal IRIs need no link."""
    once = {(new.thing, old.thing): (new, old) for new, old in reversed(pairs)}
    later = [new for new, _ in once]
    earlier = [old for _, old in once]
    return [
        pair
        for (new, old), pair in reversed(once.items())
        if new != old and later.count(new) == 1 and earlier.count(old) == 1
    ]


def _remarks(
    later: Sequence[DescribedThing], earlier: Sequence[DescribedThing], pairs: Sequence[Pair]
) -> Iterator[Remark]:
    """Yield a remark for each thing without an earlier or later one, and for each ambiguity."""
    if not earlier:
        return
    linked = {new.thing for new, _ in pairs}
    ended = {old.thing for _, old in pairs}
    names = {one.key for one in earlier if one.thing not in ended}
    for one in _first(later):
        if one.thing not in linked:
            yield Remark(one.record.key, UNDECIDED if one.key in names else NEW, one.name)
    for one in _first(earlier):
        if one.thing not in ended:
            yield Remark(one.record.key, GONE, one.name)


def _first(things: Iterable[DescribedThing]) -> list[DescribedThing]:
    return list({one.thing: one for one in reversed(list(things))}.values())[::-1]
