"""Odd parameters of strangers: each is refused with the reason, or gives a page with content."""

import json
import re
from html import unescape
from urllib.parse import quote, urlencode

import pytest
from endpoint import Client
from website import SAMPLE, sample_site, website

# Pages that take a view of answers.
VIEWS = ("ja/explore", "api/explore", "ja/explore.csv", "ja/compare/map", "ja/count/answers")
# Pages of which each edition has its own.
OF_EDITIONS = (*VIEWS, "ja/", "ja/list/procedures", "ja/id/pref/01", "api/search", "ja/findings")


def detail(site: Client, path: str) -> str:
    reply = site(f"/{path}", headers={"Accept": "application/json"})
    assert reply.status == 400, path
    return str(json.loads(reply.body)["detail"])


@pytest.fixture(scope="module")
def of_one_edition(tmp_path_factory: pytest.TempPathFactory) -> Client:
    """Return a client over the sample with an edition, and with a status that no answer has."""
    base = "https://w3id.org/jp-digigov/"
    more = (
        f"<{base}graph/source> {{ <{base}id/edition/nga-2020> a <{base}ontology#Edition> }}\n"
        f"<{base}graph/reference> {{ <{base}concept/status/in-trial> "
        "a <http://www.w3.org/2004/02/skos/core#Concept> }\n"
    )
    path = tmp_path_factory.mktemp("sample") / "sample.trig"
    path.write_text(SAMPLE.read_text("utf-8") + more, encoding="utf-8")
    return website(source=path)


@pytest.mark.parametrize("path", VIEWS)
def test_a_value_that_the_data_lacks_is_refused_with_similar_ones(path: str) -> None:
    found = detail(sample_site(), f"{path}?status=introducd")

    assert "introducd" in found
    assert "introduced" in found.replace("introducd", "")


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("technology", "rpa", "robotic-process-automation"),
        ("technology", "RPA", "robotic-process-automation"),
        ("technology", "音声認識", "speech-recognition"),
        ("technology", "speech recognition", "speech-recognition"),
        ("prefecture", "北海道", "01"),
        ("status", "①", "introduced"),
    ],
)
def test_a_name_of_a_value_is_refused_with_the_value_of_this_name(
    path: str, name: str, value: str, meant: str
) -> None:
    found = detail(sample_site(), f"{path}?{urlencode({name: value})}")

    assert found.endswith((f"もしかして：{meant}", f"Did you mean {meant}?"))


def test_a_value_like_no_other_is_refused_with_all_of_a_few(bundled_site: Client) -> None:
    found = detail(bundled_site, "en/explore?table=nothing")

    classes = "OrganisationEntry, PostEntry, ProcedureEntry, SharedSystemEntry"
    assert found == f"The data has no table “nothing”. Values are, for example, {classes}."


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("en/shapes?part=no%20iri", 404),
        ("en/count/instances?class=no%20iri", 400),
        (f"en/count/{'x' * 1000}", 400),
        ("en/list-of/prefecture-entries.csv?of=id/pref/no%20iri", 404),
        ("en/id/pref/no%20iri.pdf", 404),
        ("en/cite/id/pref/no%20iri.bib", 404),
        ("oembed?url=http://localhost/en/compare/no%20iri", 404),
    ],
)
def test_a_text_that_cannot_be_an_iri_is_not_an_internal_error(path: str, status: int) -> None:
    assert sample_site()(f"/{path}").status == status


@pytest.mark.parametrize("path", OF_EDITIONS)
def test_an_unknown_edition_is_refused_with_the_known_ones(
    of_one_edition: Client, path: str
) -> None:
    found = detail(of_one_edition, f"{path}?edition=nga-1999")

    in_one_language = re.fullmatch(
        "Invalid edition “nga-1999”: expected nga-2020, all."
        "|edition の値「nga-1999」は使えません。使える値：nga-2020, all",
        found,
    )
    assert in_one_language


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        *(
            (
                f"en/compare/prefecture-technology{ending}?sort=x",
                "artificial-intelligence, robotic-process-automation, ",
            )
            for ending in ("", ".svg", ".csv")
        ),
        (
            "embed/en/compare/prefecture-technology?sort=x",
            "artificial-intelligence, robotic-process-automation, ",
        ),
        ("en/compare/field-status?sort=-introduced", "introduced, "),
        ("en/compare/map?measure=x", "answers, share, per-million"),
        ("en/compare/map?of=x:y", "table:…, prefecture:…, "),
        ("en/explore?sort=x", "printed, prefecture, status, name"),
        ("en/explore?size=x", "25, 50, 100"),
        ("en/explore.xlsx?sort=x", "printed, prefecture, status, name"),
        ("en/id/pref/01?list=x", "by-table, by-status, "),
        ("en/search?q=a&group=x", "concepts, entries, "),
        ("en/query?example=entries-by-prefectures", "entries-by-prefecture, "),
        ("api/search?q=a&group=x&lang=en", "concepts, entries, "),
        ("api/explore?sort=x&lang=en", "printed, prefecture, status, name"),
        ("api/explore?lang=x", "ja, en"),
    ],
)
def test_a_value_outside_a_closed_set_is_refused_with_the_allowed_ones(
    path: str, expected: str
) -> None:
    assert f"expected {expected}" in detail(sample_site(), path)


def test_a_matrix_is_sorted_by_each_column_that_its_heads_link_to() -> None:
    page = sample_site()("/en/compare/prefecture-technology").body.decode()
    links = re.findall(r'href="([^"]*sort=[^"]+)"', page)

    assert links
    assert {sample_site()(unescape(link)).status for link in links} == {200}


