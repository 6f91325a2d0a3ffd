"""The answers about a thing: their words with translation, and their meaning."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

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
# A node that groups the values of participants; these are shown instead of the node.
_PARTICIPATION = "participation"
# Properties of an entry's codes and reasons, whose values are shown with their definition.
OF_ENTRY = (
    *("implementationStatus", "sharingStatus", "sharingReason", "offersToShare"),
    *("recruitment", "employment", "organisationKind", "policyField"),
)
# Properties of derived statements about a thing, in the order of what, how and who.
_OF_THING = (
    *("procedureType", "systemType", "usesTechnology", "concernsTechnology"),
    *("automatedTask", "actsOn", "legalBasis"),
    *("http://schema.org/startDate", "http://schema.org/endDate"),
    *("http://schema.org/foundingDate", "plannedFor", "concernsPeriod", "specialistOrigin"),
    *("operatedBy", "http://www.w3.org/ns/org#postIn"),
    "http://www.w3.org/ns/org#subOrganizationOf",
    *("chairedBy", "memberOffice", "memberSector", "memberCount", _PARTICIPATION),
)
# Schemes whose concepts need an explanation besides their name.
_EXPLAINED = frozenset(
    {"implementationStatus", "sharingStatus", "sharingReason", "offersToShare", "automatedTask"}
)


@dataclass(frozen=True, slots=True)
class Meant:
    """A value: name, printed code (①), and definition; the last two may be ""."""

    value: Cell
    notation: str
    definition: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """One aspect of an answer's meaning; `derived`: the project derived it."""

    property: Cell
    values: Sequence[Meant]
    derived: bool


@dataclass(frozen=True, slots=True)
class SurveyAnswer:
    """An answer about a thing: prefecture, printed position, words and meaning."""

    entry: Cell
    prefecture: Cell | None
    page: int
    texts: Sequence[StatedText]
    meanings: Sequence[Meaning]


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers about a thing, and the derived statements about it."""

    items: Sequence[SurveyAnswer]
    meanings: Sequence[Meaning]


def build_answers(site: Site, iri: str, language: Language) -> Answers:
    """Return the answers about a thing."""
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
    """Return the meanings of an entry's codes and reasons."""
    return _meanings(site, statements, OF_ENTRY, reader)


def _answer(site: Site, iri: str, named: Collection[str], reader: Reader) -> SurveyAnswer:
    """Return an answer, without a text that only repeats the name of the thing."""
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
            _participation(site, value.term, reader)
            if name == _PARTICIPATION
            else _meant(site, value.term, reader, explained=explained)
            for value in statement.values
        ],
        derived=statement.values[0].layer != "source",
    )


def _participation(site: Site, node: Term, reader: Reader) -> Meant:
    """Return what a node says of participants: status, scope, number, and dates."""
    statements = by_name(site.statements.about(iri_of(node)), site.addresses.base)

    def cells(name: str) -> list[Cell]:
        return [reader.cell(value.term) for value in values_of(statements, name)]

    def said(key: str, **values: str) -> str:
        return site.text(reader.language, f"participation.{key}", **values)

    found = [*cells("participationStatus"), *cells("participantScope")]
    wholes = [cell.text for cell in cells("outOf")]
    for count, kind in zip(cells("participantCount"), cells("countedKind"), strict=False):
        values = {"count": count.text, "kind": kind.text}
        text = said("out_of", whole=wholes[0], **values) if wholes else said("count", **values)
        found.append(replace(kind, text=text))
    for name in ("asOf", "startsOn"):
        found += [Cell(said(name, date=cell.text)) for cell in cells(name)]
    text = site.text(reader.language, "resource.separator").join(cell.text for cell in found)
    return Meant(Cell(text, several=found) if found else reader.cell(node), "", "")


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
