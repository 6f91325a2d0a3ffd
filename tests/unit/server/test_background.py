"""What takes a moment to make is made once, and waited for."""

from threading import Event

import pytest

from server.site.background import Prepared

TIMEOUT = 10


def test_a_value_is_made_once_and_waited_for() -> None:
    go, made = Event(), []

    def make() -> bool:
        made.append(1)
        return go.wait(TIMEOUT)

    prepared = Prepared(make)
    go.set()

    assert prepared.get()
    assert prepared.get()
    assert made == [1]


def test_what_the_maker_raises_is_raised_by_everyone_who_asks() -> None:
    prepared = Prepared(lambda: 1 // 0)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            prepared.get()
