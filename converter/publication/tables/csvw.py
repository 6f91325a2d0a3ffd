"""Describes a CSV table: https://www.w3.org/TR/tabular-metadata/."""

import json
from collections.abc import Callable, Mapping, Sequence

from converter.publication.tables.columns import CsvColumn, Show
from converter.publication.words import LICENCE, TABLE_TITLES

# Separates the values in a cell; no label of the dataset contains it.
SEPARATOR = " | "
DATATYPES: Mapping[Show, str] = {
    Show.IRI: "anyURI",
    Show.LABEL: "string",
    Show.TEXT: "string",
    Show.NUMBER: "integer",
}


def description_of(
    path: str, columns: Sequence[CsvColumn], language: str, iri: Callable[[str], str]
) -> bytes:
    """Return the CSVW metadata of the table at `path`, as JSON; `iri` gives a property's IRI.

    A column with a stated value of the entry names its property, so a CSVW processor makes the
    triples of the dataset from it. Titles are plain strings in the language of `@context` (Metadata
    Vocabulary for Tabular Data, 5.1.6), because some readers do not support other forms.
    """
    slug, _, _ = path.rpartition("/")[2].partition(".")
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": path.rpartition("/")[2],
        "dc:title": TABLE_TITLES[slug][language],
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n", "\n"], "header": True},
        "tableSchema": {
            "aboutUrl": "{+entry}",
            "primaryKey": "entry",
            "columns": [_column(column, language, iri) for column in columns],
        },
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _column(column: CsvColumn, language: str, iri: Callable[[str], str]) -> dict[str, object]:
    described: dict[str, object] = {
        "name": column.name,
        "titles": column.title(language),
        "datatype": DATATYPES[column.show],
    }
    if not column.path:
        return described | {"required": True, "suppressOutput": True}
    if column.many:
        described["separator"] = SEPARATOR
    if column.many or column.show is Show.LABEL:
        return described | {"suppressOutput": True}
    described["propertyUrl"] = iri(column.path[0])
    if column.show is Show.IRI:
        described["valueUrl"] = f"{{+{column.name}}}"
    if column.show is Show.TEXT:
        # Stated and translated texts are kept as they are: readers must not trim them.
        described |= {"datatype": {"base": "string"}, "lang": column.language}
    return described
