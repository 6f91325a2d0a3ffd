"""A survey → quads of the source layer: as printed, without corrections and conclusions."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from converter.authority.authorities import Authorities
from converter.authority.schemes import scheme_of
from converter.iris import entry_path
from converter.mapping.editions import edition_path
from converter.mapping.sections import (
    Headings,
    SectionKey,
    heading_scheme,
    position_to_pairs,
    sections_to_statements,
    survey_to_headings,
)
from converter.mapping.terms import (
    Layer,
    Object,
    Statement,
    describe,
    in_layer,
    integer,
    node,
    text,
    texts,
    typed,
)
from converter.model import Code, Column, Document, Record, Survey, SurveyTable

CLASSES: Mapping[SurveyTable, str] = {
    SurveyTable.PROCEDURES: "dg:ProcedureEntry",
    SurveyTable.SYSTEMS: "dg:SharedSystemEntry",
    SurveyTable.POSTS: "dg:PostEntry",
    SurveyTable.ORGANISATIONS: "dg:OrganisationEntry",
}
# ISO/IEC 10646: ① is U+2460, and the other circled digits follow it.
CIRCLED_ONE = 0x2460
JAPANESE = ox.NamedNode("http://publications.europa.eu/resource/authority/language/JPN")


def survey_to_quads(survey: Survey, document: Document, authorities: Authorities) -> list[ox.Quad]:
    """Return the source layer of one document: the document, its sections and its entries."""
    source = node(f"id/source/{document.key}")
    headings = survey_to_headings(survey, authorities)
    statements = [
        *_document(source, document),
        *sections_to_statements(survey, headings, authorities, source),
    ]
    for record in survey.records:
        statements.extend(_entry(record, document, headings, authorities))
    return in_layer(Layer.SOURCE, statements)


def _document(source: ox.NamedNode, document: Document) -> Iterator[Statement]:
    yield from describe(
        source,
        ("rdf:type", node("prov:Entity")),
        ("rdf:type", node("prov:PrimarySource")),
        *texts("rdfs:label", document.titles or {"ja": document.file, "en": document.file}),
        *texts("dct:title", document.titles),
        ("dct:identifier", ox.Literal(document.key)),
        ("dct:language", JAPANESE),
        *_agents(document),
    )
    yield from _checksum(source, document)
    yield from _period(source, document)
    yield from _rights(source, document)


def _agents(document: Document) -> Iterator[tuple[str, Object]]:
    if document.publisher:
        yield "dct:publisher", node(f"id/agent/{document.publisher}")
    if document.creator:
        yield "dct:creator", node(f"id/agent/{document.creator}")
    if document.published:
        yield "dct:issued", typed(document.published, "xsd:gYearMonth")


def _checksum(source: ox.NamedNode, document: Document) -> Iterator[Statement]:
    checksum = ox.NamedNode(f"{source.value}#checksum")
    yield from describe(source, ("spdx:checksum", checksum))
    yield from describe(
        checksum,
        ("rdf:type", node("spdx:Checksum")),
        ("spdx:algorithm", node("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", typed(document.sha256, "xsd:hexBinary")),
    )


def _period(source: ox.NamedNode, document: Document) -> Iterator[Statement]:
    if document.survey_start and document.survey_end:
        period = ox.NamedNode(f"{source.value}#survey-period")
        yield from describe(source, ("dct:temporal", period))
        yield from describe(
            period,
            ("rdf:type", node("dct:PeriodOfTime")),
            ("dcat:startDate", typed(document.survey_start, "xsd:date")),
            ("dcat:endDate", typed(document.survey_end, "xsd:date")),
        )


def _rights(source: ox.NamedNode, document: Document) -> Iterator[Statement]:
    if document.rights:
        statement = ox.NamedNode(f"{source.value}#rights")
        yield from describe(source, ("dct:rights", statement))
        yield from describe(
            statement,
            ("rdf:type", node("dct:RightsStatement")),
            *texts("rdfs:label", document.rights),
        )


def _entry(
    record: Record, document: Document, headings: Headings, authorities: Authorities
) -> Iterator[Statement]:
    source = node(f"id/source/{document.key}")
    prefecture = authorities.governments.prefecture(record.prefecture)
    section = SectionKey(record.key.edition, record.key.table, record.section)
    rights = [("dct:rights", ox.NamedNode(f"{source.value}#rights"))] if document.rights else []
    yield from describe(
        node(entry_path(record.key)),
        ("rdf:type", node("dg:Entry")),
        ("rdf:type", node(CLASSES[record.key.table])),
        ("rdfs:label", text(f"{record.key} {_one_line(record.name)}", "ja")),
        ("rdfs:label", text(f"Entry {record.key} ({prefecture.name_en})", "en")),
        ("dct:identifier", ox.Literal(str(record.key))),
        ("dg:entryNumber", integer(record.key.number)),
        ("dct:isPartOf", headings.nodes[section]),
        ("prov:hadPrimarySource", source),
        ("dg:edition", node(edition_path(document))),
        ("dg:reportedBy", node(prefecture.path)),
        *position_to_pairs(record.position),
        *_heading(section, headings),
        *_texts(record),
        *_codes(record, authorities),
        *rights,
    )


def _heading(section: SectionKey, headings: Headings) -> Iterator[tuple[str, Object]]:
    first = SectionKey(section.edition, section.table, section.headings[:1])
    if first in headings.concepts:
        is_field = heading_scheme(section.table) == "policy-field"
        predicate = "dg:policyField" if is_field else "dg:organisationKind"
        yield predicate, node(headings.concepts[first].path)


def _texts(record: Record) -> Iterator[tuple[str, Object]]:
    for column, value in record.texts.items():
        yield f"dg:{column}", text(value, "ja")


def _codes(record: Record, authorities: Authorities) -> Iterator[tuple[str, Object]]:
    for column, code in record.codes.items():
        yield f"dg:{column}", node(_concept_path(column, code, record.key.table, authorities))


def _concept_path(column: Column, code: Code, table: SurveyTable, authorities: Authorities) -> str:
    scheme = scheme_of(table, column)
    notation = chr(CIRCLED_ONE + code.number - 1)
    concept = authorities.vocabulary.by_notation(scheme, notation)
    if concept is None:
        message = f"{scheme} has no concept with the notation {notation}"
        raise LookupError(message)
    return concept.path


def _one_line(name: str) -> str:
    return " ".join(name.split("\n"))
