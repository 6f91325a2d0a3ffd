"""Every English text of the project agrees with the glossary."""

import csv
import re
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from glossary import GLOSSARY, Pair, folded, forbidden_in, missing_in, says, terms_of

import ontology
from converter.authority.decisions import UnitDecision
from converter.authority.reviewed_rows import read_rows
from converter.authority.words import Translation
from server.http.language import Language
from server.site.texts import load_messages

LANGUAGES = ("ja", "en")


def graph_texts() -> Iterator[Pair]:
    """Yield labels, definitions and notes that exist exactly once in each language."""
    package = [(name, ontology.read(name)) for name in ("ontology.ttl", "rules.ttl")]
    concepts = [(file.name, file.read_bytes()) for file in ontology.folder("concepts")]
    for name, data in package + concepts:
        texts: dict[tuple[str, str], list[ox.Literal]] = {}
        for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
            if isinstance(quad.object, ox.Literal):
                key = str(quad.subject), quad.predicate.value
                texts.setdefault(key, []).append(quad.object)
        for values in texts.values():
            ja, en = ([one.value for one in values if one.language == code] for code in LANGUAGES)
            if len(ja) == len(en) == 1:
                yield Pair(name, ja[0], en[0])


def messages() -> Iterator[Pair]:
    for key, texts in load_messages().texts.items():
        yield Pair(f"texts.toml {key}", texts[Language.JA], texts[Language.EN])


def example_titles() -> Iterator[Pair]:
    for file in ontology.folder("examples"):
        heads = dict(re.findall(r"^# (\w+@\w+): (.+)$", file.read_text("utf-8"), re.MULTILINE))
        for key in ("title", "description"):
            yield Pair(file.name, heads[f"{key}@ja"], heads[f"{key}@en"])


def reference_names() -> Iterator[Pair]:
    for path in ("reference/agents.csv", "reference/municipalities.csv"):
        for row in csv.DictReader(ontology.read(path).decode().splitlines()):
            yield Pair(path, row["name_ja"], row["name_en"])


def section_titles() -> Iterator[Pair]:
    for line in ontology.read("translations/sections.tsv").decode().splitlines()[1:]:
        yield Pair("translations/sections.tsv", *line.split("\t"))


def names() -> Iterator[Pair]:
    path = "translations/names.tsv"
    for row in read_rows(path, Translation):
        yield Pair(path, row.name_ja, row.name_en)


def unit_names() -> Iterator[Pair]:
    path = "decisions/units.tsv"
    for row in read_rows(path, UnitDecision):
        yield Pair(path, row.quote, row.name_en)


NAMES = [*reference_names(), *section_titles(), *names(), *unit_names()]
# The English of these often summarises several Japanese words.
OTHERS = [*graph_texts(), *messages(), *example_titles()]


def test_a_term_stands_once_in_the_glossary() -> None:
    repeated = [
        term for term, rows in Counter(folded(one.term_ja) for one in GLOSSARY).items() if rows > 1
    ]

    assert repeated == []


def test_every_row_of_the_glossary_says_how_it_is_checked() -> None:
    assert {term.held for term in GLOSSARY} == {"always", "usually"}
    assert [term.term_ja for term in GLOSSARY if not (term.term_ja and term.term_en)] == []


def test_no_term_excludes_its_own_english() -> None:
    assert [
        term
        for term in GLOSSARY
        if any(says(term.term_en.casefold(), one) for one in term.forbidden)
    ] == []


def test_no_english_text_uses_a_word_that_the_glossary_excludes() -> None:
    assert [fault for pair in NAMES + OTHERS for fault in forbidden_in(pair)] == []


def test_every_english_text_uses_the_terms_that_always_apply() -> None:
    assert [fault for pair in NAMES for fault in missing_in(pair)] == []


@pytest.mark.parametrize(
    ("japanese", "terms"),
    [
        ("ＡＩ・ＯＣＲ", ["AI-OCR"]),
        ("個人県民税", ["個人県民税"]),
        ("市町村の電子申請", ["市町村", "電子申請"]),
        ("ONLINE", []),
    ],
)
def test_the_longest_matching_term_is_applied(japanese: str, terms: list[str]) -> None:
    assert [term.term_ja for term in terms_of(japanese)] == terms


def test_a_forbidden_word_is_found_unless_another_term_contains_it() -> None:
    wrong = Pair("file", "電子申請", "Online application")
    excused = Pair("file", "オンラインの電子申請", "Online electronic application")

    assert forbidden_in(wrong) == ["file: 電子申請 is not 'online application': Online application"]
    assert forbidden_in(excused) == []


def test_two_organisations_have_two_english_names() -> None:
    rows = [
        row for row in read_rows("translations/names.tsv", Translation) if row.kind != "procedure"
    ]
    counts = Counter((row.kind, row.name_en) for row in rows)

    assert [name for name, count in counts.items() if count > 1] == []
