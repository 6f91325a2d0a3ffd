"""Who may run, who waits, who is sent away."""

import threading
import time

import pytest

from server.engine import Busy, ClientBusy
from server.engine.scheduling import Gate, Places


def queue_up(places: Places, clients: list[tuple[str, float]], order: list[str]) -> None:
    """Let each client wait in a thread of its own, one after the other."""
    for number, (client, spent) in enumerate(clients):
        name = f"{client}{number}"

        def wait(client: str = client, spent: float = spent, name: str = name) -> None:
            assert places.take(client, time.monotonic() + 10, spent)
            order.append(name)

        threading.Thread(target=wait).start()
        while places.waiting() <= number:
            time.sleep(0.001)


def test_a_client_that_has_nothing_comes_before_one_that_has() -> None:
    places = Places(2, 2)
    assert places.take("greedy", 0)
    assert places.take("greedy", 0)
    order: list[str] = []
    queue_up(places, [("greedy", 0), ("greedy", 0), ("modest", 0)], order)

    places.free("greedy")
    while not order:
        time.sleep(0.001)

    assert order == ["modest2"]
    places.free("greedy")
    places.free("modest")


def test_clients_take_turns() -> None:
    places = Places(1, 1)
    assert places.take("a", 0)
    order: list[str] = []
    queue_up(places, [("a", 0), ("a", 0), ("b", 0), ("b", 0)], order)

    for holder in ("a", "a", "b", "a", "b"):
        turns = len(order)
        places.free(holder)
        while len(order) == turns and turns < 4:
            time.sleep(0.001)

    assert order == ["a0", "b2", "a1", "b3"]


def test_of_one_clients_queries_that_with_least_time_comes_first() -> None:
    places = Places(1, 1)
    assert places.take("a", 0)
    order: list[str] = []
    queue_up(places, [("a", 2.0), ("a", 0.1)], order)

    places.free("a")
    while not order:
        time.sleep(0.001)

    assert order == ["a1"]
    places.free("a")


def test_a_client_has_at_most_its_share_while_others_have_room() -> None:
    places = Places(3, 1)

    assert places.take("a", 0)
    assert not places.take("a", 0)
    assert places.take("b", 0)


def test_who_gives_up_waiting_leaves_no_trace() -> None:
    places = Places(1, 1)
    assert places.take("a", 0)

    assert not places.take("b", 0)
    places.free("a")

    assert places.taken() == 0
    assert not places.is_wanted()


def test_the_gate_counts_what_is_inside() -> None:
    gate = Gate(2, 1)

    with gate.entered("a"):
        with pytest.raises(ClientBusy):
            gate.entered("a").__enter__()
        with gate.entered("b"), pytest.raises(Busy):
            gate.entered("c").__enter__()
        assert gate.inside() == 1

    assert gate.inside() == 0
