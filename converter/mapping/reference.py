"""Governments, bodies, agents and concept schemes → quads of the reference layer."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple

import pyoxigraph as ox

from converter.authority.agents import Agent
from converter.authority.authorities import Authorities
from converter.authority.governments import Codes, Government, Governments
from converter.authority.named_things import NamedThing
from converter.mapping.terms import (
    Layer,
    Object,
    Statement,
    describe,
    in_layer,
    node,
    text,
    texts,
    turtle_to_quads,
    typed,
)

# Fragment, name (ja, en) and issuing agency of each code, in the order of `Codes`.
CODE_SYSTEMS: Sequence[tuple[str, str, str, str]] = (
    ("jis-code", "都道府県コード（JIS X 0401）", "JIS X 0401 code", "日本産業標準調査会"),
    ("lg-code", "全国地方公共団体コード", "Local government code", "総務省"),
    ("iso-3166-2", "ISO 3166-2 コード", "ISO 3166-2 code", "ISO"),
    ("corporate-number", "法人番号", "Corporate number", "国税庁"),
)
PUBLIC_BODY = ("org:FormalOrganization", "cv:PublicOrganisation")
CLASSES: Mapping[str, tuple[str, ...]] = {
    "prefectural-bureau": ("org:OrganizationalUnit",),
    "federation": ("org:FormalOrganization",),
    "civic-group": ("org:FormalOrganization",),
    "council": ("org:OrganizationalCollaboration",),
}
SPELLINGS = (node("skos:altLabel"), node("skos:hiddenLabel"))
INVERSES: Mapping[str, str] = {
    "skos:topConceptOf": "skos:hasTopConcept",
    "skos:broader": "skos:narrower",
}


def authorities_to_quads(
    authorities: Authorities, schemes: Iterable[bytes], named: Container[str] = ()
) -> list[ox.Quad]:
    """Return the reference layer; `schemes` are the Turtle files of the concept schemes.

    `named` has the paths in the derived layer: of the municipalities outside the reviewed tables,
    only these are published.
    """
    governments = authorities.governments
    published = (*governments.all, *(one for one in governments.others if one.path in named))
    statements = [part for one in published for part in _government(one, governments)]
    statements += [part for agent in authorities.agents for part in _agent(agent)]
    statements += [part for thing in authorities.named_things for part in _named(thing)]
    concepts = [quad for turtle in schemes for quad in _scheme(turtle)]
    return [*in_layer(Layer.REFERENCE, statements), *concepts]


def _government(one: Government, governments: Governments) -> Iterator[Statement]:
    subject = node(one.path)
    yield from describe(
        subject,
        ("rdf:type", node("org:Organization")),
        *(("rdf:type", node(name)) for name in CLASSES.get(one.kind, PUBLIC_BODY)),
        *texts("rdfs:label", {"ja": one.name, "en": one.name_en}),
        ("org:classification", node(f"concept/government-kind/{one.kind}")),
        *_kana(one),
        *_aliases(one),
        *_home(one, governments),
        *_population(one),
    )
    yield from _identifiers(subject, one)
    yield from _office(subject, one)


def _kana(one: Government) -> Iterator[tuple[str, Object]]:
    # Not a label: a client that filters by "ja" would also get "ja-Hira" (RFC 4647).
    if one.kana:
        yield "skos:altLabel", text(one.kana, "ja-Hira")


def _aliases(one: Government) -> Iterator[tuple[str, Object]]:
    # The aliases of a municipality are words for matching, not names.
    if one.path.startswith("id/body/"):
        yield from (("skos:altLabel", text(alias, "ja")) for alias in one.aliases)


def _home(one: Government, governments: Governments) -> Iterator[tuple[str, Object]]:
    if one.region:
        yield "dg:region", node(f"concept/region/{one.region}")
    elif one.prefecture:
        unit = one.kind == "prefectural-bureau"
        home = node(governments.prefecture(one.prefecture).path)
        yield ("org:unitOf" if unit else "schema:containedInPlace"), home


def _population(one: Government) -> Iterator[tuple[str, Object]]:
    if one.population:
        yield "dg:censusPopulation", typed(one.population, "xsd:integer")


def _identifiers(subject: ox.NamedNode, one: Government) -> Iterator[Statement]:
    if one.codes.local:
        yield from describe(subject, ("dct:identifier", ox.Literal(one.codes.local)))
    for (slug, ja, en, agency), value in zip(CODE_SYSTEMS, _values(one.codes), strict=True):
        if value:
            identifier = ox.NamedNode(f"{subject.value}#{slug}")
            yield from describe(subject, ("adms:identifier", identifier))
            yield from describe(
                identifier,
                ("rdf:type", node("adms:Identifier")),
                *texts("rdfs:label", {"ja": f"{ja} {value}", "en": f"{en} {value}"}),
                ("skos:notation", ox.Literal(value)),
                ("adms:schemaAgency", text(agency, "ja")),
            )


def _values(codes: Codes) -> tuple[str, ...]:
    return astuple(codes)


def _office(subject: ox.NamedNode, one: Government) -> Iterator[Statement]:
    if one.office:
        site = ox.NamedNode(f"{subject.value}#office")
        latitude, longitude = one.office
        labels = {"ja": f"{one.name}の庁舎", "en": f"Office of the government of {one.name_en}"}
        yield from describe(subject, ("org:hasPrimarySite", site))
        yield from describe(
            site,
            ("rdf:type", node("org:Site")),
            *texts("rdfs:label", labels),
            ("geo:lat", typed(latitude, "xsd:decimal")),
            ("geo:long", typed(longitude, "xsd:decimal")),
        )


def _agent(agent: Agent) -> Iterator[Statement]:
    yield from describe(
        node(f"id/agent/{agent.slug}"),
        ("rdf:type", node(agent.kind)),
        ("rdf:type", node("foaf:Agent")),
        *texts("rdfs:label", {"ja": agent.name, "en": agent.name_en}),
    )


def _named(thing: NamedThing) -> Iterator[Statement]:
    yield from describe(
        node(thing.path),
        ("rdf:type", node(thing.kind)),
        *texts("rdfs:label", {"ja": thing.name, "en": thing.name_en}),
        *(
            ("skos:altLabel", text(spelling, "ja"))
            for spelling in thing.spellings
            if spelling != thing.name
        ),
    )


def _scheme(turtle: bytes) -> Iterator[ox.Quad]:
    label, preferred = node("rdfs:label"), node("skos:prefLabel")
    inverses = {node(one): node(other) for one, other in INVERSES.items()}
    quads = turtle_to_quads(turtle, Layer.REFERENCE)
    names = {(quad.subject, quad.object) for quad in quads if quad.predicate == preferred}
    for quad in quads:
        # A preferred label must not also be another label:
        # https://www.w3.org/TR/skos-reference/#S13
        if quad.predicate in SPELLINGS and (quad.subject, quad.object) in names:
            continue
        yield quad
        if quad.predicate == preferred:
            yield ox.Quad(quad.subject, label, quad.object, quad.graph_name)
        if quad.predicate in inverses and isinstance(quad.object, ox.NamedNode):
            yield ox.Quad(quad.object, inverses[quad.predicate], quad.subject, quad.graph_name)
