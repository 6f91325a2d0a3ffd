"""Pages in a browser: accessible, no horizontal overflow, usable without JavaScript."""

import re
from collections.abc import Iterator

import pytest
from browsing import NARROW, WIDE, as_new, wcag_faults
from live import serving
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect
from website import SAMPLE

PATHS = [
    "ja/",
    "en/",
    "ja/id/entry/1-1",
    "en/id/entry/1-1",
    "ja/id/procedure/1-1",
    "ja/id/system/e-application",
    "ja/id/pref/01",
    "ja/id/organisation/hq",
    "en/id/section/1-general",
    "en/concept/technology/speech-recognition",
    "ja/concept/technology",
    "ja/list/entries-1",
    "ja/id/annotation/1-1-statedDescription-0-6-a",
    "ja/ontology",
    "en/dictionary",
    "ja/graph/source",
    "ja/id/entry/1-99",
    "sparql?query=SELECT+%3Cb%3E",
    "problems",
    "ja/download",
    "en/about/assessment",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(SAMPLE, "--workers", "1") as found:
        yield found


@pytest.fixture
def page(tab: Page, address: str) -> Page:
    return as_new(tab, address)


@pytest.mark.parametrize("path", PATHS)
def test_a_page_asks_no_other_host_has_no_fault_of_wcag_aa_and_fits_a_phone(
    page: Page, address: str, path: str
) -> None:
    requests: list[str] = []
    complaints: list[str] = []

    def on_request(request: Request) -> None:
        requests.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    page.on("request", on_request)
    page.on("console", on_console)

    page.goto(address + path)

    assert requests
    assert [url for url in requests if not url.startswith(address)] == []
    assert [text for text in complaints if "status of 40" not in text] == []
    assert wcag_faults(page) == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.remove_listener("request", on_request)
    page.remove_listener("console", on_console)


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_a_page_in_dark_mode_has_no_fault_of_wcag_aa(page: Page, address: str, path: str) -> None:
    page.emulate_media(color_scheme="dark")

    page.goto(address + path)

    assert wcag_faults(page) == []


def test_the_query_form_answers_without_javascript(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}ja/query")

    page.get_by_role("button", name="実行").click()

    assert "/sparql?lang=ja&query=" in page.url
    assert page.locator("td").count() > 0
    page.context.close()


def test_the_keyboard_reaches_the_content_first(page: Page, address: str) -> None:
    page.goto(f"{address}ja/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#main$"))


def test_copied_source_text_has_no_evidence_numbers(page: Page, address: str) -> None:
    page.goto(f"{address}ja/id/entry/1-1")

    selected = page.evaluate(
        """() => {
            const stated = [...document.querySelectorAll(".stated")].at(-1)
            getSelection().selectAllChildren(stated)
            return getSelection().toString()
        }"""
    )

    assert selected.startswith("AI音声認識により会議録を作成する。")


@pytest.mark.parametrize("path", ["ja/id/entry/1-1", "en/id/pref/01"])
def test_a_printed_page_has_the_content_and_no_controls(
    page: Page, address: str, path: str
) -> None:
    page.goto(address + path)
    page.emulate_media(media="print")

    seen = page.evaluate(
        """selector => [...document.querySelectorAll(selector)]
            .filter(element => element.checkVisibility()).map(element => element.className)""",
        ".menu, .tongues, .downloads, .sparql, .cite, .tools, form",
    )

    assert seen == []
    assert page.locator("h1").is_visible()


def test_the_address_of_a_term_unfolds_it_on_the_ontology_page(page: Page, address: str) -> None:
    page.goto(f"{address}ja/ontology#ProcedureEntry")

    assert page.locator("#ProcedureEntry").is_visible()
    assert page.locator("details.term-fold[open]").count() == 1


@pytest.mark.parametrize("path", ["ja/ontology", "en/dictionary/dg-ProcedureEntry"])
def test_contents_stay_beside_a_long_page_and_are_folded_on_a_phone(
    page: Page, address: str, path: str
) -> None:
    page.set_viewport_size(WIDE)
    page.goto(address + path)
    page.evaluate("scrollTo({ top: 800, behavior: 'instant' })")
    seen = page.locator(".contents").bounding_box()

    assert seen is not None
    assert 0 <= seen["y"] < WIDE["height"] / 2
    assert not page.locator(".contents-fold").is_visible()
    page.set_viewport_size(NARROW)
    assert not page.locator(".contents").is_visible()
    assert not page.locator(".contents-fold a").first.is_visible()
    page.locator(".contents-fold summary").click()
    assert page.locator(".contents-fold a").first.is_visible()


def test_names_of_properties_are_large_enough_to_be_tapped_on_a_phone(
    page: Page, address: str
) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{address}en/id/procedure/1-1")

    assert page.locator(".meanings > dt a").count() > 0
    assert wcag_faults(page, ["wcag22aa"]) == []
