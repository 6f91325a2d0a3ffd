"""Two editions: lists show continuations; files and examples name the edition they count."""

import csv
import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pdfplumber
import pyoxigraph as ox
import pytest
from counted_pages import BASE, figures, text_of
from endpoint import Client
from second_edition import KEY, new_names
from website import website

from server.counts.editions import in_edition
from server.editor.examples import find_example, load_examples
from server.engine import LocalDataset
from server.http.language import Language
from server.search.documents import GROUPS
from server.share.card import LinkCard

FIRST = "nga-2020"
ONLY_FIRST, ONLY_LATEST = "2020年6月", "2022年6月"
_TEXTS = {
    ox.NamedNode("http://www.w3.org/2001/XMLSchema#string"),
    ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"),
}
LISTS = ("procedures", "systems", "posts", "measures", "organisations")
AI_OCR, PROCEDURE = "concept/technology/ai-ocr", "/ja/id/procedure/1-1"
FILES = ("list/procedures", "compare/prefecture-technology", "explore")


@pytest.fixture(scope="module")
def data(edition_data: LocalDataset) -> LocalDataset:
    return edition_data


@pytest.fixture(scope="module")
def site(edition_site: Client) -> Client:
    return edition_site


@pytest.fixture(scope="module")
def single(bundled_site: Client) -> Client:
    return bundled_site


@pytest.fixture(scope="module")
def uncached(data: LocalDataset) -> Client:
    """Return a site with a public address and without caches."""
    return website("https://example.org/", dataset=data, cache=0)


def strings_of(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_row_in_a_list_of_all_editions_names_its_editions(site: Client, name: str) -> None:
    body = site(f"/ja/list/{name}.csv?edition=all").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body, newline="")))

    shown = {row["調査の回"] for row in rows}
    assert "2020年調査、2022年調査" in shown
    assert shown <= {"2020年調査", "2022年調査", "2020年調査、2022年調査"}


def test_a_new_or_removed_thing_belongs_to_one_edition(site: Client) -> None:
    body = site("/ja/list/procedures.csv?edition=all").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    new = {name for name, _ in new_names()}

    assert {row["調査の回"] for row in rows if row["事務・手続"] in new} == {"2022年調査"}
    assert any(row["調査の回"] == "2020年調査" for row in rows)


@pytest.mark.parametrize("edition", ["", f"?edition={FIRST}"])
def test_a_list_of_one_edition_has_no_such_column(site: Client, edition: str) -> None:
    assert 'data-label="調査の回"' not in text_of(site, f"/ja/list/procedures{edition}")


@pytest.mark.parametrize(
    "path",
    ["list/entries-1", "list/entries-3-2", "explore", "id/pref/08", "concept/status/introduced"],
)
def test_an_entry_of_all_editions_shows_its_own(site: Client, path: str) -> None:
    columns = len(re.findall('data-label="調査の回"', text_of(site, f"/ja/{path}?edition=all")))
    rows = {"id/pref/08": 8, "concept/status/introduced": 50, "explore": 50}.get(path, 100)

    assert columns == rows
    for edition in ("", f"?edition={FIRST}"):
        assert 'data-label="調査の回"' not in text_of(site, f"/ja/{path}{edition}")


def test_the_files_of_entries_of_all_editions_have_the_column(site: Client, single: Client) -> None:
    for path in ("list/entries-1", "explore"):
        body = site(f"/ja/{path}.csv?edition=all").body.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(body, newline="")))
        alone = single(f"/ja/{path}.csv?edition=all").body.decode("utf-8-sig")

        assert {row["調査の回"] for row in rows} == {"2020年調査", "2022年調査"}
        assert [*rows[0]][-1] == "IRI"
        assert "調査の回" not in alone.partition("\n")[0]


