"""Engines over HTTP: Oxigraph's own server, and one that misbehaves on demand."""

import asyncio
import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.parse import parse_qs
from urllib.request import urlopen

import pyoxigraph as ox

from server.engine.loading import Identity
from server.engine.remote.expected import Expected

OXIGRAPH = str(Path(sys.executable).parent / "oxigraph")
BASE = "http://e/"
GRAPH = f"{BASE}graph/"
_DATASET = f"<{BASE}id/dataset/digigov>"
_FILE = f"<{BASE}id/distribution/digigov-nq>"
_INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
_SPDX = "http://spdx.org/rdf/terms#"
_SECONDS = 30.0
# Java starts slowly, and Virtuoso makes its database first.
_FIRST_ANSWER = 180.0
THINGS = 60


def quads(version: str = "one") -> str:
    """Return a small dataset as N-Quads; its catalogue states the checksum of a version."""
    source = "".join(
        f'<{BASE}{i}> <{BASE}p> "値{i}"@ja <{GRAPH}source> .\n'
        f'<{BASE}{i}> <{BASE}q> "{i}"^^{_INTEGER} <{GRAPH}links> .\n'
        for i in range(THINGS)
    )
    catalogue = (
        f"{_DATASET} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{BASE}Dataset>",
        f"{_FILE} <{_SPDX}checksum> <{BASE}checksum>",
        f'<{BASE}checksum> <{_SPDX}checksumValue> "{checksum(version)}"',
    )
    return source + "".join(f"{line} <{GRAPH}catalogue> .\n" for line in catalogue)


def checksum(version: str = "one") -> str:
    """Return a fake SHA-256 of a version."""
    return hashlib.sha256(version.encode()).hexdigest()


def known() -> tuple[Identity, Expected]:
    """Return the identity of the small dataset, and what an engine has to hold of it."""
    graphs = [f"{GRAPH}{name}" for name in ("source", "links", "catalogue")]
    identity = Identity("1", BASE, None, checksum(), None)
    return identity, Expected(BASE, checksum(), graphs, 2 * THINGS)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def started(command: Sequence[str], folder: Path, address: str) -> Iterator[None]:
    """Run a server in a folder, and wait until its endpoint at an address has answered a query.

    Raises:
        RuntimeError: It has not within three minutes.
    """
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd=folder) as process:
        try:
            _wait(address)
            yield
        finally:
            process.kill()


def _wait(address: str) -> None:
    end = time.monotonic() + _FIRST_ANSWER
    while time.monotonic() < end:
        with suppress(URLError), urlopen(f"{address}?query=ASK%7B%7D"):
            return
        time.sleep(0.2)
    message = f"nothing answers at {address}"
    raise RuntimeError(message)


