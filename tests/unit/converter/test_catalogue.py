"""Every number and checksum of the catalogue can be recomputed."""

from functools import cache
from hashlib import sha256

import pyoxigraph as ox
from published import listed, small_folder

import shapes
from converter.iris import BASE, PREFIXES
from converter.validation.core import validate

IN_DATA = "GRAPH ?g {{ {} }} FILTER(?g != <{}graph/catalogue>)"
COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { %s } }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { %s }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { %s }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { %s }",
    "classes": "SELECT (COUNT(DISTINCT ?o) AS ?n) { %s FILTER(?p = rdf:type) }",
}
LINKS = """SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?o { GRAPH ?g { ?s <%s> ?o }
FILTER(?g != <%sgraph/catalogue> && STRSTARTS(STR(?o), "%s")) } }"""


@cache
def store() -> ox.Store:
    loaded = ox.Store()
    for name in ("digigov.nq", "catalogue.nq"):
        loaded.load(path=small_folder() / name, format=ox.RdfFormat.N_QUADS)
    return loaded


def select(query: str) -> list[tuple[str, ...]]:
    found = store().query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in found]


def counted(query: str) -> int:
    return int(select(query)[0][0])


def within(pattern: str) -> str:
    return IN_DATA.format(pattern, BASE)


def test_every_total_equals_the_sparql_count() -> None:
    for name, query in COUNTS.items():
        ((stated,),) = select(f"SELECT ?n {{ <{BASE}id/dataset/digigov> void:{name} ?n }}")

        assert int(stated) == counted(query % within("?s ?p ?o")), name


def test_every_partition_equals_the_sparql_count() -> None:
    classes = select("SELECT ?c ?n { ?part void:class ?c ; void:entities ?n }")
    properties = select("SELECT ?p ?n { ?part void:property ?p ; void:triples ?n }")

    for iri, stated in classes:
        query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {within(f'?s a <{iri}>')} }}"
        assert int(stated) == counted(query), iri
    for iri, stated in properties:
        inner = f"SELECT DISTINCT ?s ?o {{ {within(f'?s <{iri}> ?o')} }}"
        assert int(stated) == counted(f"SELECT (COUNT(*) AS ?n) {{ {inner} }}"), iri
    assert len(classes) == counted(COUNTS["classes"] % within("?s ?p ?o"))
    assert len(properties) == counted(COUNTS["properties"] % within("?s ?p ?o"))


def test_every_linkset_equals_the_sparql_count() -> None:
    query = """SELECT ?p ?space ?n { ?links a void:Linkset ; void:linkPredicate ?p ;
        void:triples ?n ; void:objectsTarget/void:uriSpace ?space }"""

    for predicate, space, stated in select(query):
        assert int(stated) == counted(LINKS % (predicate, BASE, space))


