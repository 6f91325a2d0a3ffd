"""States the counts of the dataset: https://www.w3.org/TR/void/#statistics."""

from collections.abc import Iterator

import pyoxigraph as ox

from converter.mapping.terms import Statement, describe, integer, node, texts
from converter.publication.catalogue.catalogue_iris import CatalogueIris, hyphened
from converter.publication.statistics import Statistics


def dataset_counts(here: CatalogueIris, statistics: Statistics) -> Iterator[Statement]:
    """Yield the totals of the dataset and its partitions by class and by property."""
    yield from describe(
        here.dataset,
        ("void:triples", integer(statistics.triples)),
        ("void:distinctSubjects", integer(statistics.subjects)),
        ("void:distinctObjects", integer(statistics.objects)),
        ("void:classes", integer(len(statistics.classes))),
        ("void:properties", integer(len(statistics.properties))),
    )
    terms = (*statistics.properties, *statistics.classes)
    for iri in sorted({_namespace(iri) for iri, _ in terms}):
        yield from describe(here.dataset, ("void:vocabulary", ox.NamedNode(iri)))
    for iri, entities in statistics.classes:
        names = ("class", "クラス", "Class", "entities")
        yield from _partition(here, iri, entities, names)
    for iri, triples in statistics.properties:
        names = ("property", "プロパティ", "Property", "triples")
        yield from _partition(here, iri, triples, names)


def _partition(
    here: CatalogueIris, iri: str, number: int, names: tuple[str, str, str, str]
) -> Iterator[Statement]:
    kind, ja, en, counted = names
    part = here.own(f"id/partition/{kind}-{here.slug(iri)}")
    labels = {"ja": f"{ja} {here.short(iri)}", "en": f"{en} {here.short(iri)}"}
    yield from describe(here.dataset, (f"void:{kind}Partition", part))
    yield from describe(
        part,
        ("rdf:type", node("void:Dataset")),
        *texts("rdfs:label", labels),
        (f"void:{kind}", ox.NamedNode(iri)),
        (f"void:{counted}", integer(number)),
    )


def linksets(here: CatalogueIris, statistics: Statistics) -> Iterator[Statement]:
    """Yield a linkset for each kind of links to another dataset."""
    for link in statistics.links:
        host = hyphened(link.target.split("/")[2])
        linkset = here.own(f"id/linkset/{here.slug(link.predicate)}-{host}")
        target = here.own(f"id/target/{host}")
        names = (here.short(link.predicate), link.target)
        labels = {
            "ja": "{} による {} へのリンク".format(*names),
            "en": "Links by {} to {}".format(*names),
        }
        yield from describe(here.dataset, ("void:subset", linkset))
        yield from describe(
            linkset,
            ("rdf:type", node("void:Linkset")),
            *texts("rdfs:label", labels),
            ("void:linkPredicate", ox.NamedNode(link.predicate)),
            ("void:subjectsTarget", here.dataset),
            ("void:objectsTarget", target),
            ("void:triples", integer(link.triples)),
        )
        yield from describe(
            target,
            ("rdf:type", node("void:Dataset")),
            *texts("rdfs:label", {"ja": link.target, "en": link.target}),
            ("void:uriSpace", ox.Literal(link.target)),
        )


def _namespace(iri: str) -> str:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
