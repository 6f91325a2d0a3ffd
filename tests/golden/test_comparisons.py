"""Every comparison of the bundled survey agrees with its table, its query and its links."""

import re
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from endpoint import Client, Reply
from website import parse_errors

from server.charts.routes import COMPARISONS

SLUGS = [item.slug for item in COMPARISONS]
MATRICES = [
    *("prefecture-technology", "prefecture-type-group", "prefecture-type", "field-status"),
    *("reason-technology", "task-technology"),
]


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

    assert parse_errors(reply.body) == []
    page = reply.body.decode()
    assert any(mark in page for mark in ('<svg class="drawing', 'id="matrix"', '"wide-bars"'))
    assert "/query?query=PREFIX" in page
    assert rows_of_csv(site, page)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_figure_can_be_saved_as_svg_and_png(site: Client, slug: str) -> None:
    svg = got(site, f"/ja/compare/{slug}.svg")
    png = got(site, f"/ja/compare/{slug}.png")

    assert svg.type == "image/svg+xml"
    assert ET.fromstring(svg.body).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 -- ours
    assert png.type == "image/png"
    assert png.body.startswith(b"\x89PNG")
    assert got(site, f"/ja/compare/{slug}.svg").body == svg.body
    assert got(site, f"/ja/compare/{slug}.png").body == png.body
    texts = [node.text or "" for node in ET.fromstring(svg.body).iter()]  # noqa: S314 -- ours
    said = "\n".join(texts)
    for wanted in ("全国知事会", f"/ja/compare/{slug}", "データの日付 2"):
        assert wanted in said
    assert sum(unit in said for unit in ("数字は", "印は", "線の太さは")) == 1


CELL = re.compile(r'<td class="cell-\d"><a [^>]*href="([^"]*)"><data value="(\d+)"')


@pytest.mark.parametrize("slug", MATRICES)
def test_the_cells_of_a_matrix_show_the_rows_of_its_query(site: Client, slug: str) -> None:
    page = got(site, f"/ja/compare/{slug}").body.decode()

    cells = [(href, count) for href, count in CELL.findall(page) if "not-named" not in href]
    counts = [row[-1] for row in rows_of_csv(site, page)]
    # A matrix of types omits the groups of types, and a matrix of groups omits the types.
    if slug.startswith("prefecture-type"):
        assert 0 < len(cells) < len(counts)
    else:
        assert sorted((count for _, count in cells), key=int) == sorted(counts, key=int) != []


