"""Send requests of many kinds to a server for a long time, and check that nothing grows.

Usage: python -m bench.soak DATASET [--minutes N]

Clients cancel one request in ten, and one in twenty exceeds the time limit; the others are look-ups
with and without cache, pages, files and bodies. Requests over the time limit must give 504. Any
other 5xx, and any growth of threads, files or memory, ends the run with 1.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

from bench.endpoint import QUERIES, free_port
from bench.peers import Peer, memory, running

ENDLESS = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", safe="")
PAGES = ("/ja/", "/en/id/entry/1-1", "/id/entry/1-2.ttl", "/ja/search?q=RPA", "/ja/explore", "/x")
CLIENTS = 24
TIMEOUT = 2
# Growth that is not a leak: caches fill, and the allocator keeps freed memory.
_GROWTH = 1.25
_WARM_UP = 30
_PAUSE = 15


@dataclass(slots=True)
class Seen:
    """The statuses of responses, and the measurements of the server's processes."""

    statuses: Counter[str] = field(default_factory=Counter)
    looks: list[tuple[float, int, int]] = field(default_factory=list)


def target(chance: random.Random) -> tuple[str, bool]:
    """Return the next request, and whether it exceeds the time limit."""
    kind = chance.random()
    if kind < 0.05:  # noqa: PLR2004 -- one in twenty
        return f"/sparql?nocache=1&query={ENDLESS}&timeout={TIMEOUT}", True
    if kind < 0.3:  # noqa: PLR2004 -- one in four
        return chance.choice(PAGES), False
    query = quote(chance.choice(QUERIES[:7]).read_text("utf-8"), safe="")
    anew = "&nocache=1" if kind < 0.5 else ""  # noqa: PLR2004 -- one in five
    return f"/sparql?query={query}{anew}", False


async def client(address: str, number: int, until: float, seen: Seen) -> None:
    """Send one request after the other until the end of the run."""
    chance = random.Random(number)  # noqa: S311 -- no secret
    url = urlsplit(address)
    while time.monotonic() < until:
        asked, is_long = target(chance)
        aborts = chance.random() < 0.1  # noqa: PLR2004 -- one in ten
        status = "aborted"
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(0.02 if aborts else 60):
                source = (f"127.0.2.{number + 1}", 0)
                reader, writer = await asyncio.open_connection(
                    url.hostname, url.port, local_addr=source
                )
                writer.write(f"GET {asked} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
                reply = await reader.read()
                status = reply[9:12].decode()
        seen.statuses[f"{status}{' of an endless query' if is_long else ''}"] += 1
        if status != "aborted":
            writer.close()
        await asyncio.sleep(0.01)


def look(process: int) -> tuple[float, int, int]:
    """Return memory in MB of a process and its descendants, its threads and its open files."""
    folder = Path(f"/proc/{process}")
    return (
        memory(process),
        len(list((folder / "task").iterdir())),
        len(list((folder / "fd").iterdir())),
    )


async def watch(process: int, until: float, seen: Seen) -> None:
    """Measure the server's processes at intervals."""
    await asyncio.sleep(_WARM_UP)
    while time.monotonic() < until:
        seen.looks.append(look(process))
        print(*seen.looks[-1], dict(seen.statuses), flush=True)
        await asyncio.sleep(_PAUSE)


async def soak(address: str, process: int, seconds: float) -> Seen:
    """Run for `seconds` and return the observations."""
    until, seen = time.monotonic() + seconds, Seen()
    clients = (client(address, number, until, seen) for number in range(CLIENTS))
    await asyncio.gather(watch(process, until, seen), *clients)
    await asyncio.sleep(TIMEOUT + 1)
    seen.looks.append(look(process))
    return seen


def faults(seen: Seen) -> list[str]:
    """Return the faults in the observations."""
    found = [
        f"{count} answers {status}"
        for status, count in seen.statuses.items()
        if status.startswith("5") and status != "504 of an endless query"
    ]
    first, last = seen.looks[0], seen.looks[-1]
    names = ("memory", "threads", "files")
    found += [
        f"{name} grew from {before:.0f} to {after:.0f}"
        for name, before, after in zip(names, first, last, strict=True)
        if after > before * _GROWTH + 5
    ]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, print the observations, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--minutes", type=float, default=15)
    given = parser.parse_args(arguments)
    program = str(Path(sys.executable).parent / "digigov-serve")
    peer = Peer(
        "digigov",
        "sparql",
        "this project",
        program,
        lambda file, port, _: [program, str(file), "--port", str(port)],
    )
    with (
        TemporaryDirectory() as folder,
        running(peer, given.dataset.resolve(), free_port(), Path(folder)) as (address, process),
    ):
        seen = asyncio.run(soak(address, process, given.minutes * 60))
    print(dict(seen.statuses))
    print(*(faults(seen) or ["nothing grew, and nothing failed that should not"]), sep="\n")
    return 1 if faults(seen) else 0


if __name__ == "__main__":
    sys.exit(main())
