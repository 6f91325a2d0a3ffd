"""Sections of a survey: their paths, labels and parents."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from converter.authority.authorities import Authorities
from converter.authority.vocabulary import Concept
from converter.findings import Finding, Ref, Text
from converter.iris import BASE
from converter.mapping.terms import Object, Statement, describe, integer, node, texts
from converter.model import PrintedPosition, SectionHeading, Survey, SurveyTable

COUNT_RULE = "count-entries"
TITLES: Mapping[SurveyTable, Mapping[str, str]] = {
    SurveyTable.PROCEDURES: {
        "ja": "①ＡＩ・ＲＰＡ・チャットボット等により業務を効率化している事務・手続",
        "en": "1: Procedures made more efficient with AI, RPA, chatbots and the like",
    },
    SurveyTable.SYSTEMS: {
        "ja": "②情報システムを複数自治体で共同利用している業務システム",
        "en": "2: Information systems that several local governments share",
    },
    SurveyTable.POSTS: {
        "ja": "③－１ 育成・確保しているデジタル人材",
        "en": "3-1: Digital specialists trained or recruited",
    },
    SurveyTable.ORGANISATIONS: {
        "ja": "③－２ 設置している組織",
        "en": "3-2: Organisations set up",
    },
}

# What the heading prints, and how many entries stand below it.
DIFFERS: Mapping[str, str] = {
    "ja": "見出しには{}件とあるが、実際に印刷されている回答は{}件である。",
    "en": "The heading says {}; {} entries are printed below it.",
}


@dataclass(frozen=True, slots=True)
class SectionKey:
    """Identifies a section: edition ("" for the first), table, and the headings down to it."""

    edition: str
    table: SurveyTable
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Headings:
    """The sections of one survey: their nodes, and the concepts of first-level headings."""

    nodes: Mapping[SectionKey, ox.NamedNode]
    concepts: Mapping[SectionKey, Concept]


def heading_scheme(table: SurveyTable) -> str:
    """Return the concept scheme of the first-level headings of a table."""
    return "organisation-kind" if table is SurveyTable.ORGANISATIONS else "policy-field"


def survey_to_headings(survey: Survey, authorities: Authorities) -> Headings:
    """Return the nodes of all sections, tables included.

    A first-level heading has the slug of its concept, a heading below it its ordinal number: `1`,
    `1-general-affairs`, `1-general-affairs-2`.
    """
    concepts: dict[SectionKey, Concept] = {}
    slugs: dict[SectionKey, str] = {}
    for table in dict.fromkeys(heading.table for heading in survey.sections):
        slugs[SectionKey(survey.edition, table)] = _table_slug(survey.edition, table)
    for key in _keys_below_tables(survey):
        parent = SectionKey(key.edition, key.table, key.headings[:-1])
        concept = _concept(key, authorities) if not parent.headings else None
        if concept:
            concepts[key] = concept
        siblings = sum(
            len(one.headings) == len(key.headings) and _is_in(one, parent) for one in slugs
        )
        slugs[key] = f"{slugs[parent]}-{concept.slug if concept else siblings + 1}"
    return Headings({key: node(f"id/section/{slug}") for key, slug in slugs.items()}, concepts)


def sections_to_statements(
    survey: Survey, headings: Headings, authorities: Authorities, source: ox.NamedNode
) -> Iterator[Statement]:
    """Yield the printed facts about each section, and its parent section."""
    printed = {_key(heading): heading for heading in survey.sections}
    for key, section in headings.nodes.items():
        parent = headings.nodes.get(SectionKey(key.edition, key.table, key.headings[:-1]))
        yield from describe(
            section,
            ("rdf:type", node("dg:Section")),
            *texts("rdfs:label", _labels(key, headings, authorities)),
            ("dct:isPartOf", parent if parent and key.headings else source),
            ("prov:hadPrimarySource", source),
            *_as_printed(printed.get(key)),
        )


def sections_to_findings(survey: Survey, authorities: Authorities) -> list[Finding]:
    """Return how many entries stand below each section, with a note where its heading differs."""
    counts: Counter[SectionKey] = Counter()
    for record in survey.records:
        for depth in range(len(record.section) + 1):
            headings = record.section[:depth]
            counts[SectionKey(survey.edition, record.key.table, headings)] += 1
    nodes = survey_to_headings(survey, authorities).nodes
    printed = {_key(heading): heading.printed_count for heading in survey.sections}
    return [
        Finding(Ref(node.value.removeprefix(BASE)), predicate, value, COUNT_RULE)
        for key, node in nodes.items()
        for predicate, value in _counted(counts[key], printed.get(key))
    ]


def _counted(computed: int, printed: int | None) -> Iterator[tuple[str, int | Text]]:
    yield "dg:computedCount", computed
    if printed not in (None, computed):
        for language, note in DIFFERS.items():
            yield "skos:editorialNote", Text(note.format(printed, computed), language)


def position_to_pairs(position: PrintedPosition) -> list[tuple[str, Object]]:
    """Return page and lines; only the page if the document has no lines (first line 0)."""
    lines = [
        ("dg:firstLine", integer(position.first_line)),
        ("dg:lastLine", integer(position.last_line)),
    ]
    return [("dg:page", integer(position.page)), *(lines if position.first_line else ())]


def _as_printed(heading: SectionHeading | None) -> list[tuple[str, Object]]:
    if heading is None:
        return []
    count = heading.printed_count
    stated = [] if count is None else [("dg:statedCount", integer(count))]
    return [*stated, *position_to_pairs(heading.position)]


def _labels(key: SectionKey, headings: Headings, authorities: Authorities) -> Mapping[str, str]:
    if not key.headings:
        return TITLES[key.table]
    concept = headings.concepts.get(key)
    english = concept.label_en if concept else authorities.headings_en.get(key.headings[-1], "")
    return {"ja": key.headings[-1], "en": english}


def _key(heading: SectionHeading) -> SectionKey:
    return SectionKey(heading.edition, heading.table, heading.path)


def _keys_below_tables(survey: Survey) -> Sequence[SectionKey]:
    keys = dict.fromkeys(map(_key, survey.sections))
    return sorted((key for key in keys if key.headings), key=lambda key: len(key.headings))


def _concept(key: SectionKey, authorities: Authorities) -> Concept | None:
    concepts = authorities.vocabulary.schemes[heading_scheme(key.table)].values()
    wanted = _folded(key.headings[0])
    return next((one for one in concepts if _folded(one.label_ja) == wanted), None)


def _is_in(key: SectionKey, parent: SectionKey) -> bool:
    return key.table is parent.table and key.headings[:-1] == parent.headings


def _folded(label: str) -> str:
    return "".join(unicodedata.normalize("NFKC", label).split())


def _table_slug(edition: str, table: SurveyTable) -> str:
    return f"{edition}-{table}" if edition else str(table)