@pytest.mark.parametrize("path", FILES)
def test_a_workbook_says_which_edition_it_counts(site: Client, path: str) -> None:
    latest = strings_of(site(f"/ja/{path}.xlsx").body)

    assert "2022年調査" in latest
    assert ONLY_LATEST in latest
    assert ONLY_FIRST not in latest
    first = strings_of(site(f"/ja/{path}.xlsx?edition={FIRST}").body)
    assert ONLY_FIRST in first
    assert ONLY_LATEST not in first
    assert f"edition={FIRST}" in first


@pytest.mark.parametrize(
    ("edition", "said", "unsaid"),
    [("", ONLY_LATEST, ONLY_FIRST), (f"?edition={FIRST}", ONLY_FIRST, ONLY_LATEST)],
)
def test_the_sheet_of_a_prefecture_is_of_the_edition_of_its_page(
    site: Client, edition: str, said: str, unsaid: str
) -> None:
    page = text_of(site, f"/ja/id/pref/08{edition}")
    with pdfplumber.open(io.BytesIO(site(f"/ja/id/pref/08.pdf{edition}").body)) as file:
        words = "".join(char["text"].strip() for sheet in file.pages for char in sheet.chars)

    assert f'href="/ja/id/pref/08.pdf{edition}"' in page
    assert said in words
    assert unsaid not in words


@pytest.mark.parametrize(("edition", "own"), [("", f"{KEY}-1-"), (f"?edition={FIRST}", "1-")])
def test_the_example_on_the_start_page_is_an_answer_of_its_edition(
    site: Client, edition: str, own: str
) -> None:
    (entry,) = re.findall(r'href="/ja/id/entry/([^"#]+)"', text_of(site, f"/ja/{edition}"))

    assert entry.startswith(own)


def test_a_drawing_and_an_embedded_figure_say_their_edition(site: Client) -> None:
    for path in ("/ja/compare/map.svg", "/embed/ja/compare/map"):
        assert ONLY_FIRST not in text_of(site, path)
        assert ONLY_FIRST in text_of(site, f"{path}?edition={FIRST}")


@pytest.mark.parametrize("kind", ["procedure", "system"])
@pytest.mark.parametrize(("start", "own"), [("", ONLY_FIRST), (f"{KEY}-", ONLY_LATEST)])
def test_a_thing_has_the_similar_ones_of_its_own_edition(
    site: Client, kind: str, start: str, own: str
) -> None:
    first = {"procedure": "1-2", "system": "2-2"}[kind]
    path = f"id/{kind}/{start}{first}"
    for address in (path, f"{path}?edition=all", f"{path}?list={kind}-similar"):
        text = site(f"/ja/{address}").body.decode()
        listed = text.partition(f'id="{kind}-similar"')[2] or text
        names = re.findall(rf'<tr><td data-label="[^"]*"><a href="/ja/id/{kind}/([^"]+)">', listed)

        assert names, address
        assert {name.startswith(KEY) for name in names} == {bool(start)}
        assert f'href="/ja/{path}?list={kind}-similar"' in text
        assert own in text.partition('<footer class="foot">')[2]


def test_a_list_of_a_thing_offers_no_other_edition(site: Client) -> None:
    of_thing = site("/ja/id/procedure/1-2?list=procedure-similar").body.decode()
    of_concept = site(f"/ja/{AI_OCR}?list=concept-things").body.decode()

    assert 'class="editions"' not in of_thing
    assert 'class="editions"' in of_concept


def test_a_file_of_a_list_of_a_thing_names_the_edition_of_the_thing(site: Client) -> None:
    book = strings_of(site("/ja/list-of/procedure-similar.xlsx?of=id/procedure/1-2").body)

    assert ONLY_FIRST in book
    assert ONLY_LATEST not in book


