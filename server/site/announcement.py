"""Reads a dataset's own description, from which pages of other datasets take their title."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Dataset, Pattern, Term
from server.http.language import Language

_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DCT = "http://purl.org/dc/terms/"
_SCHEMAS = ("https://schema.org/", "http://schema.org/")
# Classes of resources that describe a dataset.
_DATASETS = (
    "http://rdfs.org/ns/void#Dataset",
    "http://www.w3.org/ns/dcat#Dataset",
    "http://www.w3.org/2002/07/owl#Ontology",
    *(f"{schema}Dataset" for schema in _SCHEMAS),
)
_TITLES = (
    f"{_DCT}title",
    "http://purl.org/dc/elements/1.1/title",
    "http://www.w3.org/2000/01/rdf-schema#label",
    *(f"{schema}name" for schema in _SCHEMAS),
)
_LICENCES = (
    f"{_DCT}license",
    "http://creativecommons.org/ns#license",
    *(f"{schema}license" for schema in _SCHEMAS),
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """The dataset's description: whether it is the survey, titles by language, and licences."""

    is_survey: bool
    titles: Mapping[str, str]
    licences: Sequence[str] = ()

    def title(self, language: Language) -> str:
        """Return the title in this language, else in another, else ""."""
        return self.titles.get(language) or next(iter(self.titles.values()), "")


def announcement_of(dataset: Dataset) -> Announcement:
    """Return a dataset's own description."""
    entry = ox.NamedNode(f"{dataset.identity.base}ontology#Entry")
    is_survey = dataset.has(Pattern(predicate=_TYPE, object=entry))
    about = {subject for kind in _DATASETS for subject in _instances(dataset, kind)}
    if len(about) != 1:  # several: none of them describes the whole
        return Announcement(is_survey, {})
    (this,) = about
    titles: dict[str, str] = {}
    for value in _values(dataset, this, _TITLES):
        if isinstance(value, ox.Literal):
            titles.setdefault(value.language or "", value.value)
    licences = [
        value.value
        for value in _values(dataset, this, _LICENCES)
        if isinstance(value, ox.NamedNode | ox.Literal)
    ]
    return Announcement(is_survey, titles, sorted(set(licences)))


def _instances(dataset: Dataset, kind: str) -> Iterator[ox.NamedNode]:
    for quad in dataset.quads(Pattern(predicate=_TYPE, object=ox.NamedNode(kind))):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _values(dataset: Dataset, this: ox.NamedNode, properties: Sequence[str]) -> Iterator[Term]:
    for name in properties:
        for quad in dataset.quads(Pattern(this, ox.NamedNode(name))):
            yield quad.object
