"""A search by words finds exactly the answers that contain them, checked one by one."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from urllib.parse import quote_plus

import pyoxigraph as ox
import pytest
from endpoint import Client

from server.counts.facets import facet_named
from server.engine import LocalDataset
from server.search.folding import fold
from server.search.question import load_words
from server.search.words import fold_word, is_short_latin

BASE = "https://w3id.org/jp-digigov/"
WORDS = (
    *("税", "AI-OCR 税", "議事録", "チャットボット", "ｃｈａｔｂｏｔ", "minutes", "Hiroshima"),
    *("文字認識", "給与 RPA", "存在しない言葉", "広島県 申請"),
)
DG, SKOS = f"{BASE}ontology#", "http://www.w3.org/2004/02/skos/core#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DCT, PROV = "http://purl.org/dc/terms/", "http://www.w3.org/ns/prov#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# Texts of an entry, of the things that it describes, and of its prefecture.
TEXTS = (
    *(LABEL, f"{DCT}title", f"{DCT}description", f"{DCT}identifier"),
    *(f"{SKOS}{name}" for name in ("prefLabel", "altLabel", "hiddenLabel", "definition")),
    *(
        f"{DG}{layer}{name}"
        for layer in ("stated", "translated")
        for name in ("Name", "Description", "Profile", "Note")
    ),
    f"{SKOS}scopeNote",
)
WHOSE = (f"{DG}reportedBy", f"{DG}operatedBy")
# Values of an entry and of the things that it describes; broader values include narrower ones.
OF_ENTRY = (
    *(f"{DG}{name}" for name in ("reportedBy", "policyField", "implementationStatus", "edition")),
    *(f"{DG}{name}" for name in ("sharingStatus", "sharingReason", "offersToShare", "recruitment")),
    *(f"{DG}employment", f"{DG}organisationKind", f"{PROV}hadPrimarySource", TYPE),
)
OF_THING = (
    *(f"{DG}{name}" for name in ("procedureType", "usesTechnology", "concernsTechnology")),
    *(f"{DG}{name}" for name in ("systemType", "automatedTask", "actsOn")),
)
# Names of values in questions, in addition to their labels.
FURTHER = {
    f"{BASE}{facet_named(facet).prefix}{slug}": names
    for facet, by_slug in load_words()["names"].items()
    for slug, names in by_slug.items()
}
Quads = Mapping[tuple[str, str], list[str]]


@pytest.fixture(scope="module")
def quads(dataset: LocalDataset) -> Quads:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for quad in dataset.store:
        if isinstance(quad.subject, ox.NamedNode):
            value = getattr(quad.object, "value", "")
            found[quad.subject.value, quad.predicate.value].append(value)
    return found


@pytest.fixture(scope="module")
def entries(quads: Quads) -> list[str]:
    classes = ("ProcedureEntry", "SharedSystemEntry", "PostEntry", "OrganisationEntry")
    wanted = {f"{DG}{name}" for name in classes}
    return [iri for (iri, name), types in quads.items() if name == TYPE and wanted & {*types}]


def values(quads: Quads, subjects: list[str], properties: Iterable[str]) -> list[str]:
    return [
        value for iri in subjects for name in properties for value in quads.get((iri, name), ())
    ]


def texts_of(quads: Quads, entry: str) -> set[str]:
    things = [entry, *values(quads, [entry], [f"{DG}describes"])]
    whose = values(quads, values(quads, things, WHOSE), [LABEL])
    return {fold(text) for text in [*values(quads, things, TEXTS), *whose]}


def names_of(quads: Quads, entry: str) -> set[str]:
    things = values(quads, [entry], [f"{DG}describes"])
    scopes = values(quads, values(quads, things, [f"{DG}participation"]), [f"{DG}participantScope"])
    own = values(quads, [entry], OF_ENTRY)
    found = [*own, *values(quads, own, [f"{DG}region"]), *scopes]
    narrower = values(quads, things, OF_THING)
    while narrower:
        found += narrower
        narrower = values(quads, narrower, [f"{SKOS}broader"])
    names = values(quads, found, [LABEL, f"{SKOS}altLabel"])
    names += [name for iri in found for name in FURTHER.get(iri, ())]
    return {fold_word(name) for name in names}


def has(texts: set[str], word: str) -> bool:
    if is_short_latin(word):
        return any(re.search(rf"(?<![a-z]){word}(?![a-z])", text) for text in texts)
    return any(word in text for text in texts)


@pytest.mark.parametrize("words", WORDS)
def test_a_word_finds_exactly_the_answers_whose_texts_or_values_have_it(
    site: Client, quads: Quads, entries: list[str], words: str
) -> None:
    wanted = {
        entry
        for entry in entries
        if all(
            has(texts_of(quads, entry), word) or word in names_of(quads, entry)
            for word in map(fold_word, words.split())
        )
    }

    reply = site(f"/api/explore?q={quote_plus(words)}&lang=ja")

    rows = json.loads(reply.body)["rows"]
    assert {row["entry"] for row in rows} == wanted


@pytest.mark.parametrize("words", ["税", "AI-OCR 税", "給与"])
def test_words_and_facets_narrow_each_other(site: Client, words: str) -> None:
    query = f"q={quote_plus(words)}&status=introduced"
    both = json.loads(site(f"/api/explore?{query}").body)
    without = json.loads(site(f"/api/explore?q={quote_plus(words)}").body)

    status = next(one for one in without["facets"] if one["facet"] == "status")
    counts = {choice["value"]: choice["entries"] for choice in status["choices"]}
    assert both["total"] == counts.get("introduced", 0)
    page = site(f"/ja/explore?{query}").body.decode()
    key = f"answers?{query}".replace("&", "&amp;")
    assert f'data-count="{key}">{both["total"]}</data>' in page


def test_the_query_of_a_view_with_words_has_the_rows_of_the_view(
    site: Client, dataset: LocalDataset
) -> None:
    view = json.loads(site(f"/api/explore?q={quote_plus('AI-OCR 税')}").body)

    assert len(dataset.rows(view["sparql"])) == view["total"] > 0


def test_a_hit_names_its_unit_and_links_to_the_list(site: Client) -> None:
    page = site(f"/ja/search?q={quote_plus('税')}").body.decode()
    found = json.loads(site(f"/api/search?q={quote_plus('税')}").body)

    shown = dict(re.findall(r'data-count="hits\?q=[^&]*&amp;group=(\w+)">(\d+)<', page))
    assert shown == {group["group"]: str(group["total"]) for group in found["groups"]}
    assert re.search(r'href="/ja/explore\?q=[^"]*"><data value="\d+" data-count="answers\?q=', page)


def test_names_are_suggested_in_both_languages(site: Client) -> None:
    for words, lang, wanted in (("chat", "en", "Chatbot"), ("チャット", "ja", "チャットボット")):
        names = json.loads(site(f"/api/suggest?q={quote_plus(words)}&lang={lang}").body)["names"]

        assert any(wanted in name for name in names)
        assert len(names) <= 8


def test_words_over_a_limit_are_refused(site: Client) -> None:
    assert site(f"/en/explore?q={'x' * 201}").status == 400