def test_every_layer_has_the_number_of_triples_of_its_graph() -> None:
    layers = select("SELECT ?g ?n { ?d void:subset ?g . ?g void:triples ?n ; a dcat:Dataset }")

    found = [
        (iri, str(counted(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")))
        for iri, _ in layers
    ]
    assert layers == found != []


def test_every_distribution_has_the_size_and_checksum_of_its_file() -> None:
    query = """SELECT ?url ?size ?sum { ?d a dcat:Distribution ; dcat:downloadURL ?url ;
        dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?sum }"""

    described = {
        url.removeprefix(f"{BASE}download/1.0.0/"): (int(size), digest)
        for url, size, digest in select(query)
    }

    files = {
        file.path for file in listed(small_folder()) if file.kind in {"dataset", "layer", "table"}
    }
    content = {path: (small_folder() / path).read_bytes() for path in files}
    assert described == {
        path: (len(data), sha256(data).hexdigest()) for path, data in content.items()
    }


def test_every_dataset_and_file_has_its_licence_and_the_rights_in_quoted_words_are_stated() -> None:
    described = select(
        "SELECT ?d { { ?d a dcat:Dataset } UNION { ?d a dcat:Distribution }"
        " UNION { ?d a dcat:Catalog } UNION { ?d a dcat:DataService } }"
    )
    licensed = select("SELECT ?d { ?d dct:license <https://creativecommons.org/licenses/by/4.0/> }")
    rights = select("SELECT ?said { ?d dcat:version ?v ; dct:rights/rdfs:label ?said }")

    assert set(described) - set(licensed) == set()
    assert any("National Governors' Association" in said for (said,) in rights)


def test_the_dataset_has_the_time_of_its_surveys() -> None:
    period = select(
        "SELECT ?start ?end { ?d dcat:version ?v ; dct:temporal ?p ."
        " ?p a dct:PeriodOfTime ; dcat:startDate ?start ; dcat:endDate ?end }"
    )

    assert period == [("2021-06-01", "2021-07-31")]


def test_the_catalogue_does_not_describe_the_files_that_hold_it() -> None:
    urls = [url for (url,) in select("SELECT ?url { ?d dcat:downloadURL ?url }")]

    assert urls
    assert not [url for url in urls if "/catalogue." in url]


def test_the_catalogue_conforms_to_its_shapes() -> None:
    parsed = ox.parse(path=small_folder() / "catalogue.ttl", format=ox.RdfFormat.TURTLE)
    own = {
        str(quad.subject) for quad in ox.parse(shapes.read("catalogue"), format=ox.RdfFormat.TURTLE)
    }

    results = [one for one in validate(parsed).results if str(one.shape) in own]

    assert [(str(one.shape), str(one.focus)) for one in results] == []


def test_every_resource_of_the_catalogue_has_labels_in_both_languages() -> None:
    subjects = select(
        f"""SELECT DISTINCT ?s {{ GRAPH <{BASE}graph/catalogue> {{ ?s a ?class }}
        FILTER(!CONTAINS(STR(?s), "#")) }}"""
    )

    for (iri,) in subjects:
        tags = {tag for (tag,) in select(f"SELECT (LANG(?l) AS ?t) {{ <{iri}> rdfs:label ?l }}")}
        assert tags == {"ja", "en"}, iri


# Mandatory and recommended properties of each class in DCAT-AP 3.
# https://semiceu.github.io/DCAT-AP/releases/3.0.0/
DCAT_AP = {
    "dcat:Catalog": "dct:title dct:description dct:publisher dct:license dct:issued dct:modified "
    "dct:language dcat:dataset dcat:service",
    "dcat:DataService": "dct:title dcat:endpointURL dcat:endpointDescription dcat:servesDataset "
    "dct:license dct:publisher",
    "dcat:Distribution": "dcat:accessURL dcat:downloadURL dcat:mediaType dct:format dct:license "
    "dct:title dcat:byteSize spdx:checksum",
}
OF_THE_DATASET = (
    "dct:title dct:description dcat:contactPoint dcat:distribution dcat:keyword dct:publisher "
    "dct:spatial dct:temporal dcat:theme dct:issued dct:modified dct:language dct:identifier"
)


def test_every_class_has_its_mandatory_and_recommended_dcat_ap_properties() -> None:
    for kind, predicates in DCAT_AP.items():
        for predicate in predicates.split():
            query = f"SELECT ?s {{ ?s a {kind} FILTER NOT EXISTS {{ ?s {predicate} ?o }} }}"

            assert select(query) == [], (kind, predicate)


def test_the_dataset_has_its_mandatory_and_recommended_dcat_ap_properties() -> None:
    for predicate in OF_THE_DATASET.split():
        query = f"SELECT ?o {{ <{BASE}id/dataset/digigov> {predicate} ?o }}"

        assert select(query), predicate


def test_the_contact_is_a_named_organisation_that_can_be_reached() -> None:
    query = """SELECT ?name ?url { ?s dcat:contactPoint ?contact .
        ?contact a vcard:Organization ; vcard:fn ?name ; vcard:hasURL ?url }"""

    assert {url for _, url in select(query)} == {f"{BASE}download"}
    assert len(select(query)) == 2
