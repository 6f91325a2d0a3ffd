"""The evidence in an entry: words and the derived statements that they support."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.site.site import Site
from server.site.statements.annotations import Annotation, annotations_of
from server.site.statements.statements import iri_of
from server.site.tables.cells import Cell, Reader

COLUMNS = ("statedName", "statedProfile", "statedDescription", "statedNote")
_CATEGORIES = {
    "usesTechnology": "technology",
    "concernsTechnology": "technology",
    "procedureType": "procedure",
    "primaryProcedureType": "procedure",
    "systemType": "procedure",
    "operatedBy": "body",
    "participant": "body",
    "plannedParticipant": "body",
    "excludedParticipant": "body",
}


@dataclass(frozen=True, slots=True)
class Support:
    """A statement that words support, with its annotation and the rule that made it."""

    subject: Cell
    property: Cell
    value: Cell
    annotation: Cell
    rule: Cell | None


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words with the statements that they support; `number` is printed beside the words."""

    number: int
    words: str
    category: str
    supports: Sequence[Support]
    on: str
    start: int
    end: int

    @property
    def rules(self) -> list[Cell]:
        """Return the rules that made the statements, each once."""
        return list(dict.fromkeys(item.rule for item in self.supports if item.rule))


def evidence_in(site: Site, iri: str, reader: Reader) -> list[MarkedWords]:
    """Return the words of an entry that support statements, in column order."""
    order = {f"{site.addresses.base}ontology#{name}": rank for rank, name in enumerate(COLUMNS)}
    spans: dict[tuple[int, int, int, str], list[Annotation]] = {}
    for item in annotations_of(site.dataset, iri):
        key = (order.get(item.on, len(order)), item.start, item.end, item.on)
        spans.setdefault(key, []).append(item)
    texts = {item.property: item.values[0].term for item in site.statements.about(iri)}
    return [
        _piece(spans[key], position, texts.get(key[3]), reader)
        for position, key in enumerate(sorted(spans), 1)
    ]


def _piece(items: Sequence[Annotation], position: int, text: object, reader: Reader) -> MarkedWords:
    first = items[0]
    names = [local_name(iri_of(item.property), reader.addresses.base) for item in items]
    found = sorted({_CATEGORIES[name] for name in names if name in _CATEGORIES})
    statements = {(item.subject, item.property, item.value): item for item in items}
    return MarkedWords(
        number=position,
        words=text.value[first.start : first.end] if isinstance(text, ox.Literal) else "",
        category=found[-1] if found else "other",
        supports=[_support(item, reader) for item in statements.values()],
        on=first.on,
        start=first.start,
        end=first.end,
    )


def _support(item: Annotation, reader: Reader) -> Support:
    return Support(
        subject=reader.cell(item.subject),
        property=reader.cell(item.property),
        value=reader.cell(item.value),
        annotation=reader.link(item.iri),
        rule=None if item.made_by is None else reader.cell(item.made_by),
    )


def local_name(iri: str, base: str) -> str:
    """Return the name of a term of our ontology; other IRIs are returned unchanged."""
    return iri.removeprefix(f"{base}ontology#")
