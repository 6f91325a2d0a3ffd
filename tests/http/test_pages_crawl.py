"""Every IRI of the whole dataset opens in every format, and every link of every page works.

Each landing opens resources of every kind and one in `STRIDE` of all, and some links of every kind;
`make test-all` opens all.
"""

import csv
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlencode

import pyoxigraph as ox
import pytest
from endpoint import Client
from excerpts import excerpt
from website import html_faults, parse_errors, website

from converter.__main__ import main
from converter.model import SurveyTable
from server.site.kinds import INDEXES, KINDS, kind_of

BASE = "https://w3id.org/jp-digigov/"
OTHER_BASE = "http://data.example/digital/"
# Two thirds of all resources are annotations, all similar: one in `STRIDE` is parsed strictly.
STRIDE = 150
# Number of links of one kind of address (a list as a file, …) that a landing opens.
ALIKE = 6
# Pages that do not belong to a resource.
PAGES = (
    *("", "dictionary", "query", "examples", "explore", "compare", "download", "no/such"),
    *(
        "about/assessment",
        "about/survey",
        "search?q=RPA",
        "search?q=zzzz",
        "list/prefectures",
        "list/schemes",
    ),
    *("compare/map", "compare/types", "compare/sharing", "compare/shareable"),
    *("compare/prefecture-technology", "compare/prefecture-type", "compare/field-status"),
)
LINK = re.compile(r'(?:href|src)="(/[^"]*)"')
IDENTIFIER = re.compile(r'\bid="([^"]*)"')
# Pages of other parts of the server, tested elsewhere.
ELSEWHERE = (
    *("/query", "/sparql", "/search", "/download", "/explore", "/compare"),
    *("/ja/count", "/en/count", "/ja/compare", "/en/compare", "/ja/explore", "/en/explore"),
)


