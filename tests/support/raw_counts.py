"""The figures of the site counted anew, over raw quads, without SPARQL and without the server."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import parse_qsl

import pyoxigraph as ox

SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
POST = "http://www.w3.org/ns/org#Post"
# Facets that speak of what an entry describes: the properties, and whether broader ones count too.
THINGS = {
    "type": (("procedureType",), True),
    "technology": (("usesTechnology", "concernsTechnology"), True),
    "system": (("systemType",), False),
    "task": (("automatedTask",), False),
    "internal": (("actsOn",), False),
    "named": (("usesTechnology",), False),
    "first": (("usesTechnology",), False),
    "second": (("usesTechnology",), False),
}
# Facets that speak of how others take part in what an entry describes.
SHARES = {"scope": "participantScope", "participation": "participationStatus"}
ENTRIES = {
    "prefecture": "reportedBy",
    "field": "policyField",
    "status": "implementationStatus",
    "sharing": "sharingStatus",
    "reason": "sharingReason",
    "offer": "offersToShare",
    "recruitment": "recruitment",
    "employment": "employment",
    "kind": "organisationKind",
    "edition": "edition",
}
PREFIXES = {
    "prefecture": "id/pref/",
    "region": "concept/region/",
    "field": "concept/policy-field/",
    "type": "concept/procedure-type/",
    "technology": "concept/technology/",
    "status": "concept/status/",
    "sharing": "concept/",
    "system": "concept/system-type/",
    "task": "concept/task/",
    "internal": "concept/internal-system/",
    "reason": "concept/sharing-reason/",
    "offer": "concept/shareable/",
    "scope": "concept/participant-scope/",
    "participation": "concept/participation-status/",
    "recruitment": "concept/recruitment/",
    "employment": "concept/employment/",
    "kind": "concept/organisation-kind/",
    "source": "id/source/",
    "edition": "id/edition/",
    "table": "ontology#",
    # These have the paths of resources.
    **dict.fromkeys(("named", "first", "second"), ""),
}
# The unit whose items a unit has that counts a technology without narrower ones.
ALIKE = {
    "answers-naming": "answers",
    "prefectures-naming": "prefectures",
    "procedures-naming": "procedures",
    "procedures-combining": "procedures",
}
SILENT = "not-named"
# All editions: no condition on answers; a thing that another continues is that one.
EVERY = "all"
ALL = {"ProcedureEntry", "SharedSystemEntry", "PostEntry", "OrganisationEntry"}
# Tables in which silence about a facet means something.
TABLES_OF_FACETS = {
    "field": ALL - {"OrganisationEntry"},
    "technology": ALL,
    "type": {"ProcedureEntry"},
    "task": {"ProcedureEntry"},
    "internal": {"ProcedureEntry"},
    "system": {"SharedSystemEntry"},
    "scope": {"SharedSystemEntry"},
    "participation": {"SharedSystemEntry"},
    "sharing": {"ProcedureEntry", "SharedSystemEntry"},
    "reason": {"ProcedureEntry", "SharedSystemEntry"},
    "offer": {"ProcedureEntry", "SharedSystemEntry"},
    "recruitment": {"PostEntry"},
    "employment": {"PostEntry"},
}
CLASSES = {"procedures": "Procedure", "systems": "SharedSystem", "measures": "StaffingMeasure"}


# An entry, and things that it describes.
Answer = tuple[str, frozenset[str]]


@dataclass
class RawCounts:
    """The statements of a file of N-Quads by subject and property, without their graphs."""

    base: str
    said: Mapping[str, Mapping[str, AbstractSet[str]]]

    @classmethod
    def of(cls, path: Path, base: str) -> "RawCounts":
        said: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for quad in ox.parse(path.read_bytes(), ox.RdfFormat.N_QUADS):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                said[quad.subject.value][quad.predicate.value].add(quad.object.value)
        return cls(base, {subject: dict(own) for subject, own in said.items()})

    def dg(self, name: str) -> str:
        return f"{self.base}ontology#{name}"

    def values(self, subject: str, *names: str) -> set[str]:
        own = self.said.get(subject, {})
        return set().union(*(own.get(self.dg(name), ()) for name in names))

    def classes(self, subject: str) -> AbstractSet[str]:
        return self.said.get(subject, {}).get(TYPE, set())

    @cached_property
    def entries(self) -> list[str]:
        return [name for name in self.said if self.dg("Entry") in self.classes(name)]

    def with_broader(self, concepts: Iterable[str]) -> set[str]:
        found, waiting = set(), list(concepts)
        while waiting:
            concept = waiting.pop()
            if concept not in found:
                found.add(concept)
                waiting += self.said.get(concept, {}).get(f"{SKOS}broader", ())
        return found

    @cached_property
    def of_thing(self) -> Callable[[str, str], AbstractSet[str]]:
        """Return what finds the values of a facet of a thing; each is found once."""
        return cache(self._of_thing)

    @cached_property
    def of_entry(self) -> Callable[[str, str], AbstractSet[str]]:
        """Return what finds the values of a facet of an entry; each is found once."""
        return cache(self._of_entry)

    @cached_property
    def tables(self) -> Callable[[str], AbstractSet[str]]:
        """Return what finds the tables that an entry stands in."""
        return cache(lambda entry: {name.rpartition("#")[2] for name in self.classes(entry)})

    def _of_thing(self, thing: str, facet: str) -> AbstractSet[str]:
        if facet in SHARES:
            shares = self.values(thing, "participation")
            return set().union(*(self.values(share, SHARES[facet]) for share in shares))
        names, is_tree = THINGS[facet]
        found = self.values(thing, *names)
        return self.with_broader(found) if is_tree else found

    def _of_entry(self, entry: str, facet: str) -> AbstractSet[str]:
        if facet == "table":
            return set(self.classes(entry))
        if facet == "source":
            return set(self.said[entry].get(f"{PROV}hadPrimarySource", ()))
        if facet == "region":
            return set().union(
                *(self.values(who, "region") for who in self.values(entry, "reportedBy"))
            )
        return self.values(entry, ENTRIES[facet])

    @cached_property
    def things(self) -> Callable[[str], AbstractSet[str]]:
        """Return what finds the things that an entry describes."""
        return cache(lambda entry: self.values(entry, "describes"))

    def meets(
        self, entry: str, things: AbstractSet[str], facet: str, slugs: AbstractSet[str]
    ) -> bool:
        if facet in THINGS or facet in SHARES:
            found = [self.of_thing(thing, facet) for thing in things]
        else:
            found = [self.of_entry(entry, facet)]
        if (
            SILENT in slugs
            and not any(found)
            and self.tables(entry) & TABLES_OF_FACETS.get(facet, set())
        ):
            return True
        sought = {self.base + PREFIXES[facet] + slug for slug in slugs}
        return any(not values.isdisjoint(sought) for values in found)

    def count(self, key: str) -> int | None:
        """Return the figure of a key; None for units that are no counts of answers or things."""
        name, _, query = key.partition("?")
        unit = ALIKE.get(name, name)
        chosen: dict[str, set[str]] = defaultdict(set)
        for name, value in parse_qsl(query):
            chosen[name].add(value)
        if not set(chosen) <= set(PREFIXES):
            return None
        return len(self.listed(unit, chosen)) if unit in self.units else None

    @property
    def units(self) -> Mapping[str, Callable[[str], AbstractSet[str]]]:
        """Return how each unit is found: from an entry."""
        return {
            "answers": lambda entry: {entry},
            "prefectures": lambda entry: self.values(entry, "reportedBy"),
            "sources": lambda entry: self.of_entry(entry, "source"),
            "technologies": lambda entry: set().union(
                *(self.of_thing(thing, "technology") for thing in self.things(entry))
            ),
            "types": lambda entry: set().union(
                *(self.of_thing(thing, "type") for thing in self.things(entry))
            ),
            **dict.fromkeys(("things", "posts", "organisations", *CLASSES), self.things),
        }

    @cached_property
    def continued(self) -> set[str]:
        """Return the things that one of a later edition continues."""
        return set().union(*(self.values(thing, "continues") for thing in self.said))

    @cached_property
    def answers(self) -> frozenset[Answer]:
        """Return each entry with the things that it describes."""
        return frozenset((entry, frozenset(self.things(entry))) for entry in self.entries)

    @cached_property
    def answers_by_thing(self) -> frozenset[Answer]:
        """Return each entry with each thing that it describes."""
        return frozenset((entry, frozenset({one})) for entry, own in self.answers for one in own)

    @cached_property
    def meeting(self) -> Callable[[frozenset[Answer], str, frozenset[str]], frozenset[Answer]]:
        """Return what finds the answers that meet a condition; each condition is tried once."""

        def find(
            answers: frozenset[Answer], facet: str, slugs: frozenset[str]
        ) -> frozenset[Answer]:
            return frozenset(one for one in answers if self.meets(*one, facet, slugs))

        return cache(find)

    def listed(self, unit: str, chosen: Mapping[str, AbstractSet[str]]) -> set[str]:
        is_of_all = EVERY in chosen.get("edition", ())
        by_thing = self.units[unit] is self.things
        every = self.answers_by_thing if by_thing else self.answers
        kept = every
        for facet, slugs in chosen.items():
            if EVERY not in slugs:
                kept &= self.meeting(every, facet, frozenset(slugs))
        found: set[str] = set()
        for entry, things in kept:
            found |= things if by_thing else self.units[unit](entry)
        gone = self.continued if is_of_all and by_thing else set()
        return {item for item in found - gone if self.fits(item, unit)}

    def fits(self, thing: str, unit: str) -> bool:
        if unit == "posts":
            return POST in self.classes(thing)
        if unit == "organisations":
            described = self.values(thing, "describedIn")
            return any(self.dg("OrganisationEntry") in self.classes(entry) for entry in described)
        return unit not in CLASSES or self.dg(CLASSES[unit]) in self.classes(thing)
