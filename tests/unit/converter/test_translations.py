"""The English texts agree with the glossary and with the Japanese that they translate."""

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import rdflib
from rdflib.namespace import SKOS

import ontology
from converter.authority.decisions import Translation, UnitDecision, read_rows

AI_OCR = re.compile(r"ai[・\-\s]?ocr")
LATIN = re.compile(r"[a-z0-9][a-z0-9\-]*")


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the glossary."""

    term_ja: str
    term_en: str
    not_en: str
    held: str
    note: str

    @property
    def forbidden(self) -> list[str]:
        """The English that may not stand for the term."""
        return [word.strip() for word in self.not_en.split("|") if word.strip()]


@dataclass(frozen=True, slots=True)
class Pair:
    """A Japanese text and its English, with the file that states them."""

    file: str
    ja: str
    en: str


def folded(text: str) -> str:
    """Return a text with widths, case and the ways to write AI-OCR made one."""
    return AI_OCR.sub("ai-ocr", unicodedata.normalize("NFKC", text).casefold())


def label_in(graph: rdflib.Graph, concept: rdflib.term.Node, language: str) -> str:
    labels = graph.objects(concept, SKOS.prefLabel)
    return next(str(one) for one in labels if getattr(one, "language", None) == language)


def concept_labels() -> Iterator[Pair]:
    for file in ontology.folder("concepts"):
        graph = rdflib.Graph().parse(data=file.read_bytes(), format="turtle")
        for concept in set(graph.subjects(SKOS.prefLabel)):
            yield Pair(
                file.name, *(label_in(graph, concept, language) for language in ("ja", "en"))
            )


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


GLOSSARY = read_rows("translations/glossary.tsv", Term)
TERMS = {folded(term.term_ja): term for term in GLOSSARY}
LONGEST_FIRST = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(one)}(?![a-z])" if LATIN.fullmatch(one) else re.escape(one)
        for one in sorted(TERMS, key=len, reverse=True)
    )
)
NAMES = [*reference_names(), *section_titles(), *names(), *unit_names()]
CONCEPTS = list(concept_labels())  # whose English often names a group of Japanese words at once


def terms_of(japanese: str) -> list[Term]:
    """Return the terms in a text; a longer one hides the shorter ones inside it."""
    found = dict.fromkeys(LONGEST_FIRST.findall(folded(japanese)))
    return [TERMS[one] for one in found]


def says(english: str, word: str) -> bool:
    """Return whether an English text has a word or a phrase, in singular or plural."""
    return re.search(rf"(?<![\w-]){re.escape(word.casefold())}(?:e?s)?(?!\w)", english) is not None


def says_in_some_form(english: str, phrase: str) -> bool:
    """Return whether the beginning of each word of a phrase is in an English text."""
    stems = (word[: max(4, len(word) * 2 // 3)] for word in LATIN.findall(phrase.casefold()))
    return all(re.search(rf"(?<![a-z]){re.escape(stem)}", english) for stem in stems)


def forbidden_in(pair: Pair) -> list[str]:
    """Return the words of the English that the glossary excludes for terms of the Japanese."""
    terms, english = terms_of(pair.ja), pair.en.casefold()
    excused = " | ".join(term.term_en.casefold() for term in terms)
    return [
        f"{pair.file}: {term.term_ja} is not {word!r}: {pair.en}"
        for term in terms
        for word in term.forbidden
        if says(english, word) and not says(excused, word)
    ]


def missing_in(pair: Pair) -> list[str]:
    """Return the terms that the English has to say and does not."""
    english = pair.en.casefold()
    return [
        f"{pair.file}: {term.term_ja} is {term.term_en!r}: {pair.en}"
        for term in terms_of(pair.ja)
        if term.held == "always" and not says_in_some_form(english, term.term_en)
    ]


def test_a_term_stands_once_in_the_glossary() -> None:
    repeated = [
        term for term, rows in Counter(folded(one.term_ja) for one in GLOSSARY).items() if rows > 1
    ]

    assert repeated == []


def test_every_row_of_the_glossary_says_how_it_is_held() -> None:
    assert {term.held for term in GLOSSARY} == {"always", "usually"}
    assert [term.term_ja for term in GLOSSARY if not (term.term_ja and term.term_en)] == []


def test_no_term_excludes_its_own_english() -> None:
    assert [
        term
        for term in GLOSSARY
        if any(says(term.term_en.casefold(), one) for one in term.forbidden)
    ] == []


def test_no_english_text_uses_a_word_that_the_glossary_excludes() -> None:
    assert [fault for pair in CONCEPTS + NAMES for fault in forbidden_in(pair)] == []


def test_every_english_text_says_the_terms_that_always_hold() -> None:
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
def test_the_longest_term_counts(japanese: str, terms: list[str]) -> None:
    assert [term.term_ja for term in terms_of(japanese)] == terms


def test_a_forbidden_word_is_found_unless_another_term_brings_it() -> None:
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
