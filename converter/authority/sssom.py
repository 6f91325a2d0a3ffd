"""SSSOM mapping sets: the reviewed links of `ontology/links/`.

https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ontology


@dataclass(frozen=True, slots=True)
class SemanticMapping:
    """One row, with full IRIs; `reviewer` is "" for a candidate that has not been reviewed."""

    subject: str
    predicate: str
    object: str
    justification: str
    confidence: str
    reviewer: str


@dataclass(frozen=True, slots=True)
class MappingSet:
    """The head of a file: the IRI of the set, its titles by language, its creator and date.

    The Japanese title is an extension slot of the file (`ext_title_ja`).
    """

    iri: str
    titles: Mapping[str, str]
    description: str
    version: str
    license: str
    date: str


def load_mapping_sets() -> tuple[MappingSet, ...]:
    """Read the head of every mapping set of the package."""
    files = [file for file in ontology.folder("links") if file.name.endswith(".sssom.tsv")]
    return tuple(parse_mapping_set(file.read_text(encoding="utf-8")) for file in files)


def parse_mapping_set(text: str) -> MappingSet:
    """Return the head of an SSSOM/TSV file.

    Raises:
        KeyError: A required slot is missing.
    """
    lines = (line[1:] for line in text.splitlines() if line.startswith("#"))
    slots = dict(line.split(": ", 1) for line in lines if ": " in line and line[:1].isalpha())
    value = {name: words.strip('"') for name, words in slots.items()}
    return MappingSet(
        iri=value["mapping_set_id"],
        titles={"ja": value["ext_title_ja"], "en": value["mapping_set_title"]},
        description=value["mapping_set_description"],
        version=value["mapping_set_version"],
        license=value["license"],
        date=value["mapping_date"],
    )


def load_mappings() -> tuple[SemanticMapping, ...]:
    """Read the rows of every mapping set of the package, candidates included."""
    files = [file for file in ontology.folder("links") if file.name.endswith(".sssom.tsv")]
    return tuple(row for file in files for row in parse_sssom(file.read_text(encoding="utf-8")))


def parse_sssom(text: str) -> tuple[SemanticMapping, ...]:
    """Return the rows of an SSSOM/TSV file with all CURIEs expanded.

    Raises:
        ValueError: The file's `curie_map` does not declare the prefix of a CURIE.
    """
    lines = text.splitlines()
    header = [line.removeprefix("#") for line in lines if line.startswith("#")]
    prefixes = _curie_map(header)
    body = (line for line in lines if line and not line.startswith("#"))
    return tuple(_mapping(row, prefixes) for row in csv.DictReader(body, delimiter="\t"))


def _curie_map(header: Iterable[str]) -> dict[str, str]:
    pairs = (line.split(":", 1) for line in header if line.startswith("  "))
    return {prefix.strip(): iri.strip() for prefix, iri in pairs}


def _mapping(row: dict[str, str], prefixes: dict[str, str]) -> SemanticMapping:
    return SemanticMapping(
        subject=_expanded(row["subject_id"], prefixes),
        predicate=_expanded(row["predicate_id"], prefixes),
        object=_expanded(row["object_id"], prefixes),
        justification=_expanded(row["mapping_justification"], prefixes),
        confidence=row["confidence"],
        reviewer=row["reviewer_label"],
    )


def _expanded(curie: str, prefixes: dict[str, str]) -> str:
    prefix, _, local = curie.partition(":")
    if prefix not in prefixes:
        message = f"{curie}: the curie_map has no prefix {prefix!r}"
        raise ValueError(message)
    return prefixes[prefix] + local
