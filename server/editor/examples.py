"""The example queries: files of `ontology/examples`, each with a head of comments.

    # title@ja: …        # description@ja: …      # group: overview
    # title@en: …        # description@en: …      # rows: 47
    # chart: bar label entries [series]           (or `scatter x y`, `line x y`, `map`)

Labels are asked for in Japanese; `Example.query` asks for those of another language.
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

_HEAD = re.compile(r"# ([\w@]+): (.*)\n")


@dataclass(frozen=True, slots=True)
class Example:
    """A query with what it is about; `rows` is how many solutions (or triples) it has.

    `chart` is a kind and its columns, empty where a table says all.
    """

    slug: str
    group: str
    titles: Mapping[Language, str]
    descriptions: Mapping[Language, str]
    rows: int
    chart: tuple[str, ...]
    text: str

    def query(self, language: Language = Language.JA, base: str = CANONICAL_BASE) -> str:
        """Return the query as it asks for labels in a language, over a dataset of this base."""
        separated = self.text.replace(_separator(Language.JA), _separator(language))
        asked = separated.replace(f'= "{Language.JA}"', f'= "{language}"')
        return asked.replace(CANONICAL_BASE, base)


@cache
def _separator(language: Language) -> str:
    """Return the literal that separates names in a list."""
    return f'"{load_messages().text(language, "examples.separator")}"'


@cache
def load_examples() -> Sequence[Example]:
    """Return all examples, by group and then in the order of their files."""
    files = (file for file in ontology.folder("examples") if file.name.endswith(".rq"))
    found = [read_example(file.name.removesuffix(".rq"), file.read_text("utf-8")) for file in files]
    return sorted(found, key=lambda example: GROUPS.index(example.group))


def find_example(slug: str) -> Example | None:
    """Return the example of this name."""
    return next((example for example in load_examples() if example.slug == slug), None)


def read_example(slug: str, text: str) -> Example:
    """Return the example that a file holds.

    Raises:
        KeyError: a line of the head is missing.
    """
    head: dict[str, str] = {}
    place = 0
    while line := _HEAD.match(text, place):
        head[line[1]] = line[2].strip()
        place = line.end()
    return Example(
        slug=slug,
        group=head["group"],
        titles={language: head[f"title@{language}"] for language in Language},
        descriptions={language: head[f"description@{language}"] for language in Language},
        rows=int(head["rows"]),
        chart=tuple(head.get("chart", "").split()),
        text=text[place:].strip() + "\n",
    )
