"""A small dataset behind the whole application, called as an ASGI server would call it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote_to_bytes

from stand_in import StandIn

from server.app import create_fixed_app
from server.engine import LocalDataset
from server.http.asgi import Application
from server.http.message import Message
from server.rdf.prefixes import common_prefixes
from server.settings import Settings

BASE = "https://w3id.org/jp-digigov/"
TRIG = """
PREFIX ex: <http://example.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ex:one {
  ex:a a ex:Thing ; rdfs:label "東京都"@ja, "Tokyo"@en ; ex:number 5 ; ex:astral "𠮷野家" .
  <http://example.org/漢字> rdfs:label "a kanji IRI" .
  <http://example.org/%E6%BC%A2> rdfs:label "a percent-encoded IRI" .
}
ex:two {
  ex:b a ex:Thing ; skos:closeMatch <http://www.wikidata.org/entity/Q1490> ; ex:lines "x\\r\\ny" .
  ex:b ex:123 "no XML name" ; ex:bell "\\u0007" .
}
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response as a client sees it; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """Return the media type without parameters."""
        return self.headers["content-type"].partition(";")[0]


@dataclass(frozen=True, slots=True)
class Client:
    """Calls an application; `engine` is what evaluates behind it."""

    application: Application
    engine: StandIn

    def __call__(
        self,
        target: str,
        method: str = "GET",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        protocol: str = "HTTP/1.1",
    ) -> Reply:
        """Return the reply; `target` is path and query string as on the request line."""
        return asyncio.run(call(self.application, target, method, body, headers, protocol))


async def call(  # noqa: PLR0913, PLR0917 -- a request has these parts
    application: Application,
    target: str,
    method: str = "GET",
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    protocol: str = "HTTP/1.1",
) -> Reply:
    """Return the reply of an application, on the loop of the caller."""
    path, _, query = target.partition("?")
    scope: Message = {
        "type": "http",
        "http_version": protocol.removeprefix("HTTP/"),
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode(errors="replace"),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "client": ("127.0.0.1", 50_000),
        "headers": _fields(headers or {}, body),
    }
    exchange = _Exchange(body)
    await application(scope, exchange.receive, exchange.send)
    return Reply(exchange.status, exchange.headers, b"".join(exchange.pieces))


def _fields(headers: Mapping[str, str], body: bytes) -> list[tuple[bytes, bytes]]:
    length = {"content-length": str(len(body))} if body else {}
    given = {name.lower(): value for name, value in headers.items()}
    sent = {"host": "127.0.0.1", **length, **given}
    return [(name.encode(), value.encode("latin-1")) for name, value in sent.items()]


@dataclass(slots=True)
class _Exchange:
    """The client's side of one exchange."""

    body: bytes
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[bytes] = field(default_factory=list)
    is_read: bool = False

    async def receive(self) -> Message:
        if self.is_read:
            await asyncio.Event().wait()  # the client stays, and sends no more
        self.is_read = True
        return {"type": "http.request", "body": self.body, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            names = [name for name, _ in message["headers"]]
            assert len(names) == len(set(names)), f"a header is sent twice: {names}"
            self.status = message["status"]
            self.headers = {n.decode(): v.decode("latin-1") for n, v in message["headers"]}
        else:
            self.pieces.append(message.get("body", b""))


def open_dataset(folder: Path, text: str = TRIG, *, union: bool = True) -> LocalDataset:
    """Return the dataset of a TriG text."""
    path = folder / "data.trig"
    path.write_text(text, encoding="utf-8")
    return LocalDataset.open(path, union=union)


def open_client(folder: Path, text: str = TRIG, settings: Settings | None = None) -> Client:
    """Return a client of the application over a TriG text."""
    chosen = replace(settings or Settings(), access_log=False)
    dataset = open_dataset(folder, text, union=chosen.union)
    prefixes = common_prefixes(dataset.identity.base)
    engine = StandIn(dataset, prefixes)
    return Client(create_fixed_app(dataset, engine, chosen), engine)
