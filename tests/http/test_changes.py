"""Pages that compare two editions, and the history of a thing."""

import csv
import io
import re
from html import unescape

import pytest
from counted_pages import figures, text_of
from endpoint import Client
from second_edition import EACH, KEY, changed_entries, new_names
from website import parse_errors

GONE = EACH + EACH + EACH  # removed, renamed, or moved to another prefecture


@pytest.fixture(scope="module")
def site(edition_site: Client) -> Client:
    return edition_site


def numbers(page: str) -> dict[str, int]:
    return dict(figures(page))


def test_new_removed_moved_and_reworded_things_are_counted(site: Client) -> None:
    found = numbers(text_of(site, "/ja/changes"))
    moved = {key: number for key, number in found.items() if key.startswith("moved?")}

    assert found[f"new?edition={KEY}"] >= len(new_names()) + EACH + EACH
    assert found["gone?edition=nga-2020"] >= GONE
    assert sorted(moved.values()) == [EACH, EACH]
    assert found[f"reworded?edition={KEY}"] == EACH


def test_a_figure_links_to_a_list_with_as_many_rows(site: Client) -> None:
    page = text_of(site, "/ja/changes")
    head = page.partition('<ul class="figures">')[2].partition("</ul>")[0]
    found = re.findall(r'<a href="([^"]+)"><data class="value" value="(\d+)"', head)

    assert len(found) == 5
    assert any(href.startswith("#") for href, _ in found)
    for href, number in found:
        own = page if href.startswith("#") else text_of(site, unescape(href))
        table = own.partition(f'id="{href[1:]}"')[2] if href.startswith("#") else own
        rows = table.partition("<tbody>")[2].partition("</tbody>")[0]
        assert rows.count("<tr>") == int(number), href


@pytest.mark.parametrize(
    ("path", "year"),
    [
        ("/en/findings", "2022"),
        ("/en/findings/beyond-trial", "2022"),
        ("/embed/en/findings/beyond-trial", "2022"),
        ("/embed/en/compare/field-status", "2022"),
        ("/embed/en/compare/field-status?edition=nga-2020", "2020"),
        ("/en/compare/prefecture-technology.svg", "2022"),
        ("/en/compare/prefecture-technology.svg?edition=nga-2020", "2020"),
    ],
)
def test_a_figure_names_the_survey_that_it_counts_and_no_other(
    site: Client, path: str, year: str
) -> None:
    named = re.findall(r"(?:June–July|June–August) (\d{4})", text_of(site, path))

    assert set(named) == {year}


def test_the_sheet_of_a_prefecture_is_of_the_edition_of_its_page(site: Client) -> None:
    latest, first = (text_of(site, f"/en/id/pref/24{query}") for query in ("", "?edition=nga-2020"))

    assert 'href="/en/id/pref/24.pdf"' in latest
    assert 'href="/en/id/pref/24.pdf?edition=nga-2020"' in first


def test_the_rows_are_the_entries_that_were_changed(site: Client) -> None:
    rows = list(
        csv.DictReader(io.StringIO(site("/ja/changes.csv").body.decode("utf-8-sig"), newline=""))
    )
    by_change: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_change.setdefault(row["変化"], []).append(row)

    assert len(by_change["導入状況が変わった"]) == 2 * EACH
    assert {row["現在の導入状況"] for row in by_change["導入状況が変わった"]} == {"導入(実施)済"}
    assert {row["対象"] for row in by_change["新しく現れた"]} >= {name for name, _ in new_names()}
    assert sum(map(len, changed_entries().values())) == 6 * EACH


def test_a_prefecture_and_a_technology_have_their_changes(site: Client) -> None:
    of_prefecture = text_of(site, "/ja/id/pref/02")
    assert f'href="/ja/changes?prefecture=02&amp;edition={KEY}"' in of_prefecture
    page = text_of(site, f"/ja/changes?prefecture=02&edition={KEY}")
    whole = numbers(text_of(site, "/ja/changes"))
    own = numbers(page)

    assert "青森県" in page
    assert 0 < own[f"new?prefecture=02&edition={KEY}"] < whole[f"new?edition={KEY}"]
    technology = text_of(site, "/en/concept/technology/ai-ocr")
    assert f'href="/en/changes?technology=ai-ocr&amp;edition={KEY}"' in technology
    assert text_of(site, "/en/changes?technology=ai-ocr")


def test_the_page_of_each_count_has_the_number_of_its_figure(site: Client) -> None:
    for key, number in numbers(text_of(site, "/en/changes")).items():
        unit, _, query = key.partition("?")
        assert numbers(text_of(site, f"/en/count/{unit}?{query}"))[key] == number


def test_a_thing_shows_its_history_in_both_editions(site: Client) -> None:
    first = next(key for key in changed_entries()["trial-to-use"] if str(key).startswith("1-"))
    page = text_of(site, f"/ja/id/procedure/{first}")

    assert "調査の回ごとの経緯" in page
    history = page.partition('id="thing-history"')[2].partition("</section>")[0]
    assert "2022年調査" in history
    assert "2020年調査" in history
    assert "実証中" in history
    assert "導入(実施)済" in history


@pytest.mark.parametrize(
    ("language", "why", "name"),
    [
        ("ja", "公開しているのはまだ一回分です", "2020年調査"),
        ("en", "So far one edition is published", "2020 survey"),
    ],
)
def test_one_edition_has_no_changes_and_says_why_with_links(
    bundled_site: Client, language: str, why: str, name: str
) -> None:
    reply = bundled_site(f"/{language}/changes?prefecture=24")

    page = reply.body.decode()
    assert reply.status == 404
    assert parse_errors(reply.body) == []
    assert why in page
    assert name in page
    main = page.partition("<main")[2].partition("</main>")[0]
    ways = re.findall(rf'<li><a href="(/{language}/[^"]+)"', main.partition("<h2>")[2])
    assert len(ways) == 4
    assert [way for way in ways if bundled_site(way).status != 200] == []


def test_one_edition_has_no_history(bundled_site: Client) -> None:
    assert "thing-history" not in text_of(bundled_site, "/ja/id/procedure/1-52")


def test_an_impossible_value_is_refused(site: Client) -> None:
    assert site("/ja/changes?prefecture=xx").status == 400
