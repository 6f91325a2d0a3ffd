"""Over two editions, every number names its edition and equals two independent counts."""

import csv
import io
import json
from pathlib import Path

import pytest
from counted_pages import BASE, STRIDE, check, found_on, some_of_each_unit, text_of
from endpoint import Client
from raw_counts import RawCounts
from second_edition import EACH, KEY

from server.engine import LocalDataset

FIRST = "nga-2020"
# One or two pages of each kind: of the latest edition, of the first, of all editions.
PAGES = (
    *("", "list/procedures", "list/systems", "list/organisations", "list/prefectures"),
    *("list/technologies", "list/schemes", "list/municipalities", "list/entries-1"),
    *("explore", "explore?technology=ai-ocr", "compare/map", "compare/types", "compare/shareable"),
    *("compare/prefecture-technology", "compare/field-status", "compare/prefectures"),
    *("compare/scenarios", "id/pref/08", "concept/technology/ai-ocr", "concept/status/introduced"),
    *("concept/procedure-type", "id/procedure/1-2", "id/edition/nga-2020", "about/survey"),
    *("findings", "findings/beyond-trial", "findings/policy-fields", "findings/office-or-counter"),
    *("findings/what-could-be-shared", "findings/automated-steps", "findings/offers"),
)
CHOICES = ("", FIRST, "all")
RPA = "robotic-process-automation"


@pytest.fixture(scope="module")
def dataset(edition_data: LocalDataset) -> LocalDataset:
    return edition_data


@pytest.fixture(scope="module")
def raw(two_editions: Path) -> RawCounts:
    return RawCounts.of(two_editions / "digigov.nq", BASE)


@pytest.fixture(scope="module")
def site(edition_site: Client) -> Client:
    return edition_site


def pages(edition: str) -> list[str]:
    if not edition:
        return list(PAGES)
    return [f"{path}{'&' if '?' in path else '?'}edition={edition}" for path in PAGES]


@pytest.mark.parametrize("edition", CHOICES)
def test_the_numbers_of_an_edition_agree_with_sparql_and_the_quads(
    site: Client, dataset: LocalDataset, raw: RawCounts, edition: str
) -> None:
    check(some_of_each_unit(found_on(site, pages(edition)[::2]), STRIDE), dataset, raw)


@pytest.mark.slow
@pytest.mark.parametrize("edition", CHOICES)
def test_all_numbers_of_an_edition_agree_with_sparql_and_the_quads(
    site: Client, dataset: LocalDataset, raw: RawCounts, edition: str
) -> None:
    check(found_on(site, pages(edition)), dataset, raw)


@pytest.mark.parametrize(("edition", "unlike"), [("", FIRST), (FIRST, KEY), ("all", "none")])
def test_every_figure_of_a_page_is_of_the_edition_that_the_page_names(
    site: Client, edition: str, unlike: str
) -> None:
    wanted = f"edition={edition or KEY}"
    for path in pages(edition)[::2]:
        found = found_on(site, [path])
        of_answers = {key for key in found if key.partition("?")[0] in {"answers", "prefectures"}}
        own = {key for key in of_answers if "source=" not in key and path != f"id/edition/{FIRST}"}
        assert all(wanted in key for key in own) or "id/edition" in path or "?" in path, path
        assert not [key for key in own if f"edition={unlike}" in key and "id/edition" not in path]


def rows_of(site: Client, path: str) -> list[dict[str, str]]:
    text = site(path).body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("edition", CHOICES)
def test_two_facets_of_an_edition_give_the_same_answers_everywhere(
    site: Client, dataset: LocalDataset, raw: RawCounts, edition: str
) -> None:
    named = edition or KEY
    facets = f"technology={RPA}&status=introduced&edition={named}"
    chosen = facets if edition else facets.partition("&edition")[0]
    held = "" if named == "all" else f"; dg:edition <{BASE}id/edition/{named}>"
    rows = dataset.rows(
        f"""PREFIX dg: <{BASE}ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?entry {{ ?entry dg:implementationStatus <{BASE}concept/status/introduced> ;
        dg:describes/(dg:usesTechnology|dg:concernsTechnology)/skos:broader*
        <{BASE}concept/technology/{RPA}> {held} }}"""
    )
    wanted = {str(row["entry"]).strip("<>") for row in rows}
    number = len(wanted)

    in_cells = f"compare/prefecture-technology.csv?{chosen.partition('&')[2]}"
    numbers = {
        "quads": raw.count(f"answers?{facets}"),
        "explorer": found_on(site, [f"explore?{chosen}"])[f"answers?{facets}"],
        "map": found_on(site, [f"compare/map?{chosen}"])[f"answers?{facets}"],
        "tiles": sum(int(one["回答数"]) for one in rows_of(site, f"/ja/compare/map.csv?{chosen}")),
        "matrix": sum(int(one["RPA"]) for one in rows_of(site, f"/ja/{in_cells}")),
        "JSON": json.loads(site(f"/api/explore?{chosen}").body)["total"],
    }
    assert number > EACH
    assert {name: found for name, found in numbers.items() if found not in (number, {number})} == {}
    for path in ("explore", "count/answers"):
        assert {one["IRI"] for one in rows_of(site, f"/ja/{path}.csv?{chosen}")} == wanted


def test_a_thing_that_continues_is_one_row_in_all_editions(site: Client) -> None:
    def procedures(edition: str) -> int:
        found = found_on(site, [f"list/procedures?edition={edition}"])
        (number,) = found[f"procedures?edition={edition}"]
        return number

    first, second, every = (procedures(one) for one in (FIRST, KEY, "all"))

    # Removed, renamed and moved things of the first edition are additional rows.
    assert second < every <= second + 3 * EACH + 2
    assert first < every


def test_the_latest_edition_is_named_and_the_others_are_one_click_away(site: Client) -> None:
    for path in PAGES[1:20]:
        page = text_of(site, f"/ja/{path}")
        assert 'aria-current="true">2022年調査</a>' in page, path
        assert ">2020年調査</a>" in page, path
        assert ">すべての回</a>" in page, path


def test_the_answers_of_a_source_belong_to_its_edition(site: Client) -> None:
    found = found_on(site, [f"explore?source={FIRST}"])

    assert found[f"answers?source={FIRST}"] == {594}


def test_a_site_with_one_edition_has_no_choice(bundled_site: Client) -> None:
    for path in (*PAGES[:20], *PAGES[-3:]):
        page = text_of(bundled_site, f"/en/{path}")
        assert "edition=" not in page, path
        assert 'class="editions"' not in page, path
