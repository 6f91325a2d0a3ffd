"""Asks one replica over HTTP, and reads the whole answer or none.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from collections.abc import Sequence
from typing import NamedTuple

import aiohttp

from server.engine.errors import ResultTooLarge

JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
# Seconds in which a replica that lives takes a connection.
_CONNECT = 2.0
# Seconds for which a connection is kept that nobody uses: less than most servers keep it.
_KEPT = 4.0
# Bytes of a message about an error that are read.
_MESSAGE = 2_000
_OK = 200
_REDIRECTS = range(300, 400)
# The engine is not there, or gives up: the query may do better elsewhere.
_OUT_OF_SERVICE = frozenset({404, 502, 503})


class ReplicaLost(Exception):  # noqa: N818 - the replica's state, not a failure of this side
    """A replica cannot be reached, or is no SPARQL endpoint any more."""


class AnswerBroken(Exception):  # noqa: N818 - says what happened to the answer
    """An answer ended before it was whole, or is not what it claims to be."""


class OutOfService(AnswerBroken):
    """The engine answers that it cannot answer now."""


class Refusal(Exception):  # noqa: N818 - the engine's answer, not a failure of it
    """The engine answered with an HTTP error; `message` is the beginning of its text."""

    def __init__(self, status: int, message: str, retry_after: str = "") -> None:
        """Keep what was answered."""
        super().__init__(f"HTTP {status}: {message}")
        self.status = status
        self.message = message
        self.retry_after = retry_after


class Inquiry(NamedTuple):
    """A query as it is sent: `media_type` is the one that is accepted, `limit` is in bytes."""

    query: str
    media_type: str
    limit: int
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()

    def fields(self) -> list[tuple[str, str]]:
        """Return the fields of the form that carries the query."""
        return [
            ("query", self.query),
            *(("default-graph-uri", iri) for iri in self.default_graphs),
            *(("named-graph-uri", iri) for iri in self.named_graphs),
        ]


class Client:
    """Keeps connections to all replicas; `open` before the first query, `close` after the last."""

    def __init__(self, connections: int) -> None:
        """Limit the number of connections; none is opened yet."""
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        """Make ready to ask; to be called on the event loop."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=_KEPT)
            self._session = aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT),
                cookie_jar=aiohttp.DummyCookieJar(),
            )

    async def close(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, url: str, inquiry: Inquiry) -> bytes:
        """Return the whole body of a replica's answer.

        Raises:
            ReplicaLost: it cannot be reached, or redirects.
            OutOfService: it says that it cannot answer now.
            AnswerBroken: the body ended too early, or is of another type.
            Refusal: the engine answered with an HTTP error.
            ResultTooLarge: the body is longer than the limit.
        """
        if self._session is None:
            message = "the client is closed"
            raise ReplicaLost(message)
        # A body that is not coded cannot grow when it is decoded.
        headers = {"Accept": inquiry.media_type, "Accept-Encoding": "identity"}
        try:
            async with self._session.post(
                url, data=inquiry.fields(), headers=headers, allow_redirects=False
            ) as response:
                return await _body(response, inquiry)
        except aiohttp.ClientPayloadError as error:
            message = f"the answer broke off: {error}"
            raise AnswerBroken(message) from error
        except aiohttp.ServerDisconnectedError as error:
            message = "the connection was closed before an answer"
            raise AnswerBroken(message) from error
        except (aiohttp.ClientError, OSError) as error:
            message = f"cannot be reached: {error}"
            raise ReplicaLost(message) from error


async def _body(response: aiohttp.ClientResponse, inquiry: Inquiry) -> bytes:
    if response.status in _REDIRECTS:
        message = f"redirects to {response.headers.get('Location', 'nowhere')}; not followed"
        raise ReplicaLost(message)
    if response.status in _OUT_OF_SERVICE:
        message = f"answers HTTP {response.status}"
        raise OutOfService(message)
    if response.status != _OK:
        said = (await response.content.read(_MESSAGE)).decode(errors="replace")
        raise Refusal(response.status, said.strip(), response.headers.get("Retry-After", ""))
    _check_complete(response, inquiry)
    return await _read(response, inquiry.limit)


def _check_complete(response: aiohttp.ClientResponse, inquiry: Inquiry) -> None:
    """Refuse what is not the whole result, as far as the headers tell.

    Raises:
        AnswerBroken: it is of another type, cut by the engine, or its end cannot be known.
    """
    headers = response.headers
    if response.content_type != inquiry.media_type:
        message = f"the answer is {response.content_type}, not {inquiry.media_type}"
        raise AnswerBroken(message)
    # How Virtuoso says that it has left out rows.
    if "X-SQL-State" in headers or "X-SPARQL-MaxRows" in headers:
        message = "the engine says that the result is partial"
        raise AnswerBroken(message)
    if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
        message = "the answer states no length, so that its end cannot be known"
        raise AnswerBroken(message)


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    pieces: list[bytes] = []
    left = limit
    async for piece in response.content.iter_any():
        left -= len(piece)
        if left < 0:
            raise ResultTooLarge(limit)
        pieces.append(piece)
    return b"".join(pieces)