def test_a_row_of_a_history_has_the_name_of_the_edition_and_the_iri_of_its_answer(
    site: Client,
) -> None:
    path = f"/en/list-of/thing-history.csv?of=id/procedure/{KEY}-1-2"
    rows = [*csv.DictReader(io.StringIO(site(path).body.decode("utf-8-sig"), newline=""))]

    assert [(row["Edition"], row["IRI"]) for row in rows] == [
        ("2022 survey", f"{BASE}id/entry/{KEY}-1-2"),
        ("2020 survey", f"{BASE}id/entry/1-2"),
    ]


def test_the_start_page_of_all_editions_names_the_edition_of_its_findings(site: Client) -> None:
    said = "ここに示すのは、2022年調査の答えだけの数です。"

    assert said in text_of(site, "/ja/?edition=all")
    assert said not in text_of(site, "/ja/")
    assert "答えだけの数です" not in text_of(site, f"/ja/?edition={FIRST}")


@pytest.mark.parametrize("path", ["findings", "findings/spread-of-technologies"])
def test_findings_name_the_edition_that_they_describe(
    site: Client, single: Client, path: str
) -> None:
    page, first = (text_of(site, f"/ja/{path}{query}") for query in ("", f"?edition={FIRST}"))

    assert 'aria-current="true">2022年調査</a>' in page
    assert ONLY_FIRST not in page
    assert f'href="/ja/{path}?edition={FIRST}">2020年調査</a>' in page
    assert ">すべての回</a>" not in page
    assert 'aria-current="true">2020年調査</a>' in first
    assert ONLY_FIRST in first
    assert ONLY_LATEST not in first
    assert 'class="editions"' not in text_of(single, f"/ja/{path}")


@pytest.mark.parametrize("path", ["findings", "findings/spread-of-technologies"])
def test_findings_of_all_editions_say_that_they_count_the_latest(site: Client, path: str) -> None:
    said = "ここに示すのは、2022年調査の答えだけの数です。"

    # The latest edition is requested first: both have the same figures, but not the same page.
    assert said not in text_of(site, f"/ja/{path}")
    assert said in text_of(site, f"/ja/{path}?edition=all")
    assert said not in text_of(site, f"/ja/{path}?edition={FIRST}")


def test_the_figures_and_links_of_a_finding_are_of_the_chosen_edition(site: Client) -> None:
    path = "findings/beyond-trial"
    latest, first = (text_of(site, f"/ja/{path}{query}") for query in ("", f"?edition={FIRST}"))

    assert sorted(figures(latest)) != sorted(figures(first))
    assert {f"edition={FIRST}" in key for key, _ in figures(first)} == {True}
    others = re.findall(r'href="(/ja/findings/[^"#]+)', first)
    assert {way for way in others if f"edition={FIRST}" not in way} == {f"/ja/{path}?edition={KEY}"}
    ways = dict.fromkeys(map(unescape, re.findall(r'href="(/ja/query\?example=[^"]+)', first)))
    assert ways
    for way in ways:
        assert f"id/edition/{FIRST}&gt;" in text_of(site, way)
    for name, own in (("", ONLY_LATEST), (f"?edition={FIRST}", ONLY_FIRST)):
        file = strings_of(site(f"/ja/{path}/status-by-technology.xlsx{name}").body)
        assert own in file


@pytest.mark.slow
def test_a_finding_that_an_edition_cannot_answer_links_to_those_it_can_answer(
    two_editions: Path,
) -> None:
    dataset = LocalDataset.open(two_editions)
    uses, read = (ox.NamedNode(BASE + name) for name in ("ontology#usesTechnology", AI_OCR))
    for quad in list(dataset.store.quads_for_pattern(None, uses, read)):
        assert isinstance(quad.subject, ox.NamedNode)
        if KEY not in quad.subject.value:
            dataset.store.remove(quad)
    own = website(dataset=dataset)

    reply = own(f"/ja/findings/beyond-trial?edition={FIRST}")

    assert own("/ja/findings/beyond-trial").status == 200
    assert reply.status == 302
    assert reply.headers["location"] == f"/ja/findings?edition={FIRST}"
    listed = text_of(own, f"/ja/findings?edition={FIRST}")
    assert "/ja/findings/beyond-trial" not in listed
    assert "/ja/findings/policy-fields" in listed
    assert own(f"/ja/?edition={FIRST}").status == 200


