"""An LRU cache of rendered documents, limited in bytes."""

import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a document with their strong validator (RFC 9110, 8.8.3), without quotes."""

    body: bytes
    tag: str

    @classmethod
    def of(cls, body: bytes) -> "Rendered":
        """Return a document with the validator for its bytes."""
        return cls(body, hashlib.sha256(body).hexdigest()[:32])


# Maximum bytes of a key (longer requests are hardly repeated), and overhead of an entry in bytes.
_LONGEST_KEY = 2_048
_OVERHEAD = 256


class PageCache:
    """Rendered documents by key; thread-safe."""

    def __init__(self, limit: int) -> None:
        """Keep at most `limit` bytes of documents and keys."""
        self._kept: LRUCache[Hashable, _Entry] = LRUCache(limit, getsizeof=lambda entry: entry.cost)
        self._lock = Lock()

    def get(self, key: Hashable, write: Callable[[], bytes]) -> Rendered:
        """Return the cached document for a key; call `write` if it is not cached."""
        with self._lock:
            found = self._kept.get(key)
        if found is not None:
            return found.rendered
        rendered = Rendered.of(write())
        length = len(repr(key))
        entry = _Entry(rendered, len(rendered.body) + length + _OVERHEAD)
        if length <= _LONGEST_KEY and entry.cost <= self._kept.maxsize:
            with self._lock:
                self._kept[key] = entry
        return rendered


@dataclass(frozen=True, slots=True)
class _Entry:
    rendered: Rendered
    cost: int
