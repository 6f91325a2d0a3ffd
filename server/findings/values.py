"""Fills in the values of a finding's texts: `{technology-spread|0|prefectures}`.

Each placeholder has an example query, conditions on its rows, and the value to take from them; the
head of `texts.toml` explains the notation.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pyoxigraph as ox

from server.counts.editions import in_edition
from server.editor.examples import HELD_TO, Example, find_example
from server.engine import Row
from server.engine.row_values import text_in
from server.findings.book import PublishedFinding, load_findings
from server.findings.query_counts import count_key, with_resources
from server.http.language import Language
from server.site.site import Site
from server.site.tables.cells import Cell
from server.site.tables.counted import counted, key_of_edition

UNIT = "finding"
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_BOOLEAN = ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean")
_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_ROWS, _SUM = "rows", "+"


class NoValueError(LookupError):
    """No row has the value of a placeholder."""


@dataclass(frozen=True, slots=True)
class Results:
    """The rows of the example queries in one language; a query is evaluated once.

    They are held to an edition, to the latest one where none is named.
    """

    site: Site
    language: Language
    edition: str = ""
    _known: dict[str, Sequence[Row]] = field(default_factory=dict)

    def query(self, slug: str) -> str:
        """Return the text of an example query."""
        base = self.site.addresses.base
        query = example_named(slug).query(self.language, base)
        return in_edition(query, base, self.edition or self.site.editions.default)

    def _evaluated(self, slug: str) -> str:
        """Return an example query with the resources that its counts name."""
        return with_resources(slug, self.query(slug))

    def rows(self, slug: str) -> Sequence[Row]:
        """Return the solutions of an example query."""
        if slug not in self._known:
            self._known[slug] = self.site.dataset.rows(self._evaluated(slug))
        return self._known[slug]

    def queries(self, texts: Iterable[str]) -> list[str]:
        """Return the queries in the placeholders of texts."""
        placeholders = (placeholder for text in texts for placeholder in _PLACEHOLDER.findall(text))
        return [
            self._evaluated(slug)
            for slug in dict.fromkeys(one.split("|")[0] for one in placeholders)
        ]

    def concepts(self, texts: Iterable[str]) -> list[str]:
        """Return the concepts in the conditions of texts."""
        return [
            self.site.addresses.iri(f"concept/{value}")
            for text in texts
            for placeholder in _PLACEHOLDER.findall(text)
            for value in re.findall(r"=([^|]*/[^|]*)", placeholder)
        ]

    def pieces(self, text: str) -> list[Cell]:
        """Return a text in pieces: words, and the values of placeholders."""
        parts = _PLACEHOLDER.split(text)
        return [
            self.value(part) if index % 2 else Cell(part)
            for index, part in enumerate(parts)
            if part
        ]

    def plain(self, text: str) -> str:
        """Return a text with its placeholders filled in."""
        return _PLACEHOLDER.sub(lambda found: self.value(found[1]).text, text)

    def value(self, placeholder: str) -> Cell:
        """Return the value of a placeholder; an integer links to the list that it counts.

        Raises:
            NoValueError: No row has the value.
        """
        slug, *conditions, wanted = placeholder.split("|")
        rows = [
            row
            for index, row in enumerate(self.rows(slug))
            if all(self._fits(condition, index, row) for condition in conditions)
        ]
        text, column = _taken(rows, wanted, placeholder), wanted.removeprefix(_SUM)
        if wanted == _ROWS and conditions:
            rows = []
        elif wanted == column != _ROWS:
            rows = rows[:1]
        return self._number(text, placeholder, self._key(slug, column, rows), self.shown_at(slug))

    def _key(self, slug: str, column: str, rows: Sequence[Row]) -> str:
        """Return the key of the count in a column of rows; "" if they count no list."""
        key = count_key(slug, column, rows, self.site.reader(self.language))
        return key and key_of_edition(key, self.edition or self.site.editions.default)

    def _number(self, text: str, placeholder: str, key: str, href: str) -> Cell:
        """Return a value as a cell: a count by its key links to its list, others to `href`."""
        if not text.isdecimal():
            return Cell(text)
        if key:
            return counted(self.site.addresses, self.language, key, int(text))
        own = f"{UNIT}?{urlencode([('of', placeholder), *self._own])}"
        return Cell(text, href, count=own)

    def cell(self, slug: str, index: int, name: str) -> Cell:
        """Return a value of a row as a cell.

        An integer links to the list that it counts, else to the query. A column with fractions has
        averages, shown with one decimal in every row. A string of digits is a name.
        """
        row = self.rows(slug)[index]
        text, term = text_in(row, name), row.get(name)
        if isinstance(term, ox.Literal) and term.datatype == _BOOLEAN:
            return Cell(self.site.text(self.language, f"value.{text}"))
        if isinstance(term, ox.Literal) and term.datatype == _STRING:
            return Cell(text)
        key = self._key(slug, name, [row])
        if not key and is_number(text) and self._has_fractions(slug, name):
            return Cell(f"{float(text):.1f}")
        return self._number(text, f"{slug}|{index}|{name}", key, self.address(slug))

    def _has_fractions(self, slug: str, name: str) -> bool:
        return any("." in text_in(row, name) for row in self.rows(slug))

    def shown_at(self, slug: str) -> str:
        """Return the address of a query's table on the page of a finding, else in the editor."""
        for finding in load_findings():
            if any(part.query == slug for part in finding.parts):
                return f"{self.page(finding)}#{slug}"
        return self.address(slug)

    def page(self, finding: PublishedFinding) -> str:
        """Return the address of the page of a finding."""
        path = f"{self.language}/findings/{finding.slug}"
        return self.site.addresses.url_of(path, self._own)

    def address(self, slug: str) -> str:
        """Return the address of the editor with an example query, as it is evaluated here."""
        edition = self.edition or self.site.editions.default
        parameters = {"example": slug} | ({HELD_TO: edition} if edition else {})
        return self.site.addresses.url(f"{self.language}/query", **parameters)

    @property
    def _own(self) -> tuple[tuple[str, str], ...]:
        return self.site.editions.parameters(self.edition)

    def _fits(self, condition: str, index: int, row: Row) -> bool:
        if condition.isdecimal():
            return int(condition) == index
        column, _, value = condition.partition("=")
        return text_in(row, column) == self._name(value)

    def _name(self, value: str) -> str:
        """Return a literal unchanged, and a concept's label in the language."""
        if "/" not in value:
            return value
        label = self.site.labels.label(self.site.addresses.iri(f"concept/{value}"), self.language)
        return label.text if label else value


def is_number(text: str) -> bool:
    """Return whether a text is an integer or a decimal number."""
    return text.replace(".", "", 1).isdecimal()


def example_named(slug: str) -> Example:
    """Return an example query.

    Raises:
        LookupError: No example has this name.
    """
    example = find_example(slug)
    if example is None:
        message = f"no file ontology/examples/{slug}.rq"
        raise LookupError(message)
    return example


def _taken(rows: Sequence[Row], wanted: str, placeholder: str) -> str:
    if wanted == _ROWS:
        return str(len(rows))
    if wanted.startswith(_SUM):
        return str(sum(int(text_in(row, wanted.removeprefix(_SUM)) or 0) for row in rows))
    if not rows or not text_in(rows[0], wanted):
        message = f"{{{placeholder}}}: no row has this value"
        raise NoValueError(message)
    return text_in(rows[0], wanted)