@dataclass(slots=True)
class OxigraphServer:
    """A server of Oxigraph over a store on disk."""

    store: Path
    options: Sequence[str]
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Return the address of the endpoint."""
        return f"http://127.0.0.1:{self.port}/query"

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        address = f"127.0.0.1:{self.port}"
        command = [OXIGRAPH, "serve-read-only", "-l", str(self.store), "--bind", address]
        self.process = subprocess.Popen(
            [*command, *self.options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + _SECONDS
        while time.monotonic() < end:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.02)
        message = "Oxigraph's server did not start"
        raise RuntimeError(message)

    def kill(self) -> None:
        """End it without any warning."""
        if self.process:
            self.process.kill()
            self.process.wait(_SECONDS)
            self.process = None


@contextmanager
def oxigraph_servers(
    folder: Path, files: Sequence[Path], count: int = 1, *, union: bool = True
) -> Iterator[list[OxigraphServer]]:
    """Yield servers over one store with the files in it; stop them after."""
    store = folder / "oxigraph"
    if not store.exists():
        load = [OXIGRAPH, "load", "-l", str(store), "-f", *map(str, files)]
        subprocess.run(load, check=True, capture_output=True)
    options = ["--union-default-graph"] if union else []
    with ExitStack() as stack:
        servers = [OxigraphServer(store, options) for _ in range(count)]
        for server in servers:
            stack.callback(server.kill)
            server.start()
        yield servers


@dataclass(slots=True)
class FaultyEngine:
    """An endpoint over the small dataset that has a `fault` for all queries with a mark in them.

    `received` are the queries that it was sent; `extra` is added to what DESCRIBE gives.
    """

    store: ox.Store = field(default_factory=ox.Store)
    fault: str = ""
    mark: str = ""
    received: list[str] = field(default_factory=list)
    extra: ox.Triple | None = None
    elsewhere: str = ""
    server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen on a free port of loopback."""
        if not len(self.store):
            self.load()
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        if self.server:
            self.server.close()

    def load(self, version: str = "one") -> None:
        """Hold a version of the dataset, and nothing else."""
        self.store.clear()
        self.store.load(quads(version), format=ox.RdfFormat.N_QUADS)

    @property
    def url(self) -> str:
        """Return the address of the endpoint."""
        assert self.server
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/query"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ended = (OSError, asyncio.IncompleteReadError, asyncio.CancelledError)
        with closing(writer), suppress(*ended):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                length = int(head.partition("content-length:")[2].split()[0])
                form = parse_qs((await reader.readexactly(length)).decode())
                answer = await self._answer(form, is_table="results+json" in head)
                writer.write(answer)
                await writer.drain()
                if answer.startswith(b"HTTP/1.1 200 Half"):
                    break

    async def _answer(self, form: dict[str, list[str]], *, is_table: bool) -> bytes:
        query = form["query"][0]
        self.received.append(query)
        if self.fault and self.mark in query:
            return await self._misbehave(form, is_table=is_table)
        return self._evaluate(form, is_table=is_table)

    def _evaluate(self, form: dict[str, list[str]], *, is_table: bool) -> bytes:
        graphs = [ox.NamedNode(iri) for iri in form.get("default-graph-uri", [])]
        try:
            results = self.store.query(
                form["query"][0],
                use_default_graph_as_union=not graphs,
                default_graph=[*graphs] or None,
            )
        except SyntaxError as error:
            return _response("400 Bad Request", "text/plain", (error.msg or "").encode())
        if isinstance(results, ox.QueryTriples):
            found = [*results]
            if self.extra and "DESCRIBE" in form["query"][0]:
                found.append(self.extra)
            body = ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b""
            return _response("200 OK", "application/n-triples", body)
        assert is_table
        body = results.serialize(format=ox.QueryResultsFormat.JSON) or b""
        return _response("200 OK", "application/sparql-results+json", body)

    async def _misbehave(self, form: dict[str, list[str]], *, is_table: bool) -> bytes:
        whole = self._evaluate(form, is_table=is_table)
        head, _, body = whole.partition(b"\r\n\r\n")
        table = "application/sparql-results+json"
        if self.fault == "silent":
            await asyncio.Event().wait()
        answers = {
            "half": head.replace(b"200 OK", b"200 Half") + b"\r\n\r\n" + body[: len(body) // 2],
            "half, with its length": _response("200 OK", table, body[:-2]),
            "trailing": _response("200 OK", table, body + b"!TIMEDOUT!"),
            "page": _response("200 OK", "text/html", b"<p>Welcome</p>"),
            "partial": head + b"\r\nX-SQL-State: S1TAT\r\n\r\n" + body,
            "redirect": _response("307 Temporary Redirect", "text/plain", b"", self.elsewhere),
        }
        return answers.get(self.fault) or _response(self.fault, "text/plain", b"as it says")


def _response(status: str, media_type: str, body: bytes, location: str = "") -> bytes:
    fields = [f"HTTP/1.1 {status}", f"Content-Type: {media_type}", f"Content-Length: {len(body)}"]
    if location:
        fields.append(f"Location: {location}")
    if status.startswith("429"):
        fields.append("Retry-After: 7")
    return ("\r\n".join(fields) + "\r\n\r\n").encode() + body
