"""Over the bundled survey, every figure says what its table, its query and its links say."""

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from endpoint import Client, Reply
from website import parse_strictly, website

from server.charts.routes import COMPARISONS

SLUGS = [item.slug for item in COMPARISONS]
MATRICES = ["prefecture-technology", "prefecture-type-group", "prefecture-type", "field-status"]


@pytest.fixture(scope="module")
def site(bundled_dataset: Path) -> Client:
    return website(source=bundled_dataset)


def got(site: Client, target: str) -> Reply:
    reply = site(target)
    assert reply.status == 200, target
    return reply


def rows_of_csv(site: Client, page: str) -> list[list[str]]:
    link = re.search(r'href="(/sparql\?[^"]*format=csv)"', page)
    assert link
    lines = got(site, unescape(link.group(1))).body.decode().splitlines()
    return [line.split(",") for line in lines[1:]]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_comparison_is_a_valid_page_with_its_table_query_and_files(
    site: Client, slug: str, language: str
) -> None:
    reply = got(site, f"/{language}/compare/{slug}")

    parse_strictly(reply.body)
    page = reply.body.decode()
    assert '<svg class="drawing' in page
    assert "/query?query=PREFIX" in page
    assert rows_of_csv(site, page)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_drawing_can_be_taken_away(site: Client, slug: str) -> None:
    svg = got(site, f"/ja/compare/{slug}.svg")
    png = got(site, f"/ja/compare/{slug}.png")

    assert svg.type == "image/svg+xml"
    assert ET.fromstring(svg.body).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 -- ours
    assert png.type == "image/png"
    assert png.body.startswith(b"\x89PNG")
    assert got(site, f"/ja/compare/{slug}.svg").body == svg.body


@pytest.mark.parametrize("slug", MATRICES)
def test_the_cells_of_a_matrix_are_the_rows_of_its_query(site: Client, slug: str) -> None:
    page = got(site, f"/ja/compare/{slug}").body.decode()

    labels = re.findall(r'aria-label="[^"]* × [^"]*: (\d+)"', page)
    counts = [row[-1] for row in rows_of_csv(site, page)]
    assert sorted(labels, key=int) == sorted(counts, key=int) != []


@pytest.mark.parametrize("slug", MATRICES)
def test_a_cell_leads_to_as_many_entries_as_it_says(site: Client, slug: str) -> None:
    page = got(site, f"/ja/compare/{slug}").body.decode()

    links = re.findall(r'<a href="(/ja/explore[^"]*)" aria-label="[^"]* × [^"]*: (\d+)"', page)
    for href, count in links[:: max(1, len(links) // 25)]:
        shown = got(site, unescape(href)).body.decode()
        assert f'id="found">{count}件<' in shown, href


@pytest.mark.parametrize("query", ["", "?of=technology:ai-ocr", "?status=planned&table=PostEntry"])
def test_the_tiles_of_the_map_are_the_rows_of_its_query(site: Client, query: str) -> None:
    page = got(site, f"/ja/compare/map{query}").body.decode()

    tiles = dict(re.findall(r'aria-label="([^":]+): (\d+)"><title>', page))
    rows = {row[1]: row[2] for row in rows_of_csv(site, page)}
    assert len(tiles) == 47
    assert {name: count for name, count in tiles.items() if count != "0"} == rows


def test_a_type_that_one_prefecture_has_names_it(site: Client) -> None:
    page = got(site, "/ja/compare/types").body.decode()

    alone = [row for row in rows_of_csv(site, page) if row[2] == "1"]
    assert alone
    assert all("|" not in row[5] and row[5] in page for row in alone)


def test_who_could_share_is_never_the_one_who_offers(site: Client) -> None:
    page = got(site, "/ja/compare/shareable").body.decode()

    for row in rows_of_csv(site, page):
        assert row[3] not in row[6].split(" | ")
        assert len(row[6].split(" | ")) == int(row[5])


@pytest.mark.parametrize("target", ["map?of=nothing:x", "map?of=technology:A", "map?page=x"])
def test_an_impossible_count_is_refused(site: Client, target: str) -> None:
    assert site(f"/ja/compare/{target}").status == 400


def test_what_is_no_comparison_is_not_found(site: Client) -> None:
    assert site("/ja/compare/nothing").status == 404
    assert site("/ja/compare/nothing.svg").status == 404
