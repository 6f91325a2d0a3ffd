"""Figures of single resources, classes, properties and graphs, counted anew over raw quads."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl

import pyoxigraph as ox

from server.rdf.prefixes import common_prefixes

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
# Between concepts, and of statements about statements: no use of a concept as a value.
NO_USE = {
    *(SKOS + name for name in ("broader", "narrower", "related", "member", "hasTopConcept")),
    *(f"{RDF}subject", f"{RDF}object", f"{OA}hasBody"),
}
SHARES = ("participant", "plannedParticipant", "excludedParticipant", "operatedBy")

Statement = tuple[str, str, str]
Given = Mapping[str, str]


@dataclass
class RawStructures:
    """The statements of a dataset without their graphs, and the statements of each graph."""

    base: str
    graphs: Mapping[str, set[Statement]]

    @classmethod
    def of(cls, paths: list[Path], base: str) -> "RawStructures":
        graphs: dict[str, set[Statement]] = defaultdict(set)
        for path in paths:
            for quad in ox.parse(path.read_bytes(), ox.RdfFormat.N_QUADS):
                terms = (str(quad.subject), str(quad.predicate), str(quad.object))
                subject, predicate, object_ = (text.strip("<>") for text in terms)
                graphs[str(quad.graph_name).strip("<>")].add((subject, predicate, object_))
        return cls(base, graphs)

    @cached_property
    def said(self) -> set[Statement]:
        return set().union(*self.graphs.values())

    @cached_property
    def by_property(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, object_ in self.said:
            found[predicate].append((subject, object_))
        return found

    def dg(self, name: str) -> str:
        return f"{self.base}ontology#{name}"

    def pairs(self, *names: str) -> Iterator[tuple[str, str]]:
        for name in names:
            yield from self.by_property.get(name if "://" in name else self.dg(name), ())

    @cached_property
    def by_value(self) -> Mapping[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, object_ in self.said:
            found[object_].append((subject, predicate))
        return found

    def having(self, value: str, *names: str) -> set[str]:
        sought = {name if "://" in name else self.dg(name) for name in names}
        return {subject for subject, name in self.by_value.get(value, ()) if name in sought}

    def values(self, subjects: set[str], *names: str) -> set[str]:
        return {object_ for subject, object_ in self.pairs(*names) if subject in subjects}

    def instances(self, class_: str) -> set[str]:
        return self.having(class_, TYPE)

    def count(self, key: str) -> int | None:
        """Return the figure of a key; None for a unit that is counted elsewhere."""
        unit, _, query = key.partition("?")
        given = {name: self.iri(value) for name, value in parse_qsl(query)}
        return len(self.units[unit](given)) if unit in self.units else None

    def iri(self, value: str) -> str:
        prefix, colon, name = value.partition(":")
        namespace = common_prefixes(self.base).get(prefix) if colon else self.base
        return f"{namespace}{name if colon else value}" if namespace else value

    @cached_property
    def units(self) -> Mapping[str, Callable[[Given], Sized]]:
        return {
            "all": lambda _: self.said,
            "graphs": lambda _: set(self.graphs),
            "triples": lambda given: self.graphs[given["graph"]],
            "members": lambda given: {
                one
                for one, name, value in self.graphs[given["graph"]]
                if (name, value) == (TYPE, given["class"])
            },
            "statements": lambda given: {
                one for one in self.graphs[given["graph"]] if one[1] == given["property"]
            },
            "instances": lambda given: self.instances(given["class"]),
            "uses": lambda given: set(self.pairs(given["property"])),
            "having": lambda given: (
                self.instances(given["class"])
                & {subject for subject, _ in self.pairs(given["property"])}
            ),
            "schemes": lambda _: self.instances(f"{SKOS}ConceptScheme"),
            "concepts": lambda given: self.having(given["scheme"], f"{SKOS}inScheme"),
            "users": lambda given: {
                subject
                for subject, name in self.by_value.get(given["concept"], ())
                if name not in NO_USE
            },
            "governments": self.governments,
            "shared": lambda given: self.systems & self.having(given["by"], *SHARES),
            "partners": self.partners,
            "scenario-users": self.scenario_users,
            "prefectures-without": self.prefectures_without,
            "procedures-like": self.procedures_like,
            "results": lambda given: (
                self.values({given["report"]}, f"{SH}result")
                & self.having(given["severity"], f"{SH}resultSeverity")
            ),
            "stated": self.stated,
        }

    @cached_property
    def systems(self) -> set[str]:
        return self.instances(self.dg("SharedSystem"))

    def governments(self, _: Given) -> set[str]:
        return {one for one in self.values(self.systems, *SHARES) if "/id/pref/" not in one}

    def partners(self, given: Given) -> set[str]:
        things = self.having(given["type"], "procedureType")
        entries = {subject for subject, object_ in self.pairs("describes") if object_ in things}
        return self.values(entries, "reportedBy") - {given["offering"]}

    def scenario_users(self, given: Given) -> set[str]:
        offers = self.having(given["offer"], "offersToShare")
        offers &= self.having(given["offering"], "reportedBy")
        alike = self.having(given["type"], "procedureType")
        offered = self.values(offers, "describes") & alike
        systems = {
            one
            for one in self.values(offered, "actsOn")
            if one.rpartition("/")[2] not in {"other", "unnamed"}
        }
        similar = {subject for subject, object_ in self.pairs("actsOn") if object_ in systems}
        entries = {one for one, thing in self.pairs("describes") if thing in similar & alike}
        return self.values(entries, "reportedBy") - {given["offering"]}

    def prefectures_without(self, given: Given) -> set[str]:
        every = self.values(self.instances(self.dg("Entry")), "reportedBy")
        return every - self.values(self.having(given["recruitment"], "recruitment"), "reportedBy")

    def procedures_like(self, given: Given) -> set[str]:
        offered = {given["offered"]}
        types = self.values(offered, "primaryProcedureType")
        systems = {
            one
            for one in self.values(offered, "actsOn")
            if one.rpartition("/")[2] not in {"other", "unnamed"}
        }
        alike = {one for one, type_ in self.pairs("primaryProcedureType") if type_ in types}
        similar = {one for one, system in self.pairs("actsOn") if system in systems}
        return alike & similar & self.values(self.having(given["by"], "reportedBy"), "describes")

    def stated(self, given: Given) -> set[str]:
        made = self.having(given["by"], f"{PROV}wasGeneratedBy", f"{PROV}wasInfluencedBy")
        targeted = {subject for subject, _ in self.pairs(f"{OA}hasTarget")}
        return made & {subject for subject, _ in self.pairs(given["property"])} - targeted
