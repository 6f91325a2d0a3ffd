"""The whole server over engines that fail: correct results, or an error with advice."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from asking import ask, becomes, get
from engines import OxigraphServer, oxigraph_servers
from live import serving

LIGHT = "SELECT ?name { <https://w3id.org/jp-digigov/id/entry/1-24> dg:statedName ?name }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s a dg:Entry }"
# A page that is in the cache after the first request, and a page never requested.
KEPT, NEW = "/ja/id/entry/1-24", "/ja/id/entry/1-199"


@pytest.fixture
def replicas(bundled_dataset: Path, tmp_path: Path) -> Iterator[list[OxigraphServer]]:
    files = [bundled_dataset / "digigov.nq", bundled_dataset / "catalogue.nq"]
    with oxigraph_servers(tmp_path, files, 3) as servers:
        yield servers


@pytest.fixture
def server(bundled_dataset: Path, replicas: list[OxigraphServer]) -> Iterator[str]:
    with serving(bundled_dataset, *(f"--engine={one.url}" for one in replicas)) as address:
        yield address.rstrip("/")


def test_no_light_query_fails_while_one_of_three_replicas_is_killed(
    server: str, replicas: list[OxigraphServer]
) -> None:
    answers: list[tuple[int, bytes, str]] = []
    ended = threading.Event()

    def load(client: int) -> None:
        number = client * 100_000
        while not ended.is_set():
            answers.append(ask(server, LIGHT, number))
            number += 1

    clients = [threading.Thread(target=load, args=(number,)) for number in range(8)]
    for client in clients:
        client.start()
    enough = becomes(lambda: len(answers) > 40)
    replicas[0].kill()
    after = len(answers)
    enough = enough and becomes(lambda: len(answers) > after + 40)
    ended.set()
    for client in clients:
        client.join()

    assert enough
    assert {answer[:2] for answer in answers} == {ask(server, LIGHT)[:2]}
    assert ask(server, LIGHT)[0] == 200


def test_without_replicas_cached_pages_are_served_and_others_wait_for_a_replica(
    server: str, replicas: list[OxigraphServer]
) -> None:
    page, rows = get(server + KEPT), ask(server, COUNT)
    for replica in replicas:
        replica.kill()

    assert get(server + KEPT) == page
    assert ask(server, COUNT) == rows
    for status, _, retry_after in (get(server + NEW), ask(server, LIGHT)):
        assert status == 503
        assert int(retry_after) > 0

    replicas[1].start()
    assert becomes(lambda: ask(server, LIGHT, 1)[0] == 200)
    assert get(server + NEW)[0] == 200
