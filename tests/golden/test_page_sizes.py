"""Pages of the whole survey are short enough for a phone; long ones are split into parts."""

import re

import pytest
from endpoint import Client
from page_kinds import one_path_of_each_kind

from server.engine import LocalDataset

MOST = 200_000
# The longest views and comparisons: a single page of a kind does not show the maximum.
LONGEST = (
    *("/ja/explore?size=100", "/ja/explore?size=100&q=RPA", "/ja/id/pref/37", "/ja/id/pref/08"),
    *("/ja/compare/prefectures?prefecture=08&prefecture=24&prefecture=30&prefecture=37",),
    *("/ja/concept/technology/artificial-intelligence", "/ja/concept/status/introduced"),
    *("/ja/ontology?part=reused", "/ja/list/entries-1?page=2"),
    "/ja/search?q=AI&group=entries",
)


def test_no_page_is_over_200_kilobytes(site: Client, dataset: LocalDataset) -> None:
    found = one_path_of_each_kind(dataset).values()
    pages = {*(path for path in found if path.startswith("/ja/")), *LONGEST}
    both = {*pages, *(path.replace("/ja/", "/en/", 1) for path in pages)}

    sizes = {path: len(site(path).body) for path in sorted(both)}

    assert {path: size for path, size in sizes.items() if size > MOST} == {}


def test_every_shape_is_named_in_the_contents_and_has_a_page(site: Client) -> None:
    contents = site("/en/shapes").body.decode()

    parts = re.findall(r'<li id="([^"]+)"><a href="(/en/shapes\?part=[^"]+)"', contents)
    assert len(parts) > 50
    for name, address in parts[:: len(parts) // 5]:
        page = site(address)
        assert page.status == 200
        assert f'<section class="part" id="{name}">' in page.body.decode()


def test_a_shape_is_named_by_its_label_or_its_message(site: Client) -> None:
    contents = site("/en/shapes").body.decode()

    named = dict(re.findall(r'<li id="([^"]+)"><a [^>]*>([^<]*)</a>', contents))

    assert named["SharingAnswer"] == "Answer on sharing"
    assert named["Activity-asserts"] == "An activity names the properties that it asserts."
    # An ellipsis stands for the value that a validator would fill in.
    assert [name for name in named.values() if "{" in name] == []
    assert '<a href="#SharingAnswer">Answer on sharing</a>' in contents


def test_the_constraints_of_a_shape_are_folded_below_it_with_the_prefixes_once(
    site: Client,
) -> None:
    page = site("/en/shapes?part=Annotation").body.decode()

    shape, *folds = page.partition('id="Annotation"')[2].split('<details class="term-fold">')

    names = [re.findall('<div class="part term" id="([^"]+)">', fold) for fold in folds]
    assert len(names) > 10
    assert names[-1] == ["prefixes"]
    assert all(len(name) == 1 for name in names)
    assert 'id="prefix-dg"' in folds[-1]
    assert 'class="part' not in shape


@pytest.mark.parametrize(("part", "fewest"), [("prefix-dg", 1), ("prefixes", 20)])
def test_the_page_of_a_prefix_and_that_of_all_prefixes_have_their_facts(
    site: Client, part: str, fewest: int
) -> None:
    page = site(f"/en/shapes?part={part}").body.decode()

    assert f'<section class="part" id="{part}">' in page
    assert len(re.findall('<section class="part" id="prefix-', page)) >= fewest


def test_a_part_that_is_not_a_shape_is_not_found(site: Client) -> None:
    assert site("/en/shapes?part=Nothing").status == 404


def test_the_page_of_the_shapes_has_a_title_in_each_language(site: Client) -> None:
    titles = [
        re.findall("<h1>([^<]*)</h1>", site(f"/{path}").body.decode())
        for path in ("ja/shapes", "en/shapes", "en/shapes?part=Activity")
    ]

    assert titles == [
        ["データの検査規則（SHACLシェイプ）"],
        ["Rules that check the data (SHACL shapes)"],
        ["Rules that check the data (SHACL shapes): Activity"],
    ]
