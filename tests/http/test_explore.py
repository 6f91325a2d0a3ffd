"""Facets over HTTP: pages, links, JSON and refusals."""

import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from website import parse_errors, sample_site

from server.http.language import Language

TARGETS = [
    "",
    "?technology=speech-recognition",
    "?technology=artificial-intelligence&technology=robotic-process-automation&prefecture=01",
    "?table=PostEntry&sort=-name&size=25",
    "?page=99",
    "?prefecture=&page=1",
]


def explore(query: str, language: str = "ja") -> str:
    reply = sample_site()(f"/{language}/explore{query}")
    assert reply.status == 200, query
    assert parse_errors(reply.body) == []
    return unescape(reply.body.decode())


def entries(page: str) -> list[str]:
    return re.findall(r'<td class="nowrap"[^>]*><a [^>]*>([\d-]+)</a>', page)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("query", TARGETS)
def test_every_view_is_valid_html(query: str, language: str) -> None:
    assert f'<html lang="{language}">' in explore(query, language)


def test_the_facets_are_folded_and_the_number_of_choices_is_shown() -> None:
    fold = r'<details id="filters" class="filters-fold"><summary [^>]*>([^<]*)</summary></details>'

    assert re.findall(fold, explore("", "en")) == ["Filters"]
    chosen = explore("?technology=speech-recognition&prefecture=02", "en")
    assert re.findall(fold, chosen) == ["Filters (2 chosen)"]


def test_choices_of_one_facet_widen_and_of_several_facets_narrow() -> None:
    technology = "?technology=speech-recognition&technology=robotic-process-automation"

    assert entries(explore(technology)) == ["1-1", "1-2"]
    assert entries(explore(f"{technology}&prefecture=02")) == ["1-2"]


def test_a_broader_concept_has_the_entries_of_its_narrower_ones() -> None:
    assert entries(explore("?technology=artificial-intelligence")) == ["1-1"]


def test_the_count_of_a_choice_follows_the_other_facets_but_not_its_own() -> None:
    page = explore("?prefecture=02")

    counts = dict(re.findall(r'value="(\d\d)".*?class="count"[^>]*>(\d+)<', page))
    technologies = dict(
        re.findall(r'name="technology" value="([\w-]+)".*?class="count"[^>]*>(\d+)<', page)
    )
    assert counts == {"01": "3", "02": "2"}
    assert technologies == {"robotic-process-automation": "1", "not-named": "1"}


def test_a_choice_can_be_removed_by_a_link() -> None:
    page = explore("?prefecture=01&technology=speech-recognition")

    chips = re.findall(r'class="chip" id="chip-\d" href="([^"]+)"', page)
    assert chips == ["/ja/explore?technology=speech-recognition", "/ja/explore?prefecture=01"]


def test_the_downloads_are_of_exactly_this_view() -> None:
    page = explore("?technology=robotic-process-automation&sort=-printed")

    csv = re.search(r'href="(/ja/explore\.csv[^"]*)"', page)
    assert csv
    rows = sample_site()(unescape(csv.group(1))).body.decode().splitlines()[1:]
    api = re.search(r'href="(/api/explore[^"]*)"', page)
    assert api
    document = json.loads(sample_site()(api.group(1)).body)
    numbers = [row["entry"].rpartition("/")[2] for row in document["rows"]]
    assert entries(page) == numbers == ["1-2", "1-1"]
    assert [row.partition(",")[0].rpartition("/")[2] for row in rows] == numbers
    turtle = re.search(r'href="(/sparql\?[^"]*format=turtle)"', page)
    assert turtle
    assert b"entry/1-2" in sample_site()(turtle.group(1)).body


def test_the_query_opened_in_the_editor_is_the_one_shown() -> None:
    page = explore("?prefecture=01")

    opened = re.search(r'href="(/ja/query\?query=[^"]+)"', page)
    assert opened
    query = parse_qs(urlsplit(opened.group(1)).query)["query"][0]
    assert query.strip() in page


def test_a_page_number_beyond_the_last_gives_the_last_page() -> None:
    assert entries(explore("?page=99")) == entries(explore("")) != []


def test_a_refusal_names_the_values_that_the_data_has() -> None:
    reply = sample_site()("/ja/explore?prefecture=999", headers={"Accept": "application/json"})

    assert json.loads(reply.body)["detail"].endswith("：01, 02")


def test_the_form_needs_no_script() -> None:
    page = explore("")

    assert re.search(r'<form id="facets"[^>]* action="/ja/explore" method="get"', page)
    assert re.search(r'<button type="submit">', page)


@pytest.mark.parametrize("query", ["?technology=A", "?sort=x", "?page=0", "?size=1", "?table=x"])
@pytest.mark.parametrize("path", ["/ja/explore", "/api/explore"])
def test_an_impossible_choice_is_refused_with_the_reason(path: str, query: str) -> None:
    reply = sample_site()(path + query, headers={"Accept": "application/json"})

    assert reply.status == 400
    assert query[1:].partition("=")[0] in json.loads(reply.body)["detail"]


def test_a_browser_is_redirected_to_a_language_with_all_choices() -> None:
    reply = sample_site()("/explore?prefecture=01&prefecture=02", headers={"Accept-Language": "ja"})

    assert (reply.status, reply.headers["location"]) == (
        302,
        "/ja/explore?prefecture=01&prefecture=02",
    )
