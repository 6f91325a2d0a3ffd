"""The editions of the survey: one for each document, in order of time."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from converter.mapping.terms import Layer, Object, Statement, describe, in_layer, node, texts
from converter.model import Document


def edition_path(document: Document) -> str:
    """Return the path of a document's edition."""
    return f"id/edition/{document.key}"


def in_time(documents: Sequence[Document]) -> list[Document]:
    """Return documents in the order of their survey dates.

    If a document has no date, all keep the given order, which then counts as the order of time.
    """
    dates = [one.survey_start or one.published for one in documents]
    if not all(dates):
        return list(documents)
    return sorted(documents, key=lambda one: one.survey_start or one.published)


def editions_to_quads(documents: Sequence[Document]) -> list[ox.Quad]:
    """Return the statements about each edition: name, period, document and previous edition."""
    ordered = in_time(documents)
    years = Counter(map(_year, ordered))
    statements: list[Statement] = []
    for index, document in enumerate(ordered):
        earlier = ordered[index - 1] if index else None
        labels = _labels(document, alone=years[_year(document)] == 1)
        statements += describe(
            node(edition_path(document)),
            ("rdf:type", node("dg:Edition")),
            *texts("rdfs:label", labels),
            ("dct:identifier", ox.Literal(document.key)),
            ("dct:source", node(f"id/source/{document.key}")),
            *_period(document),
            *([("dcat:prev", node(edition_path(earlier)))] if earlier else ()),
        )
    return in_layer(Layer.SOURCE, statements)


def _year(document: Document) -> str:
    return (document.survey_start or document.published)[:4]


def _labels(document: Document, *, alone: bool) -> Mapping[str, str]:
    """Return labels with the year, or with the key if the year is unknown or not unique."""
    year, key = _year(document), document.key
    if not year:
        return {"ja": f"調査（{key}）", "en": f"Survey {key}"}
    if alone:
        return {"ja": f"{year}年調査", "en": f"{year} survey"}
    return {"ja": f"{year}年調査（{key}）", "en": f"{year} survey ({key})"}


def _period(document: Document) -> Iterator[tuple[str, Object]]:
    if document.survey_start and document.survey_end:
        yield "dct:temporal", node(f"id/source/{document.key}#survey-period")
