"""Sends a query to a replica over HTTP, and returns the complete answer or raises.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from collections.abc import Sequence
from typing import NamedTuple

import aiohttp

from server.engine.errors import ResultTooLarge

JSON = "application/sparql-results+json"
N_TRIPLES = "application/n-triples"
# Seconds to wait for a connection.
_CONNECT = 2.0
# Seconds to keep an idle connection: less than most servers do.
_KEPT = 4.0
# Maximum bytes to read of an error message.
_MESSAGE = 2_000
_OK = 200
_REDIRECTS = range(300, 400)
# Statuses of an engine that is not available: another replica may answer.
_OUT_OF_SERVICE = frozenset({404, 502, 503})


class ReplicaLost(Exception):  # noqa: N818 - the replica's state, not a failure of this side
    """A replica cannot be reached, or is not a SPARQL endpoint any more."""


class AnswerBroken(Exception):  # noqa: N818 - says what happened to the answer
    """An answer is incomplete, or is not of the type that it claims."""


class OutOfService(AnswerBroken):
    """The engine reports that it is not available now."""


class Refusal(Exception):  # noqa: N818 - the engine's answer, not a failure of it
    """The engine answered with an HTTP error; `message` is the beginning of its text."""

    def __init__(self, status: int, message: str, retry_after: str = "") -> None:
        """Keep status, message and Retry-After of the answer."""
        super().__init__(f"HTTP {status}: {message}")
        self.status = status
        self.message = message
        self.retry_after = retry_after


class QueryRequest(NamedTuple):
    """A query to send: `media_type` is for Accept, `limit` is the maximum size in bytes."""

    query: str
    media_type: str
    limit: int
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()

    def fields(self) -> list[tuple[str, str]]:
        """Return the form fields of the request."""
        return [
            ("query", self.query),
            *(("default-graph-uri", iri) for iri in self.default_graphs),
            *(("named-graph-uri", iri) for iri in self.named_graphs),
        ]


class Client:
    """Keeps connections to all replicas; `open` before the first query, `close` after the last."""

    def __init__(self, connections: int) -> None:
        """Set the maximum number of connections; none is opened yet."""
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        """Prepare for requests; call this on the event loop."""
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

    async def ask(self, url: str, request: QueryRequest) -> bytes:
        """Return the whole body of a replica's answer.

        Raises:
            ReplicaLost: The replica cannot be reached, or redirects.
            OutOfService: The replica reports that it is not available now.
            AnswerBroken: The body is incomplete, or of another type.
            Refusal: The engine answered with an HTTP error.
            ResultTooLarge: The body is longer than the limit.
        """
        if self._session is None:
            message = "the client is closed"
            raise ReplicaLost(message)
        # Accept no content coding: a decoded body could be much larger than the received one.
        headers = {"Accept": request.media_type, "Accept-Encoding": "identity"}
        try:
            async with self._session.post(
                url, data=request.fields(), headers=headers, allow_redirects=False
            ) as response:
                return await _body(response, request)
        except aiohttp.ClientPayloadError as error:
            message = f"the answer broke off: {error}"
            raise AnswerBroken(message) from error
        except aiohttp.ServerDisconnectedError as error:
            message = "the connection was closed before an answer"
            raise AnswerBroken(message) from error
        except (aiohttp.ClientError, OSError) as error:
            message = f"cannot be reached: {error}"
            raise ReplicaLost(message) from error


async def _body(response: aiohttp.ClientResponse, request: QueryRequest) -> bytes:
    if response.status in _REDIRECTS:
        message = f"redirects to {response.headers.get('Location', 'nowhere')}; not followed"
        raise ReplicaLost(message)
    if response.status in _OUT_OF_SERVICE:
        message = f"answers HTTP {response.status}"
        raise OutOfService(message)
    if response.status != _OK:
        said = (await response.content.read(_MESSAGE)).decode(errors="replace")
        raise Refusal(response.status, said.strip(), response.headers.get("Retry-After", ""))
    _check_complete(response, request)
    return await _read(response, request.limit)


def _check_complete(response: aiohttp.ClientResponse, request: QueryRequest) -> None:
    """Check by the headers that the answer is a complete result.

    Raises:
        AnswerBroken: The answer is of another type, cut by the engine, or of unknown length.
    """
    headers = response.headers
    if response.content_type != request.media_type:
        message = f"the answer is {response.content_type}, not {request.media_type}"
        raise AnswerBroken(message)
    # Virtuoso's header for a result with missing rows.
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