@pytest.mark.parametrize("slug", MATRICES)
def test_a_cell_links_to_a_list_of_as_many_entries(site: Client, slug: str) -> None:
    page = got(site, f"/ja/compare/{slug}").body.decode()

    links = CELL.findall(page)
    assert links
    for href, count in links[:: max(1, len(links) // 25)]:
        shown = got(site, unescape(href)).body.decode()
        found = re.search(r'id="found">.*?<data value="(\d+)"', shown)
        assert found
        assert found.group(1) == count, href


@pytest.mark.parametrize("slug", [slug for slug in MATRICES if slug.startswith("prefecture")])
def test_every_prefecture_has_a_row(site: Client, slug: str) -> None:
    page = got(site, f"/ja/compare/{slug}").body.decode()

    rows = re.findall(r'<th scope="row"><a href="[^"]*prefecture=(\d\d)', page)
    assert sorted(rows) == [f"{code:02}" for code in range(1, 48)]


def test_rows_without_any_answer_in_the_columns_are_named(site: Client) -> None:
    page = got(site, "/ja/compare/prefecture-technology?status=planned").body.decode()

    silent = page.partition("どの列にも回答のないもの")[2].partition("</p>")[0]
    names = re.findall(r"prefecture=(\d\d)", silent)
    assert names
    for code in names:
        row = re.search(rf'<th scope="row"><a href="[^"]*prefecture={code}[^"]*".*?</tr>', page)
        assert row
        others = row[0].partition("not-named")[0]
        assert 'class="cell-' not in others.rpartition("<td")[0]


def test_a_matrix_is_sorted_by_the_requested_column(site: Client) -> None:
    page = got(site, "/ja/compare/prefecture-technology?sort=ai-ocr").body.decode()

    counts = [int(count) for href, count in CELL.findall(page) if href.endswith("ai-ocr")]
    assert counts == sorted(counts, reverse=True) != []
    assert 'aria-sort="descending"' in page
    assert "band-row" not in page


HEAD = re.compile(r'<th scope="col"( class="narrower")?><div><a [^>]*sort=([^"&]+)')
ROW = re.compile(r'<th scope="row"><a href="([^"]+)".*?<td class="total">.*?value="(\d+)"')
STATUSES = ("introduced", "planned", "in-trial", "trial-planned", "under-consideration")


@pytest.mark.parametrize("slug", MATRICES)
def test_rows_of_a_matrix_are_in_the_order_of_codes_or_of_their_totals(
    site: Client, slug: str
) -> None:
    page = got(site, f"/ja/compare/{slug}").body.decode()

    rows = [row for row in ROW.findall(page) if "not-named" not in row[0]]
    totals = [int(total) for _, total in rows]
    codes = re.findall(r"prefecture=(\d\d)", " ".join(href for href, _ in rows))
    assert len(rows) > 1
    assert codes == sorted(codes)
    assert codes or totals == sorted(totals, reverse=True)


@pytest.mark.parametrize("query", ["", "?prefecture=08&prefecture=24"])
@pytest.mark.parametrize("slug", [slug for slug in MATRICES if slug != "prefecture-type"])
def test_columns_of_a_matrix_are_in_the_order_of_their_scheme_or_of_their_totals(
    site: Client, slug: str, query: str
) -> None:
    """The columns of prefecture-type are those below groups of types, which it omits."""
    page = got(site, f"/ja/compare/{slug}{query}").body.decode()
    foot = page.partition("<tfoot>")[2].partition("</tfoot>")[0]

    totals = map(int, re.findall(r'value="(\d+)"', foot))
    columns = list(zip(HEAD.findall(page), totals, strict=False))
    tops = {name: total for (narrower, name), total in columns if not narrower}
    tops.pop("not-named", None)
    assert tops
    if slug == "field-status":
        assert list(tops) == [name for name in STATUSES if name in tops]
    else:
        assert list(tops.values()) == sorted(tops.values(), reverse=True)


@pytest.mark.parametrize(
    ("slug", "tables"),
    [
        ("prefecture-technology", ["Procedure", "SharedSystem", "Post", "Organisation"]),
        ("reason-technology", ["Procedure", "SharedSystem"]),
        ("task-technology", []),
    ],
)
def test_a_matrix_offers_the_tables_that_can_have_values_of_both_facets(
    site: Client, slug: str, tables: list[str]
) -> None:
    page = got(site, f"/en/compare/{slug}").body.decode()

    offered = re.findall(rf'href="/en/compare/{slug}\?table=(\w+)Entry"', page)
    assert sorted(set(offered)) == sorted(tables)


@pytest.mark.parametrize("slug", MATRICES)
def test_a_reader_skips_to_the_table(site: Client, slug: str) -> None:
    page = got(site, f"/ja/compare/{slug}").body.decode()

    skips = re.findall(r'<a class="skip" href="#(\w+)"', page)
    assert skips == ["main", "matrix"]
    assert 'id="matrix" tabindex="0"' in page


@pytest.mark.parametrize("query", ["", "?of=technology:ai-ocr", "?status=planned&table=PostEntry"])
def test_the_tiles_of_the_map_show_the_rows_of_its_query(site: Client, query: str) -> None:
    page = got(site, f"/ja/compare/map{query}").body.decode()

    tiles = dict(re.findall(r'aria-label="([^":]+): (\d+)"><title>', page))
    rows = {row[1]: row[2] for row in rows_of_csv(site, page)}
    assert len(tiles) == 47
    assert tiles == rows


def test_a_type_that_one_prefecture_has_names_it(site: Client) -> None:
    page = got(site, "/ja/compare/types").body.decode()

    alone = [row for row in rows_of_csv(site, page) if row[2] == "1"]
    assert alone
    assert all("|" not in row[6] and row[6] in page for row in alone)


def test_a_possible_partner_is_never_the_prefecture_that_offers(site: Client) -> None:
    page = got(site, "/ja/compare/shareable").body.decode()

    for row in rows_of_csv(site, page):
        assert row[2] not in row[6].split()
        assert len(row[6].split()) == int(row[5])


def test_prefectures_a_scenario_could_help_are_marked_beside_those_offering_it(
    site: Client,
) -> None:
    page = got(site, "/en/compare/scenarios").body.decode()

    rows = rows_of_csv(site, page)
    signs = {"●": "first", "○": "second"}
    shown = {sign: page.count(f">{sign}<") for sign in signs}
    pairs = {(row[0], code) for row in rows for code in row[6].split()}
    offers = {(row[0], row[2]) for row in rows}
    assert shown == {"●": len(offers), "○": len(pairs - offers)}
    assert len(pairs - offers) > 0


@pytest.mark.parametrize("target", ["map?of=nothing:x", "map?of=technology:A", "map?measure=x"])
def test_an_impossible_count_is_refused(site: Client, target: str) -> None:
    assert site(f"/ja/compare/{target}").status == 400


def test_an_unknown_comparison_is_not_found(site: Client) -> None:
    assert site("/ja/compare/nothing").status == 404
    assert site("/ja/compare/nothing.svg").status == 404


def test_a_number_has_the_same_shade_in_every_row_of_prefectures_side_by_side(
    site: Client,
) -> None:
    page = got(site, "/ja/compare/prefectures?prefecture=24&prefecture=21").body.decode()
    table = page.split('id="matrix"')[1].split("</table>")[0]
    shades: dict[int, set[str]] = {}
    for shade, number in re.findall(r'<td class="(cell-\d)"><a [^>]*><data value="(\d+)"', table):
        shades.setdefault(int(number), set()).add(shade)

    assert len(shades) > 4
    assert all(len(found) == 1 for found in shades.values())
    assert [min(shades[number]) for number in sorted(shades)] == sorted(
        min(found) for found in shades.values()
    )
    assert "空欄は回答なし" in page


def test_only_matrices_of_several_tables_offer_a_choice_of_tables(site: Client) -> None:
    chips = {
        slug: 'class="chips" aria-label="'
        in got(site, f"/en/compare/{slug}").body.decode().split("<figure")[0]
        for slug in SLUGS
    }

    assert {slug for slug, has_chips in chips.items() if has_chips} == {
        *("prefecture-technology", "field-status", "reason-technology")
    }


def test_no_two_rows_of_a_picture_of_prefectures_side_by_side_have_one_name(site: Client) -> None:
    svg = got(site, "/en/compare/prefectures.svg?prefecture=24&prefecture=13").body
    texts = [node.text or "" for node in ET.fromstring(svg).iter()]  # noqa: S314 -- ours
    names = [text for text in texts if len(text) > 3 and not text.isdigit()]

    assert "Technology – (none named)" in names
    assert names.count("(none named)") == 0
