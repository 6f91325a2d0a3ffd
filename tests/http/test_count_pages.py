"""The list behind a number: its order, its pages in both languages, and its file."""

import re

import pytest
from endpoint import Client

RPA = "count/answers?technology=robotic-process-automation"


def entries_on(site: Client, path: str) -> list[tuple[int, ...]]:
    """Return the table and the number of each listed entry."""
    page = site(f"/en/{path}").body.decode()
    found = re.findall(r'<td><a href="/en/id/entry/([\d-]+)">', page)
    return [tuple(map(int, one.split("-"))) for one in found]


def test_the_entries_behind_a_number_are_in_the_order_of_the_survey(bundled_site: Client) -> None:
    listed = [
        number for page in (1, 2, 3) for number in entries_on(bundled_site, f"{RPA}&page={page}")
    ]

    assert len(listed) == len(set(listed)) > 200
    assert listed == sorted(listed)


@pytest.mark.parametrize(("page", "shown"), [(2, 2), (99, 3)])
def test_another_page_has_its_number_in_all_links(
    bundled_site: Client, page: int, shown: int
) -> None:
    text = bundled_site(f"/en/{RPA}&page={page}").body.decode()
    before = re.search(r'<a rel="prev" href="([^"]+)"', text)

    assert f'href="/ja/{RPA}&amp;page={shown}" hreflang="ja"' in text
    assert before
    assert before[1] == f"/en/{RPA}&amp;page={shown - 1}"


def test_prefectures_behind_a_number_lead_to_their_answers(bundled_site: Client) -> None:
    text = bundled_site("/en/count/prefectures?technology=ai-ocr").body.decode()
    file = bundled_site("/en/count/prefectures.csv?technology=ai-ocr").body.decode("utf-8-sig")

    link = '<a href="/en/explore?prefecture=07&amp;technology=ai-ocr">Answers of Fukushima</a>'
    assert link in text
    assert '<th scope="col">Answers</th>' in text
    assert file.splitlines()[0] == "Prefecture,IRI"
