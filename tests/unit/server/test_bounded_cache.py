"""What is kept of what strangers send."""

from server.bounds.bounded_cache import cached_by_text


def test_a_short_text_is_worked_out_once_and_a_long_one_each_time() -> None:
    asked: list[tuple[str, int]] = []

    @cached_by_text
    def length(text: str, factor: int) -> int:
        asked.append((text[:1], factor))
        return len(text) * factor

    found = [length("a", 2), length("a", 2), length("b" * 5_000, 1), length("b" * 5_000, 1)]

    assert found == [2, 2, 5_000, 5_000]
    assert asked == [("a", 2), ("b", 1), ("b", 1)]
