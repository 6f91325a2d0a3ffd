"""Measure the costs of a start: `python -m bench.start build/dataset`.

Each row is the median of several starts: CPU time of all processes until the first answer, and
until all background tasks are done; then their memory. The files that a first start makes already
exist, and modules are compiled, as in an installation.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from bench.peers import memory, processor_time

_STORES = ("memory", "disk")
_FIRST = {"ASK": "sparql?query=ASK%7B%7D", "start page": "en/", "entry": "id/entry/1-1"}
_PAUSE = 0.02
# Seconds without CPU time after which background tasks count as done.
_STILL = 2.0
_PATIENCE = 1_200.0
_TICK = 1 / os.sysconf("SC_CLK_TCK")


class StartCost(NamedTuple):
    """CPU time and wall time in seconds, idle memory in MB."""

    first: float
    waited: float
    rest: float
    memory: float


@dataclass(frozen=True, slots=True)
class MeasuredStart:
    """A start to measure: dataset, kind of store, and first request."""

    dataset: Path
    store: str
    asked: str


def measure(start: MeasuredStart, cache: Path) -> StartCost:
    """Return the costs of one start."""
    began = time.monotonic()
    with _served(start, cache) as (address, process):
        _ask(address + _FIRST[start.asked])
        first, waited = processor_time(process), time.monotonic() - began
        return StartCost(first, waited, _rest(process), memory(process))


@contextmanager
def _served(start: MeasuredStart, cache: Path) -> Iterator[tuple[str, int]]:
    """Start a server on a free port; yield its address and process."""
    program = str(Path(sys.executable).parent / "digigov-serve")
    command = [program, str(start.dataset), "--port", "0", "--store", start.store]
    command += ["--no-access-log"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    # With it, each start would compile all modules.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout  # noqa: S101 - for the type checker
            said = process.stdout.readline()
            found = re.search(r"http://\S+", said)
            if found is None:
                message = f"{command} did not start: {said!r}"
                raise RuntimeError(message)
            yield found[0], process.pid
        finally:
            process.terminate()


def _ask(address: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(_html(address), timeout=_PATIENCE).close()  # noqa: S310 - of this machine
        except urllib.error.HTTPError:
            raise
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _html(address: str) -> urllib.request.Request:
    return urllib.request.Request(address, headers={"Accept": "text/html, */*;q=0.1"})  # noqa: S310 - of this machine


def _rest(process: int) -> float:
    """Wait until a server is idle; return its CPU time."""
    seen, since = processor_time(process), time.monotonic()
    while time.monotonic() - since < _STILL:
        time.sleep(_PAUSE)
        now = processor_time(process)
        # Checking the files once a second costs a clock tick from time to time.
        if now > seen + _TICK * 2:
            seen, since = now, time.monotonic()
    return seen


def table(rows: Mapping[MeasuredStart, Sequence[StartCost]]) -> str:
    """Return the medians as a table."""
    head = (
        "| store | asked first | until its answer | clock | until rest | memory |\n"
        "|---|---|---:|---:|---:|---:|\n"
    )
    return head + "".join(_line(start, costs) for start, costs in rows.items())


def _line(start: MeasuredStart, costs: Sequence[StartCost]) -> str:
    first, waited, rest, used = (median(values) for values in zip(*costs, strict=True))
    return (
        f"| {start.store} | {start.asked} | {first:.2f} s | {waited:.2f} s | {rest:.2f} s "
        f"| {used:.0f} MB |\n"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--store", choices=_STORES, action="append")
    given = parser.parse_args()
    cache = Path(tempfile.mkdtemp())
    try:
        starts = [
            MeasuredStart(given.dataset, store, asked)
            for store in given.store or _STORES
            for asked in _FIRST
        ]
        for store in given.store or _STORES:
            measure(MeasuredStart(given.dataset, store, "start page"), cache)
        print(table({one: [measure(one, cache) for _ in range(given.starts)] for one in starts}))
    finally:
        shutil.rmtree(cache, ignore_errors=True)


if __name__ == "__main__":
    main()
