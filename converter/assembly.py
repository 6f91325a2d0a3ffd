"""Surveys and findings → all quads of the dataset, layer by layer."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import pyoxigraph as ox

import ontology
import shapes
from converter.authority.authorities import Authorities
from converter.authority.sssom import load_mapping_sets, load_mappings
from converter.findings import Finding, Ref
from converter.mapping.derived import Software, findings_to_quads
from converter.mapping.editions import editions_to_quads
from converter.mapping.links import mapping_sets_to_quads, mappings_to_quads
from converter.mapping.reference import authorities_to_quads
from converter.mapping.rules import turtle_to_rules
from converter.mapping.sections import sections_to_findings
from converter.mapping.source import survey_to_quads
from converter.mapping.terms import Layer, graph, integer, node, turtle_to_quads
from converter.model import Document, Survey

NAME = "digigov"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document and the survey that was read from it."""

    document: Document
    survey: Survey


def software() -> Software:
    """Return the name and version of the installed package."""
    return Software(NAME, version(NAME))


def assemble(
    sources: Sequence[ReadDocument], findings: Iterable[Finding], authorities: Authorities
) -> list[ox.Quad]:
    """Return every layer but the catalogue, below the canonical base."""
    surveys = [one.survey for one in sources]
    derived = list(findings)
    named = {one.value.path for one in derived if isinstance(one.value, Ref)}
    counts = [one for survey in surveys for one in sections_to_findings(survey, authorities)]
    rules = turtle_to_rules(ontology.read("rules.ttl"))
    layers = [
        *(
            quad
            for one in sources
            for quad in survey_to_quads(one.survey, one.document, authorities)
        ),
        *editions_to_quads([one.document for one in sources]),
        *findings_to_quads([*counts, *derived], surveys, software(), rules),
        *authorities_to_quads(authorities, _schemes(), named),
        *mappings_to_quads(load_mappings()),
        *mapping_sets_to_quads(load_mapping_sets()),
        *turtle_to_quads(ontology.read("ontology.ttl"), Layer.ONTOLOGY),
        *_applied({one.rule for one in (*counts, *derived)}),
    ]
    return [*layers, *_sizes(layers), *(quad for name in shapes.names() for quad in _shapes(name))]


def _sizes(layers: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield the number of statements of each layer, by which a shape notices that one is lost."""
    stated, home = node("dg:statementCount"), graph(Layer.SHAPES)
    for layer, count in Counter(quad.graph_name for quad in set(layers)).items():
        if isinstance(layer, ox.NamedNode):
            yield ox.Quad(layer, stated, integer(count), home)


def _applied(slugs: Collection[str]) -> Iterator[ox.Quad]:
    """Yield the statements about the rules that were applied, given by their slugs."""
    rules = {node(f"id/rule/{slug}") for slug in slugs}
    quads = turtle_to_quads(ontology.read("rules.ttl"), Layer.ONTOLOGY)
    yield from (quad for quad in quads if quad.subject in rules)


def _schemes() -> list[bytes]:
    files = (file for file in ontology.folder("concepts") if file.name.endswith(".ttl"))
    return [file.read_bytes() for file in files]


def _shapes(name: str) -> list[ox.Quad]:
    return turtle_to_quads(shapes.read(name), Layer.SHAPES)
