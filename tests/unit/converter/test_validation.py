"""Validation gives reproducible reports, and a violation stops the conversion."""

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from excerpts import excerpt
from rdflib.namespace import RDF, SH

import converter.validation.core
import shapes
from converter.__main__ import main
from converter.iris import BASE
from converter.mapping.terms import node
from converter.model import SurveyTable
from converter.validation.core import validate
from converter.validation.report import (
    Report,
    Severity,
    ValidationResult,
    report_to_quads,
    results_to_report,
    validation_summary,
)

SAMPLES = Path(__file__).parents[2] / "support" / "agreement"


def result(severity: Severity, number: int) -> ValidationResult:
    return ValidationResult(
        severity,
        node("shapes#Entry-page"),
        node("sh:MinCountConstraintComponent"),
        node(f"id/entry/1-{number}"),
        {"ja": "ページがない。", "en": "There is no page."},
        node("dg:page"),
        ox.Literal(number),
    )


def report_with(severity: Severity) -> Report:
    return results_to_report([result(severity, 1)])


def test_only_a_violation_breaks_conformance() -> None:
    assert report_with(Severity.INFO).conforms
    assert report_with(Severity.WARNING).conforms
    assert not report_with(Severity.VIOLATION).conforms


def test_the_order_of_results_does_not_change_a_report() -> None:
    results = [result(severity, number) for severity in Severity for number in (1, 2, 3)]

    one, other = results_to_report(results), results_to_report([*reversed(results), *results])

    assert one == other
    assert report_to_quads(one) == report_to_quads(other)
    assert one.counts() == {"Violation": 3, "Warning": 3, "Info": 3}


def test_a_summary_names_shape_messages_and_the_first_nodes() -> None:
    results = [result(Severity.WARNING, number) for number in range(1, 9)]

    lines = validation_summary(results_to_report(results)).splitlines()

    assert lines[:4] == [
        "validation: 0 violations, 8 warnings, 0 infos",
        "  warning: shapes#Entry-page (8)",
        "    ページがない。",
        "    There is no page.",
    ]
    assert lines[4] == "      id/entry/1-1: '1'"
    assert lines[-1] == "      … and 3 more"


def test_a_report_has_no_blank_nodes_and_says_conforms_as_shacl_does() -> None:
    quads = report_to_quads(report_with(Severity.INFO))

    assert not [quad for quad in quads if isinstance(quad.subject, ox.BlankNode)]
    conforms = [quad.object for quad in quads if quad.predicate == node("sh:conforms")]
    assert conforms == [ox.Literal(value=False)]


def _shapes_about(shape: str) -> rdflib.Graph:
    """Return the triples of one shape: others use GRAPH, and pySHACL has no named graphs."""
    every, wanted = rdflib.Graph(), rdflib.Graph()
    for name in shapes.names():
        every.parse(data=shapes.read(name), format="turtle")
    for triple in every:
        if str(triple[0]).startswith((shape, node("shapes#prefix").value)):
            wanted.add(triple)
    return wanted


@pytest.mark.parametrize("shape", ["Annotation", "SectionCount"])
@pytest.mark.parametrize("sample", ["conforms", "breaks"])
def test_pyshacl_and_oxigraph_agree_on_constraints(shape: str, sample: str) -> None:
    path = SAMPLES / f"{shape}-{sample}.ttl"
    iri = node(f"shapes#{shape}")

    theirs = pyshacl.validate(rdflib.Graph().parse(path), shacl_graph=_shapes_about(iri.value))[1]
    ours = validate(ox.parse(path=path, format=ox.RdfFormat.TURTLE))

    assert isinstance(theirs, rdflib.Graph)
    found = {
        tuple(sorted(str(message) for message in theirs.objects(one, SH.resultMessage)))
        for one in theirs.subjects(RDF.type, SH.ValidationResult)
        if str(theirs.value(one, SH.sourceShape)) == iri.value
    }
    assert {
        tuple(sorted(one.messages.values())) for one in ours.results if one.shape == iri
    } == found


PATHS = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <http://e/> .
e:Named a sh:NodeShape ; sh:targetNode e:one, e:two ; sh:property e:Named-either, e:Named-both .
e:Named-either a sh:PropertyShape ; sh:path [ sh:alternativePath ( e:name e:title ) ] ;
  sh:minCount 1 ; sh:message "no name"@en .
e:Named-both a sh:PropertyShape ; sh:path ( e:part e:name ) ;
  sh:minCount 1 ; sh:message "no part"@en .
"""


def test_a_result_about_a_property_path_names_its_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shapes, "names", lambda: ("paths.ttl",))
    monkeypatch.setattr(shapes, "read", lambda _: PATHS.encode())
    data = b"""<http://e/one> <http://e/title> "A" ; <http://e/part> <http://e/three> .
        <http://e/three> <http://e/name> "B" ."""

    report = validate(ox.parse(data, format=ox.RdfFormat.TURTLE))

    assert {(one.shape.value, one.focus.value, one.path) for one in report.results} == {
        ("http://e/Named-either", "http://e/two", None),
        ("http://e/Named-both", "http://e/two", None),
    }
    assert all(not isinstance(quad.object, ox.BlankNode) for quad in report_to_quads(report))


def test_a_violation_ends_with_status_3_and_an_earlier_dataset_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    survey, out = tmp_path / "small.txt", tmp_path / "out"
    survey.write_bytes("\n".join(excerpt(SurveyTable.ORGANISATIONS, entries=2)).encode())
    main([str(survey), "-o", str(out), "--quiet"])
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    broken = report_with(Severity.VIOLATION)
    monkeypatch.setattr(converter.validation.core, "validate", lambda _quads: broken)

    status = main([str(survey), "-o", str(out), "--base", "https://other.example/"])

    said = capsys.readouterr().err
    assert status == 3
    assert "the graph breaks its shapes; nothing was written" in said
    assert "There is no page." in said
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_without_validation_there_is_no_report(tmp_path: Path) -> None:
    survey, out = tmp_path / "small.txt", tmp_path / "out"
    survey.write_bytes("\n".join(excerpt(SurveyTable.ORGANISATIONS, entries=2)).encode())

    main([str(survey), "-o", str(out), "--quiet", "--no-validate"])

    assert not (out / "validation-report.ttl").exists()
    assert '"validation": null' in (out / "manifest.json").read_text(encoding="utf-8")
    assert f"<{BASE}id/report/shacl>" not in (out / "digigov.nq").read_text(encoding="utf-8")
