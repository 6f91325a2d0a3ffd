"""A cache of rendered pages, limited in bytes; the least recently used go first."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock


class PageCache:
    """Rendered pages by key; safe to use from several threads."""

    def __init__(self, limit: int) -> None:
        """Keep at most `limit` bytes of pages."""
        self._limit = limit
        self._size = 0
        self._pages: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> bytes | None:
        """Return the page, None where it is not kept."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: bytes) -> None:
        """Keep a page and drop the oldest until all fit; one beyond the limit is not kept."""
        with self._lock:
            self._size -= len(self._pages.pop(key, b""))
            if len(page) > self._limit:
                return
            self._pages[key] = page
            self._size += len(page)
            while self._size > self._limit:
                self._size -= len(self._pages.popitem(last=False)[1])
