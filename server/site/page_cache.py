"""A cache of rendered documents, limited in bytes; the least recently used go first."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a document with their strong validator (RFC 9110, 8.8.3), without quotes."""

    body: bytes
    tag: str

    @classmethod
    def of(cls, body: bytes) -> "Rendered":
        """Return a document with the validator of its bytes."""
        return cls(body, hashlib.sha256(body).hexdigest()[:32])


class PageCache:
    """Rendered documents by key; safe to use from several threads."""

    def __init__(self, limit: int) -> None:
        """Keep at most `limit` bytes of documents."""
        self._limit = limit
        self._size = 0
        self._kept: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, write: Callable[[], bytes]) -> Rendered:
        """Return the document that is kept under a key, written where there is none."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        rendered = Rendered.of(write())
        self._put(key, rendered)
        return rendered

    def _put(self, key: Hashable, rendered: Rendered) -> None:
        """Keep a document and drop the oldest until all fit; one beyond the limit is not kept."""
        if len(rendered.body) > self._limit:
            return
        with self._lock:
            replaced = self._kept.pop(key, None)
            self._kept[key] = rendered
            self._size += len(rendered.body) - (len(replaced.body) if replaced else 0)
            while self._size > self._limit:
                self._size -= len(self._kept.popitem(last=False)[1].body)
