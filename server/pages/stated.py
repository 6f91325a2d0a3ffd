"""The stated texts of an entry: as printed, with marks, and translated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.pages.evidence import COLUMNS, MarkedWords, local_name
from server.pages.marking import Mark, Segment, segments
from server.site.statements.statements import Statement, Value
from server.site.tables.cells import Cell, Reader

_LEGEND = ("technology", "procedure", "body", "other")
# The names of a stated text's property and its translation's differ in these prefixes.
_STATED, _TRANSLATED = "stated", "translated"


@dataclass(frozen=True, slots=True)
class StatedText:
    """A column of the table with its text, split at marks, and its English translation.

    The translation is "" if the text is not translated.
    """

    column: Cell
    segments: Sequence[Segment]
    translation: str = ""

    @property
    def words(self) -> str:
        """Return the text without marks."""
        return "".join(piece.text for piece in self.segments)


def by_name(statements: Sequence[Statement], base: str) -> Mapping[str, Statement]:
    """Return the statements by name of property; names of our ontology have no prefix."""
    return {local_name(item.property, base): item for item in statements}


def values_of(statements: Mapping[str, Statement], name: str) -> Sequence[Value]:
    """Return the values of a property, empty if it is not stated."""
    return statements[name].values if name in statements else ()


def stated_texts(
    statements: Mapping[str, Statement], evidence: Sequence[MarkedWords], reader: Reader
) -> list[StatedText]:
    """Return the stated texts of an entry in the order of its columns."""
    return [_text(statements, name, evidence, reader) for name in COLUMNS if name in statements]


def printed_name(statements: Mapping[str, Statement], reader: Reader) -> str:
    """Return the name of an entry as printed."""
    return reader.cell(values_of(statements, "statedName")[0].term).text


def translated_name(statements: Mapping[str, Statement]) -> str:
    """Return the translation of an entry's name, "" if it is not translated."""
    return _literal(values_of(statements, "translatedName"))


def categories_in(texts: Sequence[StatedText]) -> list[str]:
    """Return the categories of marks in these texts, in the order of the legend."""
    found = {name for text in texts for piece in text.segments for name in piece.categories}
    return [name for name in _LEGEND if name in found]


def _text(
    statements: Mapping[str, Statement], name: str, evidence: Sequence[MarkedWords], reader: Reader
) -> StatedText:
    statement = statements[name]
    marks = [
        Mark(item.start, item.end, item.category, item.number)
        for item in evidence
        if item.on == statement.property
    ]
    translated = values_of(statements, name.replace(_STATED, _TRANSLATED))
    return StatedText(
        reader.link(statement.property),
        segments(_literal(statement.values), marks),
        _literal(translated),
    )


def _literal(values: Sequence[Value]) -> str:
    terms = (value.term for value in values)
    return next((term.value for term in terms if isinstance(term, ox.Literal)), "")
