"""The cache of pages keeps within its bytes."""

from server.pages.cache import PageCache


def test_a_kept_page_comes_back() -> None:
    cache = PageCache(100)

    cache.put("a", b"page")

    assert cache.get("a") == b"page"


def test_the_least_recently_used_page_goes_first() -> None:
    cache = PageCache(10)
    cache.put("a", b"12345")
    cache.put("b", b"12345")
    cache.get("a")

    cache.put("c", b"12345")

    assert [cache.get(key) is not None for key in ("a", "b", "c")] == [True, False, True]


def test_a_page_beyond_the_limit_is_not_kept() -> None:
    cache = PageCache(3)

    cache.put("a", b"1234")

    assert cache.get("a") is None


def test_a_page_that_is_put_again_counts_once() -> None:
    cache = PageCache(10)
    cache.put("a", b"123456")
    cache.put("a", b"1234567")
    cache.put("b", b"123")

    assert cache.get("a") == b"1234567"
