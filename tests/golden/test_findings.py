"""Findings: every number in their texts is computed, and each has all that a reader needs."""

import csv
import io
import re

import pytest
from endpoint import Client

from server.engine import LocalDataset
from server.findings.book import PublishedFinding, load_findings
from server.findings.values import Results
from server.http.language import Language
from server.site.site import Site

PLACEHOLDER = re.compile(r"\{[^{}]+\}")
# Numbers that are names: tables of the survey, and a year that is not in the graph.
NAMES = re.compile(r"[Tt]ables? 1(?: and 2)?|[Tt]able (?:2|3-1)|表①と表②|[①②]の表|③－１の表|2015")

each_finding = pytest.mark.parametrize("finding", load_findings(), ids=lambda one: one.slug)
each_language = pytest.mark.parametrize("language", Language)


@pytest.fixture(scope="module")
def site(dataset: LocalDataset) -> Site:
    return Site.of(dataset)


@pytest.fixture(scope="module")
def pages(bundled_site: Client) -> Client:
    return bundled_site


def texts(finding: PublishedFinding, language: Language) -> list[str]:
    parts = [words for part in finding.parts for words in (part.before, part.after)]
    return [words[language] for words in (finding.answer, finding.limits, *parts)]


def test_at_least_ten_questions_are_answered() -> None:
    assert len(load_findings()) >= 10


@each_finding
@each_language
def test_no_number_is_written_by_hand(finding: PublishedFinding, language: Language) -> None:
    words = [NAMES.sub("", PLACEHOLDER.sub("", text)) for text in texts(finding, language)]

    assert [text for text in words if re.search(r"\d", text)] == []


@each_finding
def test_both_languages_take_the_same_values(finding: PublishedFinding) -> None:
    taken = [
        sorted(PLACEHOLDER.findall(" ".join(texts(finding, language)))) for language in Language
    ]

    assert taken[0] == taken[1]
    assert taken[0]


@each_finding
@each_language
def test_every_placeholder_in_a_text_has_a_value(
    site: Site, finding: PublishedFinding, language: Language
) -> None:
    results = Results(site, language)

    assert not any("{" in results.plain(text) for text in texts(finding, language))


@each_finding
def test_a_page_has_answer_figure_table_query_and_limits(
    pages: Client, finding: PublishedFinding
) -> None:
    page = pages(f"/en/findings/{finding.slug}").body.decode()

    assert 'class="lead quotable"' in page
    assert 'class="wide-bars"' in page or 'class="matrix"' in page or "<td" in page
    for wanted in ("What it does not say", "Open the query", '.xlsx">Excel<span', "SELECT"):
        assert wanted in page
    assert page.count("<table>") >= len(finding.parts)


def test_the_start_page_begins_with_three_findings_and_has_no_form_for_sparql(
    pages: Client,
) -> None:
    for language in Language:
        page = pages(f"/{language}/").body.decode()

        assert len(re.findall(rf'card-title"><a href="/{language}/findings/', page)) == 3
        assert "<textarea" not in page
        assert 'data-count="all"' not in page


def test_an_unknown_finding_is_not_found(pages: Client) -> None:
    assert pages("/en/findings/nothing").status == 404


@each_finding
def test_the_whole_table_of_each_query_of_a_finding_can_be_downloaded(
    pages: Client, finding: PublishedFinding
) -> None:
    for part in finding.parts:
        address = f"/en/findings/{finding.slug}/{part.query}"
        page = pages(f"/en/findings/{finding.slug}").body.decode()
        assert f'href="{address}.xlsx"' in page
        assert pages(f"{address}.xlsx").status == 200

        rows = list(csv.reader(io.StringIO(pages(f"{address}.csv").body.decode("utf-8-sig"))))
        total = re.search(
            rf'<section id="{part.query}">.*?Open the query \((\d+) rows\)', page, re.DOTALL
        )
        assert total
        assert len(rows) == int(total[1]) + 1


def test_a_class_named_by_a_digit_is_no_figure(pages: Client) -> None:
    text = pages("/en/findings/specialists").body.decode()

    assert "prefectures-by-posts-and-procedures%7C4%7Cprefectures" in text
    assert '%7Cexternal"' not in text