@dataclass
class Crawl:
    """Result of a crawl: statuses other than 200, and the targets of links."""

    client: Client
    faults: list[tuple[int, str]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    pages: dict[str, set[str]] = field(default_factory=dict)

    def visit(self, path: str) -> bytes:
        """Open a page and record its links and identifiers."""
        reply = self.client(path)
        if reply.status != 200:
            self.faults.append((reply.status, path))
        text = reply.body.decode()
        found = IDENTIFIER.findall(text)
        if len(found) != len(set(found)):
            self.faults.append((0, f"{path}: an id is there twice"))
        self.pages[path] = set(found)
        self.links.update(dict.fromkeys(LINK.findall(text), path))
        return reply.body


@pytest.fixture(scope="module")
def client(bundled_site: Client) -> Client:
    return bundled_site


@pytest.fixture(scope="module")
def paths(client: Client) -> list[str]:
    return sorted(set(paths_of(client, BASE)))


@pytest.fixture(scope="module")
def some_paths(paths: list[str]) -> list[str]:
    """Return the first resource of every kind, and one in `STRIDE` of all."""
    firsts = {kind_of(path).name: path for path in reversed(paths)}
    return sorted({*firsts.values(), *paths[::STRIDE]})


def paths_of(client: Client, base: str) -> Iterator[str]:
    for quad in client.engine.dataset.store:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(base):
                yield term.value.removeprefix(base).partition("#")[0]


def test_every_kind_of_resource_is_in_the_dataset(paths: list[str]) -> None:
    kinds = {kind_of(path).name for path in paths}

    assert kinds >= {kind.name for kind in KINDS} - {"other"}


def test_iris_of_every_kind_have_pages_whose_links_resolve(
    client: Client, some_paths: list[str], paths: list[str]
) -> None:
    # `make test-all` opens links to resources and links of the same kind.
    assert_pages_open_and_links_resolve(client, some_paths, known=frozenset(paths))


@pytest.mark.slow
def test_every_iri_has_a_page_and_all_links_resolve(client: Client, paths: list[str]) -> None:
    assert_pages_open_and_links_resolve(client, paths)


def assert_pages_open_and_links_resolve(
    client: Client, paths: list[str], known: frozenset[str] = frozenset()
) -> None:
    crawl = Crawl(client)
    for path in ("", "dictionary", *(f"list/{index.slug}" for index in INDEXES), *paths):
        crawl.visit(f"/ja/{path}")
        if "annotation" not in path and "span" not in path:
            crawl.visit(f"/en/{path}")

    seen = {path.removeprefix("/ja/").removeprefix("/en/") for path in crawl.pages}
    targets = {link.partition("#")[0] for link in crawl.links}
    opened = seen | known
    unseen = {link for link in targets if re.sub("^/(ja|en)/", "", link) not in opened}
    opened_links = some_of_each_kind(unseen) if known else sorted(unseen)
    broken = [link for link in opened_links if is_broken(client, link)]

    assert crawl.faults == []
    assert broken == []
    assert list(missing_fragments(crawl)) == []


def some_of_each_kind(links: set[str]) -> list[str]:
    """Return a few, spread evenly, of the links that have the same kind of address."""
    kinds: dict[tuple[object, ...], list[str]] = {}
    for link in sorted(links):
        path, _, query = link.replace("&amp;", "&").partition("?")
        names = tuple(part.partition("=")[0] for part in query.split("&"))
        folders = tuple(path.split("/")[:-1])[:4]
        kinds.setdefault((folders, Path(path).suffix, names), []).append(link)
    return [link for alike in kinds.values() for link in alike[:: max(1, len(alike) // ALIKE)]]


def is_broken(client: Client, link: str) -> bool:
    path = unquote(link.replace("&amp;", "&"))
    # Documents of resources are opened by the tests below.
    if path.startswith(ELSEWHERE) or path.endswith((".ttl", ".nt", ".rdf", ".jsonld")):
        return False
    return client(path, method="HEAD").status not in {200, 303}


def missing_fragments(crawl: Crawl) -> Iterator[str]:
    for link, page in crawl.links.items():
        path, hash_, fragment = link.partition("#")
        if hash_ and fragment not in crawl.pages.get(path, {fragment}):
            yield f"{page} → {link}"


def test_the_procedures_of_an_entry_are_in_printed_order(client: Client) -> None:
    text = client("/ja/id/entry/1-51").body.decode()

    found = re.findall(r'<h3><a href="/ja/id/procedure/1-51-(\d+)"', text)
    assert found == [str(number) for number in range(1, 11)]


def test_a_government_in_two_roles_is_one_row(client: Client) -> None:
    text = client("/ja/id/system/2-56").body.decode()

    table = re.search(r'<section id="system-participants">.*?</section>', text, re.DOTALL)
    assert table
    assert '<data value="3"' in table[0]
    assert table[0].count("実施団体 / 参加団体") == 3


@pytest.mark.parametrize("path", ["id/procedure/1-350", "id/entry/1-350"])
def test_the_words_of_an_answer_have_their_translation_beside_them(
    client: Client, path: str
) -> None:
    japanese, english = (
        client(f"/{code}/{path}").body.decode().partition('<div class="bilingual">')[2]
        for code in ("ja", "en")
    )
    words, translation = "住民からのよくある", "By having AI learn the FAQ"

    assert japanese.index(words) < japanese.index(translation)
    assert english.index(translation) < english.index(words)


def test_a_participation_is_shown_on_the_page_of_the_shared_thing(client: Client) -> None:
    page = client("/en/id/procedure/1-350").body.decode()

    assert re.search(r"participation</a></dt>.*?Current</a>,.*?>[^<]+: 5</a>", page, re.DOTALL)


def test_gaps_of_a_prefecture_are_types_introduced_elsewhere_and_not_in_its_answers(
    client: Client,
) -> None:
    gaps = client("/ja/id/pref/24?list=prefecture-gaps").body.decode()

    assert "concept/procedure-type/commuting-allowance" in gaps
    assert "concept/procedure-type/meeting-minutes" not in gaps
    assert 'data-count="prefectures?type=survey-aggregation&amp;status=introduced"' in gaps
    assert "行っていないとは限りません" in gaps


def test_gaps_of_a_prefecture_name_those_that_offer_to_share(client: Client) -> None:
    offers = """SELECT DISTINCT ?name WHERE {
      ?entry dg:offersToShare ?offer ; dg:reportedBy/rdfs:label ?name FILTER(LANG(?name) = "ja")
      ?entry dg:implementationStatus <https://w3id.org/jp-digigov/concept/status/introduced> ;
        dg:describes/dg:procedureType
          <https://w3id.org/jp-digigov/concept/procedure-type/survey-aggregation> }"""
    reply = client(f"/sparql?{urlencode({'query': offers, 'format': 'csv'})}")
    offering = set(reply.body.decode().split()[1:])
    text = client("/ja/list-of/prefecture-gaps.csv?of=id/pref/24").body.decode("utf-8-sig")

    *row, iri = next(
        row for row in csv.reader(text.splitlines()) if row[0].startswith("調査・照会")
    )

    assert offering
    assert set(row[-1].split("、")) == offering
    assert iri.endswith("/survey-aggregation")


def test_the_offers_of_a_prefecture_are_listed_beside_their_procedures(client: Client) -> None:
    offers = """SELECT DISTINCT ?name ?offer WHERE {
      ?entry dg:reportedBy <https://w3id.org/jp-digigov/id/pref/28> ;
        dg:offersToShare/rdfs:label ?offer ; dg:describes/rdfs:label ?name
      FILTER(LANG(?name) = "ja" && LANG(?offer) = "ja") }"""
    reply = client(f"/sparql?{urlencode({'query': offers, 'format': 'csv'})}")
    stated = {tuple(row) for row in list(csv.reader(reply.body.decode().splitlines()))[1:]}
    text = client("/ja/list-of/prefecture-own-offers.csv?of=id/pref/28").body.decode("utf-8-sig")

    rows = list(csv.reader(text.splitlines()))[1:]
    offering = [row for row in rows if not row[1].startswith("内容の記載なし")]
    shown = {(name, offer) for name, what, *_ in offering for offer in what.split("、")}

    assert stated
    assert shown == stated


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", ["prefecture-gaps", "prefecture-offers", "prefecture-own-offers"])
def test_no_cell_of_the_gaps_and_offers_of_a_prefecture_is_blank(
    client: Client, name: str, language: str
) -> None:
    """Nobody who offers is "none"; an answer that does not say what it offers is "not stated"."""
    said = {"ja": ("なし", "内容の記載なし"), "en": ("none", "not stated")}[language]
    cells: set[str] = set()
    for prefecture in ("01", "24", "37"):
        path = f"/{language}/list-of/{name}.csv?of=id/pref/{prefecture}"
        rows = csv.reader(client(path).body.decode("utf-8-sig").splitlines())
        cells |= {cell for row in rows for cell in row}

    assert "" not in cells
    none, silent = said
    assert (none in cells) == (name != "prefecture-offers")
    assert any(cell.startswith(silent) for cell in cells) == (name == "prefecture-own-offers")


def test_the_page_of_a_prefecture_begins_with_its_contacts(client: Client) -> None:
    page = client("/ja/id/pref/24").body.decode()

    contacts = page.index("総務部スマート改革推進課")

    assert contacts < page.index('id="prefecture-gaps"') < page.index('id="in-figures"')


def test_no_column_of_a_list_is_empty_beside_its_joined_values(client: Client) -> None:
    page = client("/ja/id/procedure/1-350").body.decode()

    assert page.count(">種類</th>") == 1


def test_an_organisation_shows_its_head_count_and_the_units_below_it(client: Client) -> None:
    heads = client("/ja/id/organisation/3-2-5").body.decode()
    above = client("/ja/id/organisation/39-fisheries-promotion-department").body.decode()

    assert 'data-label="専任" class="number">7</td>' in heads
    assert (
        'href="/ja/id/organisation/39-fisheries-policy-division"'
        in above.partition("この組織に属する部署と職")[2].partition("</section>")[0]
    )


def test_large_numbers_are_grouped_on_every_page(client: Client) -> None:
    for path in ("graph/derived", "list/graphs", "dictionary", "ontology"):
        text = client(f"/ja/{path}").body.decode()
        assert re.findall(r'class="number">\s*(\d{4,})\s*<', text) == [], path


@pytest.mark.parametrize("extension", ["ttl", "jsonld"])
def test_iris_of_every_kind_have_documents_that_parse(
    client: Client, some_paths: list[str], extension: str
) -> None:
    assert_documents_parse(client, some_paths, extension)


@pytest.mark.slow
@pytest.mark.parametrize("extension", ["ttl", "jsonld"])
def test_every_iri_has_documents_that_parse(
    client: Client, paths: list[str], extension: str
) -> None:
    assert_documents_parse(client, paths, extension)


def assert_documents_parse(client: Client, paths: list[str], extension: str) -> None:
    format_ = ox.RdfFormat.from_extension(extension)
    assert format_

    sizes = {}
    for path in paths:
        reply = client(f"/{path}.{extension}")
        sizes[path] = len(list(ox.parse(reply.body, format_))) if reply.status == 200 else 0

    assert [path for path, size in sizes.items() if not size] == []


def test_one_page_of_every_kind_and_some_of_all_are_valid_html(
    client: Client, some_paths: list[str]
) -> None:
    errors = {path: parse_errors(client(f"/ja/{path}").body) for path in some_paths}

    assert {path: found for path, found in errors.items() if found} == {}


@pytest.mark.skipif(not shutil.which("java"), reason="no Java here, which runs the HTML checker")
def test_the_checker_of_html_finds_no_fault(
    client: Client, paths: list[str], tmp_path: Path
) -> None:
    """Check one page of every kind in both languages; all pages if DIGIGOV_EVERY_PAGE is set."""
    firsts = {kind_of(path).name: path for path in reversed(paths)}
    some = paths if os.environ.get("DIGIGOV_EVERY_PAGE") else [*firsts.values(), *PAGES]

    for number, path in enumerate(some):
        for language in ("ja", "en"):
            page = client(f"/{language}/{path}").body
            (tmp_path / f"{language}-{number}-{path.replace('/', '-')[:60]}.html").write_bytes(page)

    assert html_faults(tmp_path) == []


def test_a_dataset_with_another_base_has_the_same_paths(tmp_path: Path) -> None:
    survey = tmp_path / "small.txt"
    survey.write_text("\n".join(excerpt(SurveyTable.ORGANISATIONS, entries=2)), "utf-8")
    folder = tmp_path / "dataset"
    options = ["--quiet", "--no-validate", "--base", OTHER_BASE]
    assert main([*options, "-o", str(folder), str(survey)]) == 0
    client = website("", folder)
    paths = sorted(set(paths_of(client, OTHER_BASE)))

    found = {path: client(f"/{path}.nt").status for path in paths[::STRIDE]}
    page = client("/ja/id/entry/3-2-1").body.decode()

    assert set(found.values()) == {200}
    assert f"{OTHER_BASE}id/entry/3-2-1" in page
    assert BASE not in page
