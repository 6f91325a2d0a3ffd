"""Describes the dataset, its layers, files and service in DCAT 3, VoID and PROV.

The catalogue is a separate graph in separate files, written last: it states size and checksum of
all other files, and counts all other layers.
"""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from converter.mapping.terms import Layer, Statement, describe, integer, node, text, texts, typed
from converter.publication.catalogue.catalogue_iris import CatalogueIris
from converter.publication.catalogue.distributions import distributions
from converter.publication.catalogue.partitions import dataset_counts, linksets
from converter.publication.dumps import EVERY, Dump, part_to_files
from converter.publication.manifest import BuildDescription, File, FileKind, Written
from converter.publication.order import sorted_quads
from converter.publication.statistics import Figures
from converter.publication.words import (
    CONTACT,
    DESCRIPTION,
    ISSUED,
    KEYWORDS,
    LAYER_DESCRIPTIONS,
    LAYER_TITLES,
    LICENCE,
    MODIFIED,
    RIGHTS,
    TITLE,
)

BASIC = ("nq", "ttl")
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
COUNTRY = "http://publications.europa.eu/resource/authority/country/JPN"
MAKER = "id/agent/digigov-developers"
PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
THEME = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/IRREG"


def catalogue_to_files(
    description: BuildDescription, figures: Figures, files: Sequence[Written], *, every: bool
) -> Iterator[File]:
    """Yield the catalogue of the files as N-Quads and Turtle, or in every format."""
    name = ox.NamedNode(f"{description.base}graph/{Layer.CATALOGUE}")
    statements = catalogue(description, figures, files)
    quads = sorted_quads(ox.Quad(one, two, three, name) for one, two, three in statements)
    part = Dump("catalogue", quads, FileKind.CATALOGUE, str(Layer.CATALOGUE))
    yield from part_to_files(part, EVERY if every else BASIC, description.base)


def catalogue(
    description: BuildDescription, figures: Figures, files: Sequence[Written]
) -> Iterator[Statement]:
    """Yield the catalogue's statements about a dataset and its files."""
    here = CatalogueIris(description)
    yield from _catalog(here)
    yield from _dataset(here, description)
    yield from _service(here)
    yield from _publication(here, description)
    yield from dataset_counts(here, figures.union)
    yield from linksets(here, figures.union)
    for layer, triples in figures.layers.items():
        yield from _layer(here, layer, triples)
    yield from distributions(here.base, description.version, files, figures.layers.keys())


def _catalog(here: CatalogueIris) -> Iterator[Statement]:
    labels = {"ja": f"{TITLE['ja']}の目録", "en": f"Catalogue of the {TITLE['en']}"}
    return describe(
        here.own("id/catalogue/digigov"),
        ("rdf:type", node("dcat:Catalog")),
        *texts("rdfs:label", labels),
        *texts("dct:title", labels),
        *texts("dct:description", LAYER_DESCRIPTIONS["catalogue"]),
        ("dct:publisher", here.own(MAKER)),
        ("dct:license", ox.NamedNode(LICENCE)),
        ("dct:issued", typed(ISSUED, "xsd:date")),
        ("dct:modified", typed(MODIFIED, "xsd:date")),
        *(("dct:language", ox.NamedNode(LANGUAGE + code)) for code in ("JPN", "ENG")),
        ("dcat:dataset", here.dataset),
        ("dcat:service", here.own("id/service/sparql")),
    )


