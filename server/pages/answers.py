"""What answers say of a thing: their words with a translation beside, and what they mean."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Pattern, Term
from server.engine.row_values import number_of
from server.http.language import Language
from server.pages.evidence import evidence_in
from server.pages.stated import StatedText, by_name, stated_texts, values_of
from server.site.facts import RDFS_LABEL, in_language
from server.site.site import Site
from server.site.statements.statements import Statement, iri_of, natural
from server.site.tables.cells import Cell, Reader

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_NOTATION = ox.NamedNode(f"{_SKOS}notation")
_DEFINITION = ox.NamedNode(f"{_SKOS}definition")
# What an entry answers in codes, and why: each value is explained by its definition.
OF_ENTRY = (
    *("implementationStatus", "sharingStatus", "sharingReason", "offersToShare"),
    *("recruitment", "employment", "organisationKind", "policyField"),
)
# What was found out about the thing, in the order of what, how and who.
_OF_THING = (
    *("procedureType", "systemType", "usesTechnology", "concernsTechnology"),
    *("automatedTask", "actsOn", "legalBasis"),
    *("http://schema.org/startDate", "http://schema.org/endDate"),
    *("http://schema.org/foundingDate", "plannedFor", "concernsPeriod", "specialistOrigin"),
    *("operatedBy", "http://www.w3.org/ns/org#postIn"),
    "http://www.w3.org/ns/org#subOrganizationOf",
    *("chairedBy", "memberOffice", "memberSector", "memberCount", "participation"),
)
# The name of a field or a government says all; these need to be explained.
# Nodes that only hold values together: their values stand for them.
_HELD_TOGETHER = {
    "participation": (
        *("participationStatus", "participantScope", "participantCount", "countedKind"),
        *("outOf", "asOf", "startsOn"),
    ),
}
_EXPLAINED = frozenset(
    {"implementationStatus", "sharingStatus", "sharingReason", "offersToShare", "automatedTask"}
)


@dataclass(frozen=True, slots=True)
class Meant:
    """A value: its name, the code as printed (①), and its definition, both "" where it has none."""

    value: Cell
    notation: str
    definition: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer means in one respect; `derived` says that the project found it out."""

    property: Cell
    values: Sequence[Meant]
    derived: bool


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """An answer about a thing: who gave it, where it is printed, its words and their meaning."""

    entry: Cell
    prefecture: Cell | None
    page: int
    texts: Sequence[StatedText]
    meanings: Sequence[Meaning]


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers about a thing, and what was found out about it from all of them."""

    items: Sequence[SurveyAnswer]
    meanings: Sequence[Meaning]


def build_answers(site: Site, iri: str, language: Language) -> Answers:
    """Return what the answers say of a thing."""
    reader = site.reader(language)
    statements = by_name(site.statements.about(iri), site.addresses.base)
    described = values_of(statements, "describedIn")
    entries = sorted((iri_of(value.term) for value in described), key=natural)
    named = {reader.cell(value.term).text for value in values_of(statements, RDFS_LABEL)}
    return Answers(
        items=[_answer(site, entry, named, reader) for entry in entries],
        meanings=_meanings(site, statements, _OF_THING, reader),
    )


def meanings_of(
    site: Site, statements: Mapping[str, Statement], reader: Reader
) -> Sequence[Meaning]:
    """Return what an entry answers in codes and gives as reasons."""
    return _meanings(site, statements, OF_ENTRY, reader)


def _answer(site: Site, iri: str, named: Collection[str], reader: Reader) -> SurveyAnswer:
    """Return an answer; a text that only repeats the name of the thing is left out."""
    statements = by_name(site.statements.about(iri), site.addresses.base)
    prefectures = values_of(statements, "reportedBy")
    pages = values_of(statements, "page")
    texts = stated_texts(statements, evidence_in(site, iri, reader), reader)
    return SurveyAnswer(
        entry=Cell(iri.rpartition("/")[2], reader.link(iri).href),
        prefecture=reader.cell(prefectures[0].term) if prefectures else None,
        page=number_of(pages[0].term) if pages else 0,
        texts=[text for text in texts if text.words not in named],
        meanings=meanings_of(site, statements, reader),
    )


def _meanings(
    site: Site, statements: Mapping[str, Statement], names: Sequence[str], reader: Reader
) -> list[Meaning]:
    return [_meaning(site, name, statements[name], reader) for name in names if name in statements]


def _meaning(site: Site, name: str, statement: Statement, reader: Reader) -> Meaning:
    explained = name in _EXPLAINED
    return Meaning(
        property=reader.link(statement.property),
        values=[
            _held(site, value.term, _HELD_TOGETHER[name], reader)
            if name in _HELD_TOGETHER
            else _meant(site, value.term, reader, explained=explained)
            for value in statement.values
        ],
        derived=statement.values[0].layer != "source",
    )


def _held(site: Site, node: Term, names: Sequence[str], reader: Reader) -> Meant:
    """Return the values that a node holds together, in the order of their properties."""
    statements = by_name(site.statements.about(iri_of(node)), site.addresses.base)
    cells = [reader.cell(value.term) for name in names for value in values_of(statements, name)]
    text = site.text(reader.language, "resource.separator").join(cell.text for cell in cells)
    return Meant(Cell(text, several=cells) if cells else reader.cell(node), "", "")


def _meant(site: Site, term: Term, reader: Reader, *, explained: bool) -> Meant:
    if not isinstance(term, ox.NamedNode):
        return Meant(reader.cell(term), "", "")
    notations = site.dataset.quads(Pattern(term, _NOTATION))
    notation = reader.cell(notations[0].object).text if notations else ""
    found = site.dataset.quads(Pattern(term, _DEFINITION)) if explained else ()
    definitions = in_language([quad.object for quad in found], reader.language)
    return Meant(
        reader.cell(term), notation, reader.cell(definitions[0]).text if definitions else ""
    )