@pytest.mark.parametrize(
    ("path", "years"),
    [
        ("id/entry/1-1", {"2020"}),
        (f"id/entry/{KEY}-1-1", {"2022"}),
        ("id/procedure/1-1", {"2020"}),
        (f"id/procedure/{KEY}-1-1", {"2022"}),
        (f"id/organisation/{KEY}-3-2-1", {"2022"}),
        ("id/section/1", {"2020"}),
        (f"id/source/{KEY}", {"2022"}),
        ("id/edition/nga-2020", {"2020"}),
        ("id/head-count/3-2-1", {"2020"}),
        ("id/participation/1-8", {"2020"}),
        ("id/pref/08", {"2022"}),
        ("id/rule/acts-on", {"2020", "2022"}),
        ("ontology", {"2020", "2022"}),
    ],
)
def test_the_source_of_a_page_is_the_survey_of_its_answers(
    site: Client, path: str, years: set[str]
) -> None:
    (source,) = re.findall("<p>出典：([^<]*)</p>", text_of(site, f"/ja/{path}"))

    assert set(re.findall(r"(\d{4})年", source)) == years


def test_annotations_and_their_words_are_of_the_edition_of_their_entry(site: Client) -> None:
    entry = text_of(site, f"/ja/id/entry/{KEY}-1-1")
    own = rf'href="/ja/(id/(?:annotation|span)/{KEY}-[^"#]+)"'
    paths = re.findall(own, entry)[:2]

    assert paths
    for path in paths:
        assert ONLY_FIRST not in text_of(site, f"/ja/{path}")


def test_a_thing_with_answers_of_two_editions_names_both(two_editions: Path) -> None:
    dataset = LocalDataset.open(two_editions)
    procedure, described, entry = (
        ox.NamedNode(BASE + name)
        for name in ("id/procedure/1-1", "ontology#describedIn", f"id/entry/{KEY}-1-1")
    )
    dataset.store.add(ox.Quad(procedure, described, entry, ox.NamedNode(f"{BASE}graph/derived")))

    (source,) = re.findall("<p>出典：([^<]*)</p>", text_of(website(dataset=dataset), PROCEDURE))

    assert ONLY_FIRST in source
    assert ONLY_LATEST in source


@pytest.mark.parametrize(
    ("path", "query", "shown"),
    [
        ("compare/map", "", ("2022年調査", ONLY_LATEST)),
        ("compare/map", f"?edition={FIRST}", ("2020年調査", ONLY_FIRST)),
        ("findings/beyond-trial", f"?edition={FIRST}", ("2020年調査", ONLY_FIRST)),
        ("id/pref/08", f"?edition={FIRST}", ("2020年調査", ONLY_FIRST)),
        ("id/pref/08", "?edition=all", ("すべての回", ONLY_FIRST)),
        ("id/procedure/1-1", "", ("2020年調査", ONLY_FIRST)),
        (f"id/procedure/{KEY}-1-1", "", ("2022年調査", ONLY_LATEST)),
    ],
)
def test_the_picture_of_a_link_names_the_edition_that_it_counts(
    uncached: Client, path: str, query: str, shown: tuple[str, str], drawn: list[LinkCard]
) -> None:
    page = text_of(uncached, f"/ja/{path}{query}")
    (picture,) = re.findall('"og:image" content="([^"]+)"', page)

    assert uncached(unescape(picture).removeprefix("https://example.org")).type == "image/png"
    (card,) = drawn
    assert card.edition == shown[0]
    assert shown[1] in card.source


