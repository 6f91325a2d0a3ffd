"""The endpoints to compare; each serves the same triples from the same file.

All peers are freely installable; one whose program is missing is left out, with a note.
"""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# Seconds for a server to load the data and answer.
_START = 120
_ASK = "?query=ASK%7B%7D"


@dataclass(frozen=True)
class Peer:
    """A server: `command` makes its command line for a file of triples, a port and a folder."""

    name: str
    path: str
    install: str
    program: str | None
    command: Callable[[Path, int, Path], list[str]]


def peers() -> list[Peer]:
    """Return all endpoints, ours first."""
    return [_digigov(), _oxigraph(), _rdflib_endpoint(), _fuseki()]


def _digigov() -> Peer:
    program = str(Path(sys.executable).parent / "digigov-serve")
    return Peer(
        "digigov",
        "sparql",
        "this project",
        program,
        lambda file, port, _: [program, str(file), "--port", str(port)],
    )


def _oxigraph() -> Peer:
    beside = str(Path(sys.executable).parent / "oxigraph")
    program = os.environ.get("OXIGRAPH") or shutil.which(beside) or shutil.which("oxigraph")
    return Peer(
        "Oxigraph server",
        "query",
        "pip install oxigraph, whose wheel has the program; OXIGRAPH names another",
        program,
        lambda file, port, folder: _oxigraph_loaded(str(program), file, port, folder),
    )


def _rdflib_endpoint() -> Peer:
    program = os.environ.get("RDFLIB_ENDPOINT") or shutil.which("rdflib-endpoint")
    return Peer(
        "rdflib-endpoint",
        "",
        "pip install 'rdflib-endpoint[cli]' in a venv; RDFLIB_ENDPOINT names the program",
        program,
        lambda file, port, _: [
            *(str(program), "serve", "--host", "127.0.0.1", "--port", str(port), str(file)),
        ],
    )


def _fuseki() -> Peer:
    archive = os.environ.get("FUSEKI_JAR")
    return Peer(
        "Apache Jena Fuseki",
        "ds/query",
        "org.apache.jena:jena-fuseki-server from Maven Central; FUSEKI_JAR names the file",
        archive if shutil.which("java") else None,
        lambda file, port, _: [
            *("java", "-jar", str(archive), "--quiet", "--localhost"),
            *("--port", str(port), f"--file={file}", "/ds"),
        ],
    )


def _oxigraph_loaded(program: str, file: Path, port: int, folder: Path) -> list[str]:
    store = str(folder / "store")
    subprocess.run(
        [program, "load", "--location", store, "--file", str(file)], check=True, capture_output=True
    )
    return [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]


@contextmanager
def running(peer: Peer, file: Path, port: int, folder: Path) -> Iterator[tuple[str, int]]:
    """Start a peer, yield its address and process, and stop it at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    command = peer.command(file, port, folder)
    address = f"http://127.0.0.1:{port}/{peer.path}"
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=folder) as process:
        try:
            _wait(address)
            yield address, process.pid
        finally:
            process.terminate()


def _wait(address: str) -> None:
    deadline = time.monotonic() + _START
    while True:
        try:
            urllib.request.urlopen(address + _ASK, timeout=5).close()  # noqa: S310 - of this machine
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


def processor_time(process: int) -> float:
    """Return the CPU time of a process and its descendants in seconds."""
    folder = Path(f"/proc/{process}")
    try:
        counts = (folder / "stat").read_text(encoding="ascii").rpartition(")")[2].split()
        tasks = [task.read_text(encoding="ascii") for task in folder.glob("task/*/children")]
    except OSError:  # it has ended meanwhile
        return 0.0
    below = [int(child) for task in tasks for child in task.split()]
    # proc_pid_stat(5): utime and stime are fields 14 and 15; the third is the first after the name.
    own = (int(counts[11]) + int(counts[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(processor_time, below))


def memory(process: int) -> float:
    """Return the memory of a process and its descendants in MB; shared pages count once."""
    folder = Path(f"/proc/{process}")
    try:
        rollup = (folder / "smaps_rollup").read_text(encoding="ascii")
        tasks = [task.read_text(encoding="ascii") for task in folder.glob("task/*/children")]
    except OSError:  # it has ended meanwhile
        return 0.0
    mine = int(next(line for line in rollup.splitlines() if line.startswith("Pss:")).split()[1])
    below = [int(child) for task in tasks for child in task.split()]
    return mine / 1024 + sum(map(memory, below))
