"""Reads the example queries: files of `ontology/examples`, each with comments at its head.

    # title@ja: …        # description@ja: …      # group: overview
    # title@en: …        # description@en: …      # rows: 47
    # chart: bar label entries [series]           (or `scatter x y`, `line x y`, `map`)

The files ask for Japanese labels; `Example.query` returns the query for another language.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import ontology
from ontology.namespaces import CANONICAL_BASE
from server.http.language import Language
from server.site.texts import load_messages

GROUPS = (
    "overview",
    "procedure",
    "technology",
    "sharing",
    "answers",
    "people",
    "place",
    "evidence",
)

# The parameter of the query page that names the edition to which an example is held.
HELD_TO = "of"
_HEAD = re.compile(r"# ([\w@]+): (.*)\n")


@dataclass(frozen=True, slots=True)
class Example:
    """An example query with its description; `rows` is its number of solutions or triples.

    `chart` is a kind of chart and its columns, empty for a table only.
    """

    slug: str
    group: str
    titles: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    rows: int
    chart: tuple[str, ...]
    text: str

    def query(self, language: Language = Language.JA, base: str = CANONICAL_BASE) -> str:
        """Return the query with labels in a language, for a dataset with this base."""
        separated = self.text.replace(_separator(Language.JA), _separator(language))
        translated = separated.replace(f'= "{Language.JA}"', f'= "{language}"')
        return translated.replace(CANONICAL_BASE, base)


@cache
def _separator(language: Language) -> str:
    """Return the literal that separates names in a list."""
    return f'"{load_messages().text(language, "examples.separator")}"'


@cache
def load_examples() -> Sequence[Example]:
    """Return all examples, by group, then by file name."""
    files = (file for file in ontology.folder("examples") if file.name.endswith(".rq"))
    found = [read_example(file.name.removesuffix(".rq"), file.read_text("utf-8")) for file in files]
    return sorted(found, key=lambda example: GROUPS.index(example.group))


def find_example(slug: str) -> Example | None:
    """Return the example of this name."""
    return next((example for example in load_examples() if example.slug == slug), None)


def read_example(slug: str, text: str) -> Example:
    """Return the example in the text of a file.

    Raises:
        KeyError: The head lacks a line.
    """
    head: dict[str, str] = {}
    offset = 0
    while line := _HEAD.match(text, offset):
        head[line[1]] = line[2].strip()
        offset = line.end()
    return Example(
        slug=slug,
        group=head["group"],
        titles={language: head[f"title@{language}"] for language in Language},
        descriptions={language: head[f"description@{language}"] for language in Language},
        rows=int(head["rows"]),
        chart=tuple(head.get("chart", "").split()),
        text=text[offset:].strip() + "\n",
    )
