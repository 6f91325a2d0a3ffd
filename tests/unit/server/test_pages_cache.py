"""The cache of documents stays within its size limit."""

from server.site.page_cache import PageCache


class Writer:
    """Writes the same bytes each time and counts its calls."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.written = 0

    def __call__(self) -> bytes:
        self.written += 1
        return self.body


def test_a_cached_document_is_not_serialised_again() -> None:
    cache, write = PageCache(1000), Writer(b"page")

    first, second = cache.get("a", write), cache.get("a", write)

    assert (first.body, write.written) == (b"page", 1)
    assert first == second


def test_different_bytes_have_a_different_validator() -> None:
    cache = PageCache(1000)

    assert cache.get("a", Writer(b"one")).tag != cache.get("b", Writer(b"two")).tag


def test_the_least_recently_used_document_is_evicted_first() -> None:
    cache = PageCache(2 * 270)
    writers = {key: Writer(b"12345") for key in "abc"}
    for key in "abac":
        cache.get(key, writers[key])

    for key in "ab":
        cache.get(key, writers[key])

    assert [writers[key].written for key in "ab"] == [1, 2]


def test_a_document_beyond_the_limit_is_not_cached() -> None:
    cache, write = PageCache(250), Writer(b"1234")

    bodies = [cache.get("a", write).body for _ in range(2)]

    assert bodies == [b"1234", b"1234"]
    assert write.written == 2


def test_keys_count_towards_the_size_and_long_ones_are_not_cached() -> None:
    cache, write = PageCache(1 << 20), Writer(b"1234")

    for _ in range(2):
        cache.get("k" * 5_000, write)
    for number in range(2_000):
        cache.get("k" * 1_000 + str(number), write)

    assert write.written == 2_002
    assert len(cache._kept) < 900
