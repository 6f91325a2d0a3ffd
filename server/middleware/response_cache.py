"""Answers kept in memory: what was asked before is sent again without being asked again.

A cache in the sense of RFC 9111: it keeps what has an entity tag and may be stored, apart by the
request headers on which our answers depend. It compresses as well, once for each coding.
"""

import io
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from server.http.conditional import matching_tag, tag_of_coding
from server.http.content_coding import choose_coding, compress, is_worth
from server.http.header_fields import Fields
from server.starting import HeaderList, MaybeExceptionInfo, Write, no_write

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


Key = tuple[str, ...]
# What an entry costs besides its body, in bytes, roughly.
_OVERHEAD = 2048
# An answer that would fill more than this part of the cache is not kept.
_LARGEST_PART = 8
_SAFE = frozenset({"GET", "HEAD"})
# Queries may come as a body, which is then part of the key.
_QUERYING = frozenset({"POST", "QUERY"})
_HIT = 'cache;desc="hit"'
_NOT_IN_304 = frozenset({"content-type", "content-length", "content-encoding", "etag"})
# Bytes up to which a body that comes in pieces is joined, and so can be compressed and kept.
_SHORT = 8 << 20


@dataclass(slots=True)
class Reply:
    """A whole WSGI reply: status line, headers and body."""

    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        """Return a header's value, empty where there is none; `name` in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    def is_short(self) -> bool:
        """Return whether its length is told and small enough to be held in memory."""
        length = self.header("content-length")
        return length.isdigit() and int(length) <= _SHORT


class Memory:
    """Replies by key, the least recently used of which go first; `limit` is in bytes."""

    def __init__(self, limit: int) -> None:
        """Start empty."""
        self.limit = limit
        self.size = 0
        self._lock = threading.Lock()
        self._replies: OrderedDict[Key, Reply] = OrderedDict()

    def __len__(self) -> int:
        """Return how many replies are kept."""
        return len(self._replies)

    def get(self, key: Key) -> Reply | None:
        """Return the reply, None where it is not kept."""
        with self._lock:
            reply = self._replies.get(key)
            if reply is not None:
                self._replies.move_to_end(key)
            return reply

    def put(self, key: Key, reply: Reply) -> None:
        """Keep a reply, if it is not too large, in the place of older ones."""
        cost = _cost(key, reply)
        if cost * _LARGEST_PART > self.limit:
            return
        with self._lock:
            self._drop(key)
            self._replies[key] = reply
            self.size += cost
            while self.size > self.limit:
                self._drop(next(iter(self._replies)))

    def _drop(self, key: Key) -> None:
        old = self._replies.pop(key, None)
        if old is not None:
            self.size -= _cost(key, old)


def _cost(key: Key, reply: Reply) -> int:
    return len(reply.body) + sum(map(len, key)) + _OVERHEAD


@dataclass(frozen=True, slots=True)
class Cache:
    """A WSGI application that answers from memory what `application` has answered before.

    `querying` are the paths whose POST and QUERY are safe, `body_limit` is theirs, in bytes.
    """

    application: "WSGIApplication"
    memory: Memory
    querying: frozenset[str]
    body_limit: int

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        key = self._key(environ)
        if key is None:
            return self.application(environ, start_response)
        kept = None if "HTTP_CACHE_CONTROL" in environ else self.memory.get(key)
        if kept is not None:
            environ["digigov.cached"] = True
            return _send(kept, environ, start_response)
        reply = Reply()
        rest = self._ask(environ, reply)
        if rest is not None:
            start_response(reply.status, reply.headers)
            return rest
        fields = Fields(reply.headers)
        _encode(reply, fields, key[-1])
        if _may_be_kept(reply.status, fields):
            self.memory.put(key, _as_hit(reply))
        return _send(reply, environ, start_response)

    def _key(self, environ: "WSGIEnvironment") -> Key | None:
        method = environ["REQUEST_METHOD"]
        body = ""
        # A part is neither kept nor compressed: its bytes are counted in the whole.
        if "HTTP_RANGE" in environ:
            return None
        if method not in _SAFE:
            if method not in _QUERYING or environ["PATH_INFO"] not in self.querying:
                return None
            length = environ.get("CONTENT_LENGTH") or ""
            if not length.isdigit() or int(length) > self.body_limit:
                return None
            content = environ["wsgi.input"].read(int(length))
            environ["wsgi.input"] = io.BytesIO(content)
            environ["digigov.body"] = content.decode(errors="replace")
            body = content.decode("latin-1") + "\n" + environ.get("CONTENT_TYPE", "")
        return (
            body,
            environ.get("HTTP_HOST", ""),
            environ.get("wsgi.url_scheme", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_ACCEPT", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            environ.get("HTTP_COOKIE", ""),
            choose_coding(environ.get("HTTP_ACCEPT_ENCODING", "")),
        )

    def _ask(self, environ: "WSGIEnvironment", reply: Reply) -> Iterable[bytes] | None:
        """Fill the reply with the whole answer, or return the body where it comes in pieces."""
        method = environ["REQUEST_METHOD"]

        def start(status: str, headers: HeaderList, _info: MaybeExceptionInfo = None, /) -> Write:
            reply.status, reply.headers = status, list(headers)
            return no_write

        # An answer to HEAD is kept as that to GET: the body is there, and is left out at the end.
        asked = {**environ, "REQUEST_METHOD": "GET"} if method == "HEAD" else environ
        pieces = self.application(asked, start)
        if not isinstance(pieces, list) and not reply.is_short():
            return pieces if method != "HEAD" else _closed(pieces)
        reply.body = b"".join(pieces)
        _closed(pieces)
        return None


def _closed(pieces: Iterable[bytes]) -> list[bytes]:
    close = getattr(pieces, "close", None)
    if close is not None:
        close()
    return []


def _may_be_kept(status: str, fields: Fields) -> bool:
    return (
        status.startswith("200")
        and bool(fields.get("etag"))
        and "no-store" not in fields.get("cache-control")
        and not fields.get("set-cookie")
    )


def _as_hit(reply: Reply) -> Reply:
    timeless = [item for item in reply.headers if item[0] != "Server-Timing"]
    return Reply(reply.status, [*timeless, ("Server-Timing", _HIT)], reply.body)


def _encode(reply: Reply, fields: Fields, coding: str) -> None:
    """Compress the body where that is wished and worthwhile, and say on what it depends."""
    if not is_worth(fields.get("content-type"), len(reply.body)):
        return
    vary = fields.get("vary")
    if "accept-encoding" not in vary.lower():
        fields.set("Vary", f"{vary}, Accept-Encoding" if vary else "Accept-Encoding")
    if coding and not fields.get("content-encoding"):
        reply.body = compress(reply.body, coding)
        fields.set("Content-Encoding", coding)
        fields.set("Content-Length", str(len(reply.body)))
        if tag := fields.get("etag"):
            fields.set("ETag", tag_of_coding(tag, coding))


def _send(reply: Reply, environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    wanted = environ.get("HTTP_IF_NONE_MATCH")
    if wanted and environ["REQUEST_METHOD"] in _SAFE and reply.status.startswith("200"):
        tag = matching_tag(wanted, reply.header("etag"))
        if tag:
            few = [item for item in reply.headers if item[0].lower() not in _NOT_IN_304]
            start_response("304 Not Modified", [*few, ("ETag", tag)])
            return [b""]
    start_response(reply.status, reply.headers)
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else reply.body]
