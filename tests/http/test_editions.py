"""Two editions: lists show what continues, files and examples say which edition they count."""

import csv
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pdfplumber
import pyoxigraph as ox
import pytest
from counted_pages import text_of
from endpoint import Client
from second_edition import KEY, new_names
from website import website

from server.counts.editions import in_edition
from server.editor.examples import load_examples
from server.http.language import Language

FIRST = "nga-2020"
ONLY_FIRST, ONLY_LATEST = "2020年6月", "2022年6月"
LISTS = ("procedures", "systems", "posts", "measures", "organisations")
FILES = ("list/procedures", "compare/prefecture-technology", "explore")


@pytest.fixture(scope="module")
def site(two_editions: Path) -> Client:
    return website(source=two_editions)


@pytest.fixture(scope="module")
def single(bundled_dataset: Path) -> Client:
    return website(source=bundled_dataset)


def strings_of(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("name", LISTS)
def test_a_row_of_all_editions_shows_in_which_of_them_it_is(site: Client, name: str) -> None:
    body = site(f"/ja/list/{name}.csv?edition=all").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body, newline="")))

    shown = {row["調査の回"] for row in rows}
    assert "2020年調査、2022年調査" in shown
    assert shown <= {"2020年調査", "2022年調査", "2020年調査、2022年調査"}


def test_what_is_new_or_gone_is_of_one_edition(site: Client) -> None:
    body = site("/ja/list/procedures.csv?edition=all").body.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    new = {name for name, _ in new_names()}

    assert {row["調査の回"] for row in rows if row["事務・手続"] in new} == {"2022年調査"}
    assert any(row["調査の回"] == "2020年調査" for row in rows)


@pytest.mark.parametrize("edition", ["", f"?edition={FIRST}"])
def test_a_list_of_one_edition_has_no_such_column(site: Client, edition: str) -> None:
    assert 'data-label="調査の回"' not in text_of(site, f"/ja/list/procedures{edition}")


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


def test_a_drawing_and_an_embedded_figure_say_their_edition(site: Client) -> None:
    for path in ("/ja/compare/map.svg", "/embed/ja/compare/map"):
        assert ONLY_FIRST not in text_of(site, path)
        assert ONLY_FIRST in text_of(site, f"{path}?edition={FIRST}")


@pytest.mark.parametrize("path", ["findings", "findings/spread-of-technologies"])
def test_findings_name_the_edition_that_they_tell_of(
    site: Client, single: Client, path: str
) -> None:
    page = text_of(site, f"/ja/{path}")

    assert 'aria-current="true">2022年調査</a>' in page
    assert ">2020年調査</a>" not in page
    assert ONLY_FIRST not in page
    assert 'class="editions"' not in text_of(single, f"/ja/{path}")


def test_an_example_says_that_it_counts_all_editions_and_leads_to_one(
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


def test_each_example_is_a_query_when_it_is_held_to_an_edition() -> None:
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


def test_a_search_finds_the_things_of_the_edition_that_is_asked_for(site: Client) -> None:
    name = new_names()[0][0]

    def hits(edition: str) -> list[str]:
        page = text_of(site, f"/ja/search?q={name}&group=procedures{edition}")
        return re.findall(r'href="/ja/id/procedure/([^"?#]+)', page)

    latest, first, every = (hits(edition) for edition in ("", f"&edition={FIRST}", "&edition=all"))
    assert latest
    assert all(one.startswith(KEY) for one in latest)
    assert not [one for one in first if one.startswith(KEY)]
    assert set(latest) | set(first) <= set(every)
