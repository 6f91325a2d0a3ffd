"""The sheet of each prefecture as PDF: at most two pages, with its numbers and its contacts."""

import io

import pdfplumber
import pytest
from endpoint import Client
from website import sample_site

from server.engine import LocalDataset
from server.http.language import Language
from server.site.site import Site
from server.site.tables.resource_lists import list_of

CODES = [f"{number:02}" for number in range(1, 48)]
# The shortest and the longest sheets; `make test-all` reads all of them.
QUICK = frozenset({"01", "13", "24", "37", "47"})
A4 = (595, 842)
FIGURES = ("by-table", "by-status", "by-technology", "by-task")
# Each list with the number of rows that page and sheet show.
ROWS = 8


@pytest.fixture(scope="module")
def client(bundled_site: Client) -> Client:
    return bundled_site


@pytest.fixture(scope="module")
def site(bundled_data: LocalDataset) -> Site:
    return Site.of(bundled_data)


def pages_of(body: bytes) -> list[str]:
    """Return the text of each page in reading order, without white space."""
    with pdfplumber.open(io.BytesIO(body)) as file:
        assert {(round(page.width), round(page.height)) for page in file.pages} == {A4}
        return ["".join(char["text"].strip() for char in page.chars) for page in file.pages]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "code", [pytest.param(code, marks=() if code in QUICK else pytest.mark.slow) for code in CODES]
)
def test_a_sheet_has_the_numbers_and_the_units_to_ask_on_two_pages_at_most(
    client: Client, site: Site, language: Language, code: str
) -> None:
    reply = client(f"/{language}/id/pref/{code}.pdf")
    iri = site.addresses.iri(f"id/pref/{code}")
    tables = site.tables(language)

    assert reply.headers["content-type"] == "application/pdf"
    pages = pages_of(reply.body)
    assert len(pages) <= 2
    text = "".join(pages)
    for name in FIGURES:
        for value, count, *_ in list_of(tables, name, iri).rows[:ROWS]:
            assert "".join(f"{value.text}{count.text}".split()) in text, name
    for contact, *_ in list_of(tables, "prefecture-contacts", iri).rows[:ROWS]:
        assert "".join(contact.text.split())[:24] in text
    for wanted in (site.source(language), f"/{language}/id/pref/{code}"):
        assert "".join(wanted.split()) in text


def test_the_figures_of_a_sheet_are_on_one_page_with_their_headings(
    client: Client, site: Site
) -> None:
    iri = site.addresses.iri("id/pref/24")
    last = list_of(site.tables(Language.EN), "by-technology", iri)

    pages = pages_of(client("/en/id/pref/24.pdf").body)

    (heading,) = (number for number, text in enumerate(pages) if "Byautomatedtask" in text)
    silent, count, *_ = last.foot[0]
    assert f"{silent.text}{count.text}".replace(" ", "") in pages[heading]


def test_a_sheet_has_the_same_bytes_each_time_and_a_descriptive_file_name(client: Client) -> None:
    first, again = client("/ja/id/pref/24.pdf"), client("/ja/id/pref/24.pdf")

    assert first.body == again.body
    assert 'filename="digigov-prefecture-24-ja.pdf"' in first.headers["content-disposition"]


def test_the_fonts_of_a_sheet_are_embedded_in_the_file(client: Client) -> None:
    with pdfplumber.open(io.BytesIO(client("/ja/id/pref/24.pdf").body)) as file:
        fonts = {char["fontname"] for page in file.pages for char in page.chars}

    assert {font.partition("+")[2] for font in fonts} == {"NotoSansJP-Regular"}


def test_the_page_of_a_prefecture_links_to_its_sheet() -> None:
    page = sample_site()("/en/id/pref/01").body.decode()

    assert 'href="/en/id/pref/01.pdf" type="application/pdf"' in page


def test_only_prefectures_have_a_sheet() -> None:
    assert sample_site()("/en/id/pref/99.pdf").status == 404