def test_the_picture_of_a_link_counts_the_edition_that_it_names(
    uncached: Client, drawn: list[LinkCard]
) -> None:
    for query in ("", f"?edition={FIRST}"):
        uncached(f"/ja/card/findings/beyond-trial.png{query}")
        uncached(f"/ja/card/concept/status/planned.png{query}")

    assert drawn[0].sentence != drawn[2].sentence
    assert drawn[1].sentence != drawn[3].sentence


def test_the_picture_of_a_link_names_no_edition_where_there_is_only_one(
    single: Client, drawn: list[LinkCard]
) -> None:
    single("/ja/card/compare/map.png")

    assert [card.edition for card in drawn] == [""]


def test_an_example_says_that_it_counts_all_editions_and_links_to_one(
    site: Client, single: Client
) -> None:
    path = "/ja/query?example=entries-by-prefecture"
    page = text_of(site, path)
    found = re.search(r'<a href="([^"]+)">2022年調査に限って開く</a>', page)

    assert f"?entry dg:edition &lt;https://w3id.org/jp-digigov/id/edition/{KEY}&gt;" in page
    assert found
    (query,) = parse_qs(urlsplit(found[1]).query)["query"]
    assert f"id/edition/{KEY}" in query
    assert "限って開く" in text_of(site, "/ja/examples")
    for alone in (path, "/ja/examples"):
        assert "限って開く" not in text_of(single, alone)


def test_each_example_is_a_valid_query_when_restricted_to_an_edition() -> None:
    empty, base = ox.Store(), "https://w3id.org/jp-digigov/"

    def is_refused(query: str) -> bool:
        try:
            empty.query(in_edition(query, base, KEY))
        except SyntaxError:
            return True
        return False

    refused = [
        (example.slug, language)
        for example in load_examples()
        for language in Language
        if is_refused(example.query(language, base))
    ]
    assert refused == []


@pytest.mark.parametrize(
    "edition", [KEY, *(pytest.param(one, marks=pytest.mark.slow) for one in ("all", FIRST))]
)
def test_an_example_has_the_same_rows_and_numbers_in_both_languages(
    data: LocalDataset, edition: str
) -> None:
    """The second edition is not translated: what has no English name is there without it."""
    base = data.identity.base

    def numbers(query: str) -> list[list[str]]:
        found = data.store.query(in_edition(query, base, edition), use_default_graph_as_union=True)
        rows = found if isinstance(found, ox.QuerySolutions) else ()
        return sorted(sorted(_number(term) for term in row) for row in rows)

    for example in load_examples():
        queries = {example.query(language, base) for language in Language}
        # An example without labels is the same query in both languages.
        if len(queries) > 1:
            japanese, english = (numbers(query) for query in queries)
            assert japanese == english, example.slug


def test_an_example_has_the_same_rows_where_no_thing_has_an_english_name(
    bundled_dataset: Path,
) -> None:
    store = ox.Store()
    store.bulk_load(path=bundled_dataset / "digigov.nq", format=ox.RdfFormat.N_QUADS)
    store.update(
        f"""PREFIX dg: <{BASE}ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        DELETE {{ GRAPH ?graph {{ ?thing rdfs:label ?label }} }} WHERE {{
          {{ SELECT DISTINCT ?thing {{ GRAPH ?any {{ ?entry dg:describes ?thing }} }} }}
          GRAPH ?graph {{ ?thing rdfs:label ?label FILTER(LANG(?label) = "en") }} }}"""
    )

    def rows(query: str) -> int:
        found = store.query(query, use_default_graph_as_union=True)
        return len(list(found)) if isinstance(found, ox.QuerySolutions) else 0

    for example in load_examples():
        japanese, english = (rows(example.query(language, BASE)) for language in Language)
        assert japanese == english, example.slug


def _number(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) and term.datatype not in _TEXTS else ""


