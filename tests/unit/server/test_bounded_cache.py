"""Bounds of caches whose keys come from clients."""

from server.bounds.bounded_cache import cached_by_text


def test_the_result_for_a_short_text_is_cached_and_for_a_long_one_not() -> None:
    computed: list[tuple[str, int]] = []

    @cached_by_text
    def length(text: str, factor: int) -> int:
        computed.append((text[:1], factor))
        return len(text) * factor

    found = [length("a", 2), length("a", 2), length("b" * 5_000, 1), length("b" * 5_000, 1)]

    assert found == [2, 2, 5_000, 5_000]
    assert computed == [("a", 2), ("b", 1), ("b", 1)]
