"""The searchable resources with their texts, by group."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Dataset, Row
from server.rdf.query_files import read_query
from server.site.statements.statements import iri_of, natural

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_NAMES = (f"{_RDFS}label", f"{_SKOS}prefLabel", f"{_SKOS}altLabel", f"{_DCT}title")
_STATED = ("statedName", "statedDescription", "statedProfile", "statedNote")
# The project's English translations of these.
_TRANSLATED = ("translatedName", "translatedDescription", "translatedProfile", "translatedNote")
_OTHER = (f"{_SKOS}hiddenLabel", f"{_SKOS}definition", f"{_SKOS}scopeNote", f"{_DCT}description")
# Properties whose labels name the prefecture or operator.
_WHOSE = ("reportedBy", "operatedBy")


@dataclass(frozen=True, slots=True)
class ResourceGroup:
    """A group of results: `pattern` matches the path of a resource below the base."""

    name: str
    pattern: str


# In display order; a resource that matches no group is not searchable.
GROUPS: tuple[ResourceGroup, ...] = (
    ResourceGroup("concepts", r"concept/[^/#]+/[^/#]+"),
    ResourceGroup("entries", r"id/entry/[^#]+"),
    ResourceGroup("procedures", r"id/procedure/[^#]+"),
    ResourceGroup("systems", r"id/system/[^#]+"),
    ResourceGroup("posts", r"id/(post|measure)/[^#]+"),
    ResourceGroup("organisations", r"id/organisation/[^#]+"),
    ResourceGroup("governments", r"id/(pref|muni|body)/[^#]+"),
    ResourceGroup("sections", r"id/(section|source)/[^#]+"),
    ResourceGroup("terms", r"ontology#.+|concept/[^/#]+"),
)


@dataclass(frozen=True, slots=True)
class SearchText:
    """A text of a resource with its property; `name`: the text is a name of the resource."""

    property: str
    text: str
    lang: str
    name: bool


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A resource with its texts, names first."""

    iri: str
    group: str
    texts: Sequence[SearchText]


def documents_of(dataset: Dataset) -> list[SearchDocument]:
    """Return all searchable resources by group, within a group in printed order."""
    base = dataset.identity.base
    groups = {group.name: index for index, group in enumerate(GROUPS)}
    found = [
        SearchDocument(iri, group, texts)
        for iri, texts in _all_texts(dataset).items()
        if (group := group_of(iri, base))
    ]
    return sorted(found, key=lambda item: (groups[item.group], natural(item.iri)))


def texts_query(iri: str, base: str) -> str:
    """Return the query for the texts of a resource."""
    return read_query("server.search", "texts", base, subject=ox.NamedNode(iri))


def texts_of(dataset: Dataset, iri: str) -> Sequence[SearchText]:
    """Return the texts of a resource, names first."""
    base = dataset.identity.base
    order = _properties(base)
    texts = [_text(row, order) for row in dataset.rows(texts_query(iri, base))]
    return _in_order([text for text in texts if text], order)


def _all_texts(dataset: Dataset) -> dict[str, Sequence[SearchText]]:
    base = dataset.identity.base
    order = _properties(base)
    properties = " ".join(str(ox.NamedNode(iri)) for iri in order)
    query = read_query("server.search", "all-texts", base, properties=properties)
    found: dict[str, list[SearchText]] = {}
    for row in dataset.rows(query):
        text = _text(row, order)
        if text:
            found.setdefault(iri_of(row["iri"]), []).append(text)
    return {iri: _in_order(texts, order) for iri, texts in found.items()}


def _text(row: Row, order: dict[str, int]) -> SearchText | None:
    property_, text = iri_of(row["property"]), row["text"]
    if property_ not in order or not isinstance(text, ox.Literal):
        return None
    return SearchText(property_, text.value, text.language or "", order[property_] < len(_NAMES))


def group_of(iri: str, base: str) -> str:
    """Return the group of a resource, "" if it has none."""
    path = iri.removeprefix(base) if iri.startswith(base) else ""
    found = (group.name for group in GROUPS if re.fullmatch(group.pattern, path))
    return next(found, "")


def _properties(base: str) -> dict[str, int]:
    stated = [f"{base}ontology#{name}" for name in (*_STATED, *_TRANSLATED, *_WHOSE)]
    names = (*_NAMES, *stated, f"{_DCT}identifier", *_OTHER)
    return {name: index for index, name in enumerate(names)}


def _in_order(texts: Sequence[SearchText], order: dict[str, int]) -> list[SearchText]:
    """Return texts by property, each text once (a concept's label equals its preferred label)."""
    ordered = sorted(texts, key=lambda item: (order[item.property], item.lang, item.text))
    return list({(item.text, item.lang): item for item in reversed(ordered)}.values())[::-1]