@pytest.mark.parametrize(
    "slug",
    [
        *("entries-by-table", "planned-and-excluded", "governors-in-bodies"),
        *("participation-status", "specialist-origins", "organisation-head-counts"),
    ],
)
def test_an_example_about_answers_or_things_can_be_restricted_to_an_edition(
    data: LocalDataset, bundled_data: LocalDataset, slug: str
) -> None:
    base, example = data.identity.base, find_example(slug)
    assert example is not None
    query = example.query(Language.JA, base)

    every, first = (data.rows(in_edition(query, base, edition)) for edition in ("all", FIRST))

    assert 0 < len(first) == len(bundled_data.rows(query))
    assert every != first


def test_a_search_finds_the_things_of_the_requested_edition(site: Client) -> None:
    name = new_names()[0][0]

    def hits(edition: str) -> list[str]:
        page = text_of(site, f"/ja/search?q={name}&group=procedures{edition}")
        return re.findall(r'href="/ja/id/procedure/([^"?#]+)', page)

    latest, first, every = (hits(edition) for edition in ("", f"&edition={FIRST}", "&edition=all"))
    assert latest
    assert all(one.startswith(KEY) for one in latest)
    assert not [one for one in first if one.startswith(KEY)]
    assert set(latest) | set(first) <= set(every)


@pytest.mark.parametrize("group", [group.name for group in GROUPS])
@pytest.mark.parametrize(("edition", "other"), [(FIRST, KEY), (KEY, FIRST)])
def test_no_group_of_a_search_has_resources_of_another_edition(
    site: Client, data: LocalDataset, group: str, edition: str, other: str
) -> None:
    def found(chosen: str) -> set[str]:
        words = ("調査", "組織", "RPA", "業務", "情報")
        pages = (f"/api/search?q={word}&group={group}&size=100&edition={chosen}" for word in words)
        groups = (json.loads(site(page).body)["groups"] for page in pages)
        return {result["iri"] for one in groups for each in one for result in each["results"]}

    of_another = set(_printed_in(data, other)) - set(_printed_in(data, edition))
    assert of_another
    assert found(edition) & of_another == set()
    if group not in {"concepts", "terms", "governments"}:
        assert found("all") & of_another


def _printed_in(data: LocalDataset, edition: str) -> list[str]:
    """Return the sources and sections of an edition, its entries, and what they describe."""
    rows = data.rows(
        f"""PREFIX dg: <{BASE}ontology#>
        PREFIX dct: <http://purl.org/dc/terms/>
        SELECT DISTINCT ?thing WHERE {{
          <{BASE}id/edition/{edition}> dct:source ?source .
          ?part dct:isPartOf* ?source .
          {{ ?part dct:isPartOf* ?thing }} UNION {{ ?part dg:describes ?thing }}
        }}"""
    )
    return [row["thing"].value for row in rows if isinstance(row["thing"], ox.NamedNode)]


def test_names_are_suggested_from_the_requested_edition(site: Client) -> None:
    name = new_names()[0][0]

    def suggested(edition: str) -> list[str]:
        found: list[str] = json.loads(site(f"/api/suggest?q={name}{edition}").body)["names"]
        return found

    assert name in suggested("")
    assert suggested(f"&edition={FIRST}") == []


def test_a_search_and_its_links_stay_in_the_edition(site: Client) -> None:
    page = text_of(site, f"/ja/search?q=RPA&edition={FIRST}")
    assert f"/ja/explore?technology=robotic-process-automation&amp;edition={FIRST}" in page
    alone = text_of(site, f"/ja/search?q=RPA+%E7%84%A1%E9%96%A2%E4%BF%82&edition={FIRST}")
    assert f"/ja/search?q=RPA&amp;edition={FIRST}" in alone
    hidden = f'<input type="hidden" name="edition" value="{FIRST}">'
    assert text_of(site, f"/ja/list/systems?edition={FIRST}").count(hidden) == 2
    assert 'name="edition"' not in text_of(site, "/ja/list/systems")
