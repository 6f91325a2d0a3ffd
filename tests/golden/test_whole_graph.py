"""Claims about the whole graph of the bundled survey, layer by layer."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from converter.iris import BASE, PREFIXES
from converter.mapping.rebasing import rebase
from converter.mapping.terms import Layer, graph, node
from converter.reporting.later_facts import is_translation, without_later_facts

ROOT = Path(__file__).parents[2]
# No label is needed for a part of a resource, which is named after the resource, nor for
# annotations and spans, which have the quoted words.
PART = re.compile(rf"^{re.escape(BASE)}(id/[^#]+#|shapes#|id/(annotation|span)/)")

# Bounds of the graph of one survey: docs/performance.md, "The size of the graph".
MOST_WITHOUT_TRANSLATIONS = 95_000  # quads
MOST_WITHOUT_LATER_FACTS = 70_000  # quads

# Terms that need two editions; tests/shapes/test_editions.py tests them.
TWO_EDITIONS = {f"{BASE}ontology#continues"}

ABOUT_DERIVATION = {
    node("prov:wasGeneratedBy"),
    node("prov:wasInfluencedBy"),
    node("skos:editorialNote"),
}


Quads: TypeAlias = tuple[ox.Quad, ...]
Names: TypeAlias = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def quads(bundled_dataset: Path) -> Quads:
    """Return all layers except the catalogue, which is a separate file."""
    return tuple(ox.parse(path=bundled_dataset / "digigov.nq", format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def store(quads: Quads) -> ox.Store:
    filled = ox.Store()
    filled.bulk_extend(quads)
    return filled


@pytest.fixture(scope="module")
def names(store: ox.Store) -> Names:
    """Return a function that gives the IRIs found by a query."""

    def found(query: str) -> set[str]:
        solutions = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
        assert isinstance(solutions, ox.QuerySolutions)
        return {str(solution[0])[1:-1] for solution in solutions}

    return found


def test_the_only_contradiction_is_one_of_the_source(store: ox.Store) -> None:
    # The graph contains the validation results of the conversion.
    results = store.query(
        """SELECT ?severity ?focus ?shape { ?result a sh:ValidationResult ;
            sh:resultSeverity ?severity ; sh:focusNode ?focus ; sh:sourceShape ?shape }""",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    assert isinstance(results, ox.QuerySolutions)

    named: dict[object, list[tuple[str, str]]] = {}
    for severity, focus, shape in results:
        named.setdefault(severity, []).append((str(focus)[1:-1], str(shape)[1:-1]))

    assert named.keys() == {node("sh:Warning"), node("sh:Info")}
    assert [focus for focus, _ in named[node("sh:Warning")]] == [
        f"{BASE}id/section/3-1-general-affairs"
    ]
    assert {shape.rpartition("-")[2] for _, shape in named[node("sh:Info")]} == {"silent"}


def test_every_own_term_in_use_is_defined_and_every_defined_term_is_in_use(names: Names) -> None:
    own = "FILTER (STRSTARTS(STR(?term), STR(dg:)))"
    predicates = names(f"SELECT DISTINCT ?term {{ GRAPH ?graph {{ ?s ?term ?o }} {own} }}")
    classes = names(f"SELECT DISTINCT ?term {{ GRAPH ?graph {{ ?s a ?term }} {own} }}")

    defined = names(f"SELECT ?term {{ ?term rdfs:isDefinedBy <{BASE}ontology> }}")

    assert defined - (predicates | classes) == TWO_EDITIONS
    assert (predicates | classes) - defined == set()


def test_every_own_term_has_label_and_definition_in_both_languages(names: Names) -> None:
    for predicate in ("rdfs:label", "skos:definition"):
        for language in ("ja", "en"):
            lacking = names(
                f"""SELECT ?term {{ ?term rdfs:isDefinedBy ?ontology FILTER NOT EXISTS {{
                    ?term {predicate} ?text FILTER (LANG(?text) = "{language}") }} }}"""
            )
            assert not lacking, (predicate, language)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_resource_of_the_dataset_is_labelled(names: Names, language: str) -> None:
    lacking = names(
        f"""SELECT DISTINCT ?s {{ ?s a ?class FILTER NOT EXISTS {{
            ?s rdfs:label ?label FILTER (LANG(?label) = "{language}") }} }}"""
    )

    assert {iri for iri in lacking if not PART.match(iri)} == set()


def test_own_iris_are_ascii_and_nothing_is_a_blank_node(quads: Quads) -> None:
    terms = {term for quad in quads for term in (quad.subject, quad.object)}

    assert not [term for term in terms if isinstance(term, ox.BlankNode)]
    ours = [str(term) for term in terms if str(term).startswith(f"<{BASE}")]
    assert [iri for iri in ours if not iri.isascii()] == []


def test_every_rule_applied_is_described_and_every_described_rule_is_in_the_code(
    names: Names,
) -> None:
    applied = names("SELECT ?rule { ?activity a prov:Activity ; prov:used ?rule }")
    described = names("SELECT ?rule { ?rule a prov:Plan }")
    code = "".join(
        path.read_text(encoding="utf-8") for path in sorted((ROOT / "converter").rglob("*.py"))
    )

    slugs = {iri.rpartition("/")[2] for iri in described}

    assert applied <= described
    assert {slug for slug in slugs if f'"{slug}"' not in code} == set()


def test_every_annotation_quotes_the_words_at_its_offsets(
    quads: Quads, store: ox.Store, names: Names
) -> None:
    texts = {
        (quad.subject, quad.predicate): quad.object.value
        for quad in quads
        if quad.predicate.value.startswith(f"{BASE}ontology#stated")
        and isinstance(quad.object, ox.Literal)
    }
    solutions = store.query(
        """SELECT ?entry ?property ?exact ?start ?end {
            ?annotation a oa:Annotation ; oa:hasTarget ?target .
            ?target oa:hasSource ?entry ; dg:onProperty ?property ;
                oa:hasSelector ?selector .
            ?selector oa:exact ?exact ; oa:start ?start ; oa:end ?end }""",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    assert isinstance(solutions, ox.QuerySolutions)

    quotes = [
        (texts[entry, predicate][int(start.value) : int(end.value)], exact.value)
        for entry, predicate, exact, start, end in solutions
    ]

    annotations = names("SELECT ?annotation { ?annotation a oa:Annotation }")
    assert len(quotes) == len(annotations) > 1500
    assert [pair for pair in quotes if pair[0] != pair[1]] == []


def test_a_derived_statement_without_quoted_words_has_a_rule_that_made_it(quads: Quads) -> None:
    derived = [quad for quad in quads if quad.graph_name == graph(Layer.DERIVED)]
    pairs = {(quad.predicate, quad.subject, quad.object) for quad in derived}
    parts = [
        {subject: value for predicate, subject, value in pairs if predicate == node(name)}
        for name in ("rdf:subject", "rdf:predicate", "rdf:object")
    ]
    quoted = {tuple(part[one] for part in parts) for one in parts[0]}
    asserting = {(one, value) for name, one, value in pairs if name == node("dg:assertsProperty")}
    made: dict[object, set[object]] = {}
    for predicate, subject, value in pairs:
        if predicate in (node("prov:wasGeneratedBy"), node("prov:wasInfluencedBy")):
            made.setdefault(subject, set()).add(value)

    in_doubt = [
        quad
        for quad in derived
        if quad.subject in made
        and quad.subject not in parts[0]
        and quad.predicate not in ABOUT_DERIVATION
        and (quad.subject, quad.predicate, quad.object) not in quoted
        and not any((rule, quad.predicate) in asserting for rule in made[quad.subject])
    ]

    assert in_doubt == []


def test_every_entry_links_to_a_thing_and_back(names: Names) -> None:
    one_way = names(
        """SELECT ?entry { { ?entry a dg:Entry FILTER NOT EXISTS { ?entry dg:describes ?thing } }
            UNION { ?entry dg:describes ?thing
                FILTER NOT EXISTS { ?thing dg:describedIn ?entry } } }"""
    )

    assert one_way == set()


def test_a_statement_of_the_source_is_in_no_other_layer(quads: Quads) -> None:
    layers: dict[ox.Triple, set[str]] = {}
    for quad in quads:
        layers.setdefault(quad.triple, set()).add(str(quad.graph_name))

    shared = [triple for triple, found in layers.items() if len(found) > 1]

    assert shared == []
    assert {name for found in layers.values() for name in found} == {
        str(graph(layer)) for layer in Layer if layer is not Layer.CATALOGUE
    }


def test_another_base_leaves_no_iri_below_the_default_base(quads: Quads) -> None:
    base = "https://example.org/x/"

    moved = rebase(quads, base)

    terms = {term for quad in moved for term in quad}
    assert [term for term in terms if BASE in str(term)] == []
    assert len(set(moved)) == len(set(quads))


def test_the_graph_without_translations_is_within_its_bound(quads: Quads) -> None:
    assert sum(not is_translation(quad) for quad in quads) <= MOST_WITHOUT_TRANSLATIONS


def test_the_graph_without_later_facts_is_within_its_bound(quads: Quads) -> None:
    assert len(without_later_facts(quads)) <= MOST_WITHOUT_LATER_FACTS
