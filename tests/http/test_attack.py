"""A server under attack answers other clients, and uses no more memory afterwards."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from live import Running, started

ENDLESS = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", safe="")
LIGHT = quote("SELECT * { <http://e/7> ?p ?o }", safe="")
HEAVY = f"/sparql?nocache=1&query={ENDLESS}&timeout="
TRICKLE = (
    b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 1000\r\n\r\n"
)
MEBIBYTE = 1 << 20
REFUSALS = {408, 429, 503, 504}
# Duration of an attack in seconds, in a landing and in `make test-all`.
SECONDS = [
    3,
    pytest.param(45, marks=pytest.mark.slow),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    path = tmp_path_factory.mktemp("data") / "things.nq"
    path.write_text(
        "".join(f'<http://e/{i}> <http://e/p> "{i}" <http://g/{i % 3}> .\n' for i in range(500))
    )
    with started(path) as running:
        yield running


class Visitor:
    """A client at one address of the loopback network."""

    def __init__(self, server: Running, source: str) -> None:
        """Keep the address of the server and the source address."""
        url = urlsplit(server.address)
        self._address = (url.hostname, url.port)
        self._source = (source, 0)

    async def get(self, target: str) -> tuple[int, float]:
        """Return the status of a response and the time to get it, in seconds."""
        start = time.monotonic()
        reader, writer = await self.connect()
        writer.write(f"GET {target} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
        reply = await reader.read()
        writer.close()
        return int(reply[9:12]), time.monotonic() - start

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Return a new connection."""
        host, port = self._address
        return await asyncio.open_connection(host, port, local_addr=self._source)


async def _ask_heavily(visitor: Visitor, until: float, statuses: list[int]) -> None:
    while (left := until - time.monotonic()) > 0:
        with suppress(OSError, ValueError):
            statuses.append((await visitor.get(f"{HEAVY}{int(left) + 1}"))[0])
        await asyncio.sleep(0.05)


async def _trickle(visitor: Visitor, until: float) -> None:
    while time.monotonic() < until:
        with suppress(OSError):
            _, writer = await visitor.connect()
            writer.write(TRICKLE)
            while time.monotonic() < until:
                writer.write(b"S")
                await writer.drain()
                await asyncio.sleep(0.5)
            writer.close()


async def _looks(visitor: Visitor, target: str, until: float) -> list[tuple[int, float]]:
    found = []
    while time.monotonic() < until:
        found.append(await visitor.get(target))
        await asyncio.sleep(0.1)
    return found


Attack = Callable[[Running, float, list[int]], list[Awaitable[None]]]


def of_one_address(server: Running, until: float, statuses: list[int]) -> list[Awaitable[None]]:
    """Return 48 clients at one address, each sending one heavy query after another."""
    visitor = Visitor(server, "127.0.0.9")
    return [_ask_heavily(visitor, until, statuses) for _ in range(48)]


def of_eight_addresses(server: Running, until: float, statuses: list[int]) -> list[Awaitable[None]]:
    """Return 250 clients with heavy queries, and 80 that send their bodies slowly."""
    visitors = [Visitor(server, f"127.0.1.{number + 1}") for number in range(8)]
    heavy = [_ask_heavily(visitors[n % 8], until, statuses) for n in range(250)]
    return [*heavy, *(_trickle(visitors[n % 8], until) for n in range(80))]


async def _attacked(
    server: Running, attack: Attack, seconds: float
) -> tuple[list[tuple[int, float]], list[tuple[int, float]], list[int]]:
    """Return statuses and times of light queries and of pages, and the statuses of the attack."""
    until = time.monotonic() + seconds
    statuses: list[int] = []
    bystander = Visitor(server, "127.0.0.2")
    looks = [
        asyncio.create_task(_looks(bystander, target, until))
        for target in (f"/sparql?nocache=1&query={LIGHT}", "/ja/nothing-is-here")
    ]
    await asyncio.gather(*attack(server, until, statuses))
    queries, pages = [await look for look in looks]
    return queries, pages, statuses


def _p95(looks: list[tuple[int, float]]) -> float:
    seconds = sorted(taken for _, taken in looks)
    return seconds[len(seconds) * 95 // 100]


def memory(process: int) -> int:
    """Return the memory of a process and its descendants in bytes, shared pages counted once."""
    total = 0
    with suppress(OSError, StopIteration):  # the process has ended meanwhile
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        total += int(next(line for line in lines if line.startswith("Pss:")).split()[1]) * 1024
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            total += sum(memory(int(child)) for child in task.read_text().split())
    return total


@pytest.mark.parametrize("seconds", SECONDS)
@pytest.mark.parametrize("attack", [of_one_address, of_eight_addresses])
def test_an_attack_does_not_stop_other_clients(
    server: Running, attack: Attack, seconds: float
) -> None:
    # On a busy machine everything takes longer, in proportion to its load.
    share = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    # Some memory stays allocated after the first attack of a server.
    asyncio.run(_attacked(server, of_one_address, 1))
    time.sleep(5)
    before = memory(server.process.pid)

    queries, pages, statuses = asyncio.run(_attacked(server, attack, seconds))

    assert set(statuses) <= REFUSALS
    assert {status for status, _ in queries} == {200}
    assert {status for status, _ in pages} == {404}
    assert _p95(queries) < 0.5 * share
    assert _p95(pages) < share

    time.sleep(5)
    after = Visitor(server, "127.0.0.9")
    for target in (f"/sparql?nocache=1&query={LIGHT}", "/metrics", "/readyz"):
        status, taken = asyncio.run(after.get(target))
        assert status == 200
        assert taken < share
    assert memory(server.process.pid) < before + 50 * MEBIBYTE
