"""The server below a path of a host: a proxy may keep or remove the path in requests."""

import re

import pytest
from endpoint import Client
from website import website

ROOT = "/kg"
PATHS = ("/ja/", "/ja/id/entry/1-1", "/id/entry/1-1.ttl", "/sparql?query=ASK%7B%7D", "/healthz")
LINK = re.compile(r'(?:href|src|action)="(/[^"]*)"')


@pytest.fixture(scope="module")
def below() -> Client:
    return website("https://example.org/kg/")


@pytest.mark.parametrize("path", PATHS)
def test_a_path_is_answered_with_and_without_the_root(below: Client, path: str) -> None:
    plain, whole = below(path), below(f"{ROOT}{path}")

    assert (whole.status, whole.body) == (plain.status, plain.body)
    assert whole.status == 200


def test_every_link_of_a_page_below_a_path_opens_there(below: Client) -> None:
    links = set(LINK.findall(below(f"{ROOT}/ja/id/entry/1-1").body.decode()))

    assert len(links) > 20
    assert [link for link in links if not link.startswith(f"{ROOT}/")] == []
    opened = [link.replace("&amp;", "&").partition("#")[0] for link in links]
    differing = [one for one in opened if below(one).status != below(one.removeprefix(ROOT)).status]
    assert differing == []


def test_the_root_itself_leads_to_the_start_page(below: Client) -> None:
    reply = below(ROOT)

    assert reply.status == 302
    assert reply.headers["location"] in {"/kg/ja/", "/kg/en/"}


def test_a_path_that_only_has_the_same_prefix_is_not_below_the_root(below: Client) -> None:
    assert below("/kgx/ja").status == 404
