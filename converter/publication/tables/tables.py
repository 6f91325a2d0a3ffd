"""Writes the dataset as CSV (RFC 4180): a row for each entry, with labels and IRIs."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from converter.iris import BASE, absolute
from converter.mapping.source import CLASSES
from converter.mapping.terms import LANGUAGES
from converter.publication.dumps import PublishedDataset
from converter.publication.manifest import File, FileKind
from converter.publication.tables.columns import TABLES, CsvColumn, Show
from converter.publication.tables.csvw import SEPARATOR, description_of

Values: TypeAlias = Mapping[str, Sequence[ox.NamedNode | ox.Literal]]
# Excel reads a CSV file as UTF-8 only if it begins with a byte order mark.
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
TYPE, LABEL = absolute("rdf:type"), absolute("rdfs:label")


@dataclass(frozen=True, slots=True)
class StatementIndex:
    """The statements that tables need: property → subject → values, in published order."""

    values: Mapping[str, Values]
    base: str

    def property(self, name: str) -> str:
        """Return the IRI of a property (a CURIE), below the base of the dataset."""
        iri = absolute(name)
        return self.base + iri.removeprefix(BASE) if iri.startswith(BASE) else iri

    def follow(self, subject: str, path: Sequence[str]) -> list[ox.NamedNode | ox.Literal]:
        """Return the nodes at the end of a path of properties, each once."""
        found: list[ox.NamedNode | ox.Literal] = [ox.NamedNode(subject)]
        for name in path:
            values = self.values[self.property(name)]
            found = [value for one in found for value in values.get(one.value, ())]
        return list(dict.fromkeys(found))

    def label(self, term: ox.NamedNode | ox.Literal, language: str) -> str:
        """Return the label in this language, else in another, else the IRI."""
        labels = self.values[LABEL].get(term.value, ())
        by_language = {one.language: one.value for one in labels if isinstance(one, ox.Literal)}
        return by_language.get(language) or next(iter(by_language.values()), term.value)


def dataset_to_tables(dataset: PublishedDataset) -> Iterator[File]:
    """Yield each table of the survey as CSV in each language, with its CSVW description."""
    graph = _graph(dataset)
    for table, (slug, columns) in TABLES.items():
        kind = graph.property(CLASSES[table])
        entries = [
            subject
            for subject, types in graph.values[TYPE].items()
            if any(one.value == kind for one in types)
        ]
        for language in LANGUAGES:
            path = f"tables/{slug}.{language}.csv"
            content = _csv(graph, entries, columns, language)
            yield File(path, "text/csv", content, None, FileKind.TABLE, slug, language)
            described = description_of(path, columns, language, graph.property)
            yield File(
                f"{path}-metadata.json",
                "application/csvm+json",
                described,
                None,
                FileKind.TABLE_DESCRIPTION,
                slug,
                language,
            )


def _graph(dataset: PublishedDataset) -> StatementIndex:
    empty = StatementIndex({}, dataset.base)
    names = {name for _, columns in TABLES.values() for one in columns for name in one.path}
    wanted = {TYPE, LABEL, *map(empty.property, names)}
    values: dict[str, defaultdict[str, list[ox.NamedNode | ox.Literal]]] = {
        name: defaultdict(list) for name in wanted
    }
    for quad in dataset.quads:
        predicate, value = quad.predicate.value, quad.object
        if (
            predicate in wanted
            and isinstance(quad.subject, ox.NamedNode)
            and isinstance(value, ox.NamedNode | ox.Literal)
        ):
            values[predicate][quad.subject.value].append(value)
    return StatementIndex(values, dataset.base)


def _csv(
    graph: StatementIndex, entries: Iterable[str], columns: Sequence[CsvColumn], language: str
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.title(language) for column in columns)
    for entry in entries:
        writer.writerow(_cell(graph, entry, column, language) for column in columns)
    return BYTE_ORDER_MARK + text.getvalue().encode()


def _cell(graph: StatementIndex, entry: str, column: CsvColumn, language: str) -> str:
    found = graph.follow(entry, column.path)
    if column.show is Show.LABEL:
        return SEPARATOR.join(graph.label(one, language) for one in found)
    return SEPARATOR.join(one.value for one in found)
