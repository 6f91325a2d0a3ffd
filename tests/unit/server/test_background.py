"""What takes a moment to make is made once, and waited for away from work."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event

import pytest

from server.site.background import Prepared

TIMEOUT = 10


def test_who_waits_for_a_value_leaves_its_work_meanwhile_and_only_then() -> None:
    away, asked = Event(), []

    @contextmanager
    def leaving() -> Iterator[None]:
        asked.append("away")
        away.set()
        yield

    prepared = Prepared(lambda: away.wait(TIMEOUT), leaving)

    assert prepared.get()
    assert prepared.get()
    assert asked == ["away"]


def test_what_the_maker_raises_is_raised_by_everyone_who_asks() -> None:
    prepared = Prepared(lambda: 1 // 0)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            prepared.get()
