"""A small dataset behind the whole application, called as a WSGI server would call it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.util import setup_testing_defaults

from stand_in import StandIn

from server.app import create_app
from server.engine.dataset import Dataset
from server.rdf.prefixes import common_prefixes
from server.settings import Settings

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

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

    application: "WSGIApplication"
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
        path, _, query = target.partition("?")
        environ: dict[str, object] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query.encode().decode("latin-1"),
            "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)) if body else "",
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_PROTOCOL": protocol,
        }
        for name, value in (headers or {}).items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        setup_testing_defaults(environ)
        return self._called(environ)

    def _called(self, environ: dict[str, object]) -> Reply:
        started: list[tuple[int, dict[str, str]]] = []

        def start(status: str, headers: list[tuple[str, str]], _info: object = None) -> object:
            names = [name.lower() for name, _ in headers]
            assert len(names) == len(set(names)), f"a header is sent twice: {names}"
            started.append((int(status[:3]), {n.lower(): v for n, v in headers}))
            return io.BytesIO().write

        chunks = self.application(environ, start)  # type: ignore[arg-type]
        body = b"".join(chunks)
        # PEP 3333: whoever iterates closes.
        if hasattr(chunks, "close"):
            chunks.close()
        status, found = started[-1]
        return Reply(status, found, body)


def open_dataset(folder: Path, text: str = TRIG, *, union: bool = True) -> Dataset:
    """Return the dataset of a TriG text."""
    path = folder / "data.trig"
    path.write_text(text, encoding="utf-8")
    return Dataset.open(path, union=union)


def open_client(folder: Path, text: str = TRIG, settings: Settings | None = None) -> Client:
    """Return a client of the application over a TriG text."""
    chosen = replace(settings or Settings(), access_log=False)
    dataset = open_dataset(folder, text, union=chosen.union)
    prefixes = common_prefixes(dataset.identity.base)
    engine = StandIn(dataset.store, prefixes, union=chosen.union)
    return Client(create_app(dataset, engine, chosen), engine)