def _dataset(here: CatalogueIris, description: BuildDescription) -> Iterator[Statement]:
    sources = [here.own(f"id/source/{document.key}") for document in description.documents]
    rights = ox.NamedNode(f"{here.dataset.value}#rights")
    yield from describe(
        here.dataset,
        *(("rdf:type", node(name)) for name in ("dcat:Dataset", "void:Dataset", "schema:Dataset")),
        *texts("rdfs:label", TITLE),
        *texts("dct:title", TITLE),
        *texts("dct:description", DESCRIPTION),
        *(("dcat:keyword", text(word, tag)) for tag, words in KEYWORDS.items() for word in words),
        ("dct:identifier", ox.Literal(here.dataset.value)),
        ("dcat:version", ox.Literal(description.version)),
        ("dct:license", ox.NamedNode(LICENCE)),
        ("dct:rights", rights),
        ("dct:creator", here.own(MAKER)),
        ("dct:publisher", here.own(MAKER)),
        ("dct:issued", typed(ISSUED, "xsd:date")),
        ("dct:modified", typed(MODIFIED, "xsd:date")),
        ("dcat:contactPoint", ox.NamedNode(f"{here.dataset.value}#contact")),
        ("dct:accrualPeriodicity", ox.NamedNode(FREQUENCY)),
        *(("dct:language", ox.NamedNode(LANGUAGE + code)) for code in ("JPN", "ENG")),
        ("dct:spatial", ox.NamedNode(COUNTRY)),
        ("dcat:theme", ox.NamedNode(THEME)),
        ("dct:conformsTo", here.own("ontology")),
        ("dcat:landingPage", here.own("download")),
        *(("dct:source", source) for source in sources),
        *(("prov:wasDerivedFrom", source) for source in sources),
        ("prov:wasGeneratedBy", here.own("id/activity/publication")),
        ("void:uriSpace", ox.Literal(here.base)),
        ("void:sparqlEndpoint", here.own("sparql")),
    )
    yield from describe(
        rights, ("rdf:type", node("dct:RightsStatement")), *texts("rdfs:label", RIGHTS)
    )
    yield from _contact(here)
    yield from _period(here, description)


def _contact(here: CatalogueIris) -> Iterator[Statement]:
    """Yield the contact point: the page of the dataset, because there is no e-mail address."""
    return describe(
        ox.NamedNode(f"{here.dataset.value}#contact"),
        ("rdf:type", node("vcard:Organization")),
        *texts("rdfs:label", CONTACT),
        *texts("vcard:fn", CONTACT),
        ("vcard:hasURL", here.own("download")),
    )


def _period(here: CatalogueIris, description: BuildDescription) -> Iterator[Statement]:
    """Yield the period that the answers cover: from the first survey to the last."""
    dated = [one for one in description.documents if one.survey_start and one.survey_end]
    if not dated:
        return
    period = ox.NamedNode(f"{here.dataset.value}#period")
    start, end = min(one.survey_start for one in dated), max(one.survey_end for one in dated)
    yield from describe(here.dataset, ("dct:temporal", period))
    yield from describe(
        period,
        ("rdf:type", node("dct:PeriodOfTime")),
        ("dcat:startDate", typed(start, "xsd:date")),
        ("dcat:endDate", typed(end, "xsd:date")),
    )


def _service(here: CatalogueIris) -> Iterator[Statement]:
    labels = {"ja": "SPARQL エンドポイント", "en": "SPARQL endpoint"}
    return describe(
        here.own("id/service/sparql"),
        ("rdf:type", node("dcat:DataService")),
        *texts("rdfs:label", labels),
        *texts("dct:title", labels),
        ("dcat:endpointURL", here.own("sparql")),
        # A request without a query returns the SPARQL service description.
        ("dcat:endpointDescription", here.own("sparql")),
        ("dcat:servesDataset", here.dataset),
        ("dct:conformsTo", ox.NamedNode(PROTOCOL)),
        ("dct:license", ox.NamedNode(LICENCE)),
        ("dct:publisher", here.own(MAKER)),
    )


def _publication(here: CatalogueIris, description: BuildDescription) -> Iterator[Statement]:
    labels = {"ja": "データセットの作成", "en": "Making of the dataset"}
    return describe(
        here.own("id/activity/publication"),
        ("rdf:type", node("prov:Activity")),
        *texts("rdfs:label", labels),
        *(
            ("prov:used", here.own(f"id/source/{document.key}"))
            for document in description.documents
        ),
        ("prov:wasAssociatedWith", here.own(f"id/software/{description.name}")),
        ("prov:generated", here.dataset),
    )


def _layer(here: CatalogueIris, layer: str, triples: int) -> Iterator[Statement]:
    subset = here.own(f"graph/{layer}")
    yield from describe(here.dataset, ("void:subset", subset))
    yield from describe(
        subset,
        ("rdf:type", node("void:Dataset")),
        ("rdf:type", node("dcat:Dataset")),
        *texts("rdfs:label", LAYER_TITLES[layer]),
        *texts("dct:title", LAYER_TITLES[layer]),
        *texts("dct:description", LAYER_DESCRIPTIONS[layer]),
        ("dct:isPartOf", here.dataset),
        ("dct:license", ox.NamedNode(LICENCE)),
        ("dct:publisher", here.own(MAKER)),
        ("void:triples", integer(triples)),
    )