@pytest.mark.parametrize(
    "path", ["en/list/prefectures", "en/count/answers", "en/id/pref/01?list=prefecture-entries"]
)
@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "１"])
def test_a_number_of_a_page_that_is_not_from_one_is_refused(path: str, number: str) -> None:
    mark = "&" if "?" in path else "?"

    found = detail(sample_site(), f"{path}{mark}page={quote(number)}")

    assert found == f"Invalid page “{number}”: expected an integer ≥ 1."


def test_a_known_value_without_answers_gives_none(of_one_edition: Client) -> None:
    page = of_one_edition("/ja/explore?status=in-trial").body.decode()

    assert 'value="0" data-count="answers?status=in-trial"' in page


@pytest.mark.parametrize(
    ("figure", "named"),
    [
        ("instances?class=dg:Procedue", "dg:Procedure"),
        ("instances?class=foaf:Person", "foaf:Person"),
        ("concepts?scheme=concept/statis", "concept/status"),
        ("uses?property=dg:useTechnology", "dg:usesTechnology"),
        ("users?concept=concept/status/introducd", "concept/status/introduced"),
        ("partners?offering=id/pref/99&type=concept/procedure-type/payroll", "id/pref/"),
    ],
)
def test_a_figure_about_a_resource_that_does_not_exist_is_refused_with_similar_ones(
    bundled_site: Client, figure: str, named: str
) -> None:
    for address in (f"/en/count/{figure}", f"/en/count/{figure.replace('?', '.csv?')}"):
        reply = bundled_site(address)

        assert (reply.status, named in unescape(reply.body.decode())) == (400, True)


def test_a_figure_about_a_resource_without_any_is_zero(bundled_site: Client) -> None:
    page = bundled_site("/en/count/members?graph=graph/derived&class=prov:Entity").body.decode()

    assert re.search(r'<data value="0" data-count="members\?[^"]*">0</data>', page)


@pytest.mark.parametrize(
    "path",
    [
        *("list/procedures", "count/answers", "count/prefectures?status=introduced", "explore"),
        *("concept/technology/speech-recognition?list=concept-things", "search?q=1&group=entries"),
    ],
)
def test_every_page_number_from_one_is_valid_and_none_below(path: str) -> None:
    mark = "&" if "?" in path else "?"
    first, beyond, far = (
        sample_site()(f"/ja/{path}{mark}page={number}").body.decode()
        for number in ("1", "99", "123456789")
    )

    rows = re.compile(r'<td.*?</td>|<p class="name">.*?</p>', re.DOTALL)
    assert rows.findall(far) == rows.findall(beyond) == rows.findall(first) != []
    for number in ("0", "-1", "²", "x"):
        reply = sample_site()(f"/ja/{path}{mark}page={quote(number)}")
        assert (reply.status, b"page" in reply.body) == (400, True)


def test_a_page_of_results_beyond_the_last_is_the_last() -> None:
    one, beyond = (
        sample_site()(f"/ja/search?q=1&group=entries&size=1&page={number}").body.decode()
        for number in (1, 9999)
    )

    results = '<p class="name">'
    assert one.count(results) == beyond.count(results) != 0
    assert 'rel="next"' in one
    assert 'rel="next"' not in beyond


@pytest.mark.parametrize(
    ("path", "language", "words"),
    [
        ("ja/explore?page=0", "ja", "使えません"),
        ("en/explore?page=0", "en", "Invalid page"),
        ("embed/ja/compare/none", "ja", "はありません"),
        ("ja/count/none", "ja", "という数はありません"),
    ],
)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_problem_of_a_page_is_in_the_language_of_the_page(
    path: str, language: str, words: str, accept: str
) -> None:
    sent = {"Accept": accept, "Accept-Language": "en" if language == "ja" else "ja"}
    reply = sample_site()(f"/{path}", headers=sent)

    assert reply.headers["content-language"] == language
    assert words in reply.body.decode()


def test_the_page_of_a_problem_has_a_search_and_leads_to_itself_in_the_other_language() -> None:
    reply = sample_site()("/ja/explore?page=0", headers={"Accept": "text/html"})

    page = reply.body.decode()
    assert 'role="search"' in page or "<search" in page
    assert 'href="/en/explore"' in page
    assert 'href="/en/query"' not in page


@pytest.mark.parametrize(("url", "status"), [("", 400), ("http://other.example/", 404)])
def test_oembed_says_which_page_it_needs(url: str, status: int) -> None:
    reply = sample_site()(f"/oembed?url={url}", headers={"Accept": "application/json"})

    assert reply.status == status
    assert "/ja/compare/map" in json.loads(reply.body)["detail"]


@pytest.mark.parametrize(
    "path",
    [
        *("ja/list/none", "ja/compare/none", "ja/id/none", "ja/findings/none", "ja/count/none"),
        *("ja/explore?page=0", "ja/list/procedures?page=0", "embed/ja/compare/none"),
    ],
)
@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/json, */*;q=0.5", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("text/plain", "text/plain"),
        ("image/png", "application/problem+json"),
    ],
)
def test_a_failed_page_is_html_except_for_clients_that_prefer_data(
    path: str, accept: str, media_type: str
) -> None:
    reply = sample_site()(f"/{path}", headers={"Accept": accept} if accept else {})

    assert (reply.status, reply.type) in {(400, media_type), (404, media_type)}


@pytest.mark.parametrize(
    "path", ["ja/explore.csv?page=0", "ja/compare/map.svg?measure=x", "api/explore?page=0"]
)
def test_a_failed_file_is_data_for_a_client_without_preference(path: str) -> None:
    assert sample_site()(f"/{path}", headers={"Accept": "*/*"}).type == "application/problem+json"
