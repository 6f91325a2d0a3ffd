"""The evidence in RDF 1.2 agrees with the annotations of the dataset."""

import pyoxigraph as ox
import pytest
from published import DESCRIPTION
from surveys import procedure, survey

from converter.findings import Evidence, Finding, Ref
from converter.mapping.derived import Software, findings_to_quads
from converter.mapping.terms import node
from converter.model import Column
from converter.publication.dumps import PublishedDataset
from converter.publication.manifest import File
from converter.publication.reifiers import dataset_to_reifiers

WORDS = Evidence(procedure().key, Column.DESCRIPTION, 2, 6)
THING = Ref("id/procedure/1-24")
USES = Finding(THING, "dg:usesTechnology", Ref("concept/technology/ai"), "rule", (WORDS,), "read")
COUNTS = Finding(THING, "dg:total", 3, "rule", (WORDS,))
OPERATED = Finding(THING, "dg:operatedBy", Ref("id/pref/01"), "rule")


def files(*findings: Finding) -> list[File]:
    quads = findings_to_quads(findings, [survey()], Software("digigov", "1"), {})
    return list(dataset_to_reifiers(PublishedDataset.of(quads, (), DESCRIPTION)))


@pytest.mark.parametrize("number", [0, 1])
def test_every_annotation_reifies_its_statement(number: int) -> None:
    file = files(USES, COUNTS, OPERATED)[number]

    store = ox.Store()
    store.load(file.content, format=ox.RdfFormat.from_extension(file.path.rpartition(".")[2]))
    found = store.query(
        """SELECT ?s ?p ?o ?exact ?note {
            ?reifier rdf:reifies <<( ?s ?p ?o )>> ; oa:hasTarget/oa:hasSelector/oa:exact ?exact .
            ?s ?p ?o . OPTIONAL { ?reifier skos:editorialNote ?note } }""",
        prefixes={
            "rdf": node("rdf:").value,
            "oa": node("oa:").value,
            "skos": node("skos:").value,
        },
    )
    assert isinstance(found, ox.QuerySolutions)
    words, thing = ox.Literal("音声認識"), node(THING.path)
    assert {tuple(row) for row in found} == {
        (thing, node("dg:usesTechnology"), node("concept/technology/ai"), words, NOTE),
        (thing, node("dg:total"), ox.Literal(3), words, None),
    }
    assert file.triples == len(store)


NOTE = ox.Literal("read", language="en")


def test_a_statement_is_not_also_reified_by_subject_predicate_and_object() -> None:
    contents = b"".join(file.content for file in files(USES))

    assert b"rdf:subject" not in contents
    assert b"22-rdf-syntax-ns#subject" not in contents
    assert b"Statement" not in contents


def test_without_annotations_there_is_no_file() -> None:
    assert files(OPERATED) == []
