"""A value made in the background is made once, and callers wait for it."""

from threading import Event

import pytest

from server.site.background import Prepared

TIMEOUT = 10


def test_a_value_is_made_once_and_callers_wait_for_it() -> None:
    go, made = Event(), []

    def make() -> bool:
        made.append(1)
        return go.wait(TIMEOUT)

    prepared = Prepared(make)
    go.set()

    assert prepared.get()
    assert prepared.get()
    assert made == [1]


def test_an_error_while_making_a_value_is_raised_for_every_caller() -> None:
    prepared = Prepared(lambda: 1 // 0)

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            prepared.get()
