"""A client for a database: graph store, query and update.

https://www.w3.org/TR/sparql11-http-rdf-update/#http-put
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

# Seconds to wait for an answer: the database may index a large graph first.
_SECONDS = 3600
# Maximum characters to show of a database's message.
_SHOWN = 500


class LoadError(Exception):
    """The database cannot be reached, or refuses; the text has the address and the reason."""


@dataclass(frozen=True, slots=True)
class GraphStore:
    """The addresses of a database's graph store, queries and updates."""

    store: str
    query: str
    update: str

    @classmethod
    def at(cls, store: str, query: str = "", update: str = "") -> "GraphStore":
        """Return the database with this graph store; the other addresses default to its siblings.

        Raises:
            LoadError: An address is not an HTTP address.
        """
        beside = store.rpartition("/")[0]
        addresses = (store, query or f"{beside}/query", update or f"{beside}/update")
        for address in addresses:
            if urlsplit(address).scheme not in {"http", "https"}:
                message = f"{address}: expected an address with http or https"
                raise LoadError(message)
        return cls(*addresses)

    def put(self, graph: str, lines: Iterable[bytes], length: int) -> None:
        """Replace a graph by lines of N-Triples; `length` is their size in bytes."""
        headers = {"Content-Type": "application/n-triples", "Content-Length": str(length)}
        self._send("PUT", f"{self.store}?{urlencode({'graph': graph})}", lines, headers)

    def run(self, update: str) -> None:
        """Run an update."""
        headers = {"Content-Type": "application/sparql-update"}
        self._send("POST", self.update, update.encode(), headers)

    def rows(self, query: str) -> list[Mapping[str, str]]:
        """Return the rows of a SELECT, with values as texts."""
        headers = {
            "Content-Type": "application/sparql-query",
            "Accept": "application/sparql-results+json",
        }
        found = json.loads(self._send("POST", self.query, query.encode(), headers))
        rows = found["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]

    def count(self, graph: str) -> int:
        """Return the number of triples of a graph."""
        (row,) = self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        return int(row["n"])

    def _send(
        self, method: str, url: str, body: bytes | Iterable[bytes], headers: Mapping[str, str]
    ) -> bytes:
        # `at` has checked the scheme.
        request = urllib.request.Request(url, body, dict(headers), method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as response:  # noqa: S310 -- as above
                answer: bytes = response.read()
                return answer
        except urllib.error.HTTPError as error:
            with error:
                said = error.read(_SHOWN).decode(errors="replace").strip()
            message = f"{method} {url}: HTTP {error.code} {said}"
            raise LoadError(message) from error
        except OSError as error:
            message = f"{method} {url}: {error}"
            raise LoadError(message) from error
