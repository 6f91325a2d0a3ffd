"""A cache of responses in memory (RFC 9111).

It stores responses that have an entity tag and may be stored, separately for each value of the
request headers on which they depend. It also compresses them, once for each coding, and answers
conditional requests.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from cachetools import LRUCache

from server.http.conditional import if_modified, tag_of_coding
from server.http.content_coding import choose_coding, compress, is_worth
from server.http.message import Handler, Request, Response

Key = tuple[str | bytes, ...]
# Approximate bytes of an entry besides body and key.
_OVERHEAD = 2048
# Maximum share of the cache for one response.
_LARGEST_PART = 8
# Maximum bytes of a key: longer requests are hardly repeated.
_LONGEST_KEY = 8 << 10
_SAFE = frozenset({"GET", "HEAD"})
# Methods with the query in the body, which is then part of the key.
_QUERYING = frozenset({"POST", "QUERY"})
_HIT = ("Server-Timing", 'cache;desc="hit"')
# Minimum bytes to compress in a thread, because that takes longer than a light query.
_LONG = 32 << 10


@dataclass(frozen=True, slots=True)
class _Entry:
    response: Response
    cost: int


class Memory:
    """An LRU cache of responses; `limit` is in bytes."""

    def __init__(self, limit: int) -> None:
        """Start empty."""
        self.limit = limit
        self._entries: LRUCache[Key, _Entry] = LRUCache(limit, getsizeof=lambda entry: entry.cost)

    def __len__(self) -> int:
        """Return the number of responses."""
        return len(self._entries)

    @property
    def size(self) -> int:
        """Return the size in bytes, keys included."""
        return int(self._entries.currsize)

    def get(self, key: Key) -> Response | None:
        """Return the response for a key, or None."""
        entry = self._entries.get(key)
        return entry.response if entry else None

    def put(self, key: Key, response: Response) -> None:
        """Add a response, unless it or its key is too long; older ones may be dropped."""
        length = sum(map(len, key))
        cost = length + len(response.body) + _OVERHEAD
        if length <= _LONGEST_KEY and cost * _LARGEST_PART <= self.limit:
            self._entries[key] = _Entry(response, cost)


@dataclass(frozen=True, slots=True)
class ResponseCache:
    """Answers requests from memory, or else by `following`.

    `querying` are the paths for which POST and QUERY are safe methods.
    """

    following: Handler
    memory: Memory
    querying: frozenset[str]

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        # A partial response (206) is neither cached nor compressed: its byte positions are the
        # file's.
        if "range" in request.headers or not self._is_safe(request):
            return if_modified(request, await self.following(request))
        key = _key(request)
        kept = None if "cache-control" in request.headers else self.memory.get(key)
        return if_modified(request, kept or await self._fetch(request, key))

    def _is_safe(self, request: Request) -> bool:
        if request.method in _SAFE:
            return True
        return request.method in _QUERYING and request.path in self.querying

    async def _fetch(self, request: Request, key: Key) -> Response:
        # HEAD shares the entry of GET; the body is left out on sending.
        as_get = replace(request, method="GET") if request.method == "HEAD" else request
        response = await self.following(as_get)
        if response.pieces is not None:
            return response
        values = {name.lower(): value for name, value in response.headers}
        response = await _encoded(response, values, str(key[-1]))
        if _may_be_kept(response, values):
            self.memory.put(key, _as_hit(response))
        return response


def _key(request: Request) -> Key:
    header = request.headers.get
    sends = request.method in _QUERYING
    return (
        request.body,
        header("content-type", "") if sends else "",
        header("host", ""),
        request.scheme,
        request.path,
        request.query_string,
        header("accept", ""),
        header("accept-language", ""),
        header("cookie", ""),
        choose_coding(header("accept-encoding", "")),
    )


def _may_be_kept(response: Response, values: Mapping[str, str]) -> bool:
    return (
        response.status is HTTPStatus.OK
        and bool(values.get("etag"))
        and "no-store" not in response.header("cache-control")
        and "set-cookie" not in values
    )


def _as_hit(response: Response) -> Response:
    return replace(response.with_header(*_HIT), cached=True).with_fields()


async def _encoded(response: Response, values: Mapping[str, str], coding: str) -> Response:
    """Compress the body if the client accepts it and it saves bytes, and set Vary."""
    if not is_worth(values.get("content-type", ""), len(response.body)):
        return response
    vary = response.header("vary")
    if "accept-encoding" not in vary.lower():
        response = response.with_header(
            "Vary", f"{vary}, Accept-Encoding" if vary else "Accept-Encoding"
        )
    if not coding or "content-encoding" in values:
        return response
    if len(response.body) < _LONG:
        body = compress(response.body, coding)
    else:
        body = await asyncio.to_thread(compress, response.body, coding)
    if tag := values.get("etag"):
        response = response.with_header("ETag", tag_of_coding(tag, coding))
    return replace(response.with_header("Content-Encoding", coding), body=body)
