"""Scheduling: which client runs, which waits, and in which order."""

import asyncio

import pytest
from looping import on_a_loop

from server.bounds.quota import Quota, QuotaExceededError
from server.engine.scheduling import Slots


async def _queue_up(slots: Slots, clients: list[tuple[str, float]], order: list[str]) -> None:
    """Start a waiting task for each client, in the given order."""

    async def wait(client: str, spent: float, name: str) -> None:
        await slots.acquire(client, spent)
        order.append(name)

    for number, (client, spent) in enumerate(clients):
        order_name = f"{client}{number}"
        _TASKS.add(asyncio.create_task(wait(client, spent, order_name)))
        await asyncio.sleep(0)


_TASKS: set["asyncio.Task[None]"] = set()


async def _settle() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


@on_a_loop
async def test_a_client_without_a_slot_comes_before_one_with_slots() -> None:
    slots = Slots(2, 2)
    assert slots.try_acquire("greedy")
    assert slots.try_acquire("greedy")
    order: list[str] = []
    await _queue_up(slots, [("greedy", 0), ("greedy", 0), ("modest", 0)], order)

    slots.release("greedy")
    await _settle()

    assert order == ["modest2"]
    slots.release("greedy")
    slots.release("modest")
    slots.release("greedy")


@on_a_loop
async def test_the_client_with_the_least_used_time_comes_first() -> None:
    slots = Slots(1, 1)
    assert slots.try_acquire("heavy")
    order: list[str] = []
    await _queue_up(slots, [("heavy", 0), ("heavy", 0), ("light", 0), ("light", 0)], order)

    for holder, used in (("heavy", 1.0), ("light", 0.01), ("light", 0.01), ("heavy", 1.0)):
        slots.release(holder, used)
        await _settle()

    assert order == ["light2", "light3", "heavy0", "heavy1"]
    slots.release("heavy")


@on_a_loop
async def test_a_new_client_gets_no_credit_for_time_before_it_came() -> None:
    slots = Slots(1, 1)
    order: list[str] = []
    for _ in range(3):
        assert slots.try_acquire("old")
        await _queue_up(slots, [("old", 0)], order)
        slots.release("old", 10.0)
        await _settle()
        slots.release("old", 10.0)
    assert slots.try_acquire("other")
    order.clear()
    await _queue_up(slots, [("old", 0), ("new", 0)], order)

    slots.release("other")
    await _settle()

    assert slots._used["new"] > 0
    assert order
    slots.release(order[0][:3])
    await _settle()
    slots.release(order[1][:3])


@on_a_loop
async def test_of_the_queries_of_one_client_the_shortest_comes_first() -> None:
    slots = Slots(1, 1)
    assert slots.try_acquire("a")
    order: list[str] = []
    await _queue_up(slots, [("a", 2.0), ("a", 0.1)], order)

    slots.release("a")
    await _settle()

    assert order == ["a1"]
    slots.release("a")
    await _settle()
    slots.release("a")


@on_a_loop
async def test_a_client_has_at_most_its_share_of_slots() -> None:
    slots = Slots(3, 1)

    assert slots.try_acquire("a")
    assert not slots.try_acquire("a")
    assert slots.try_acquire("b")


@on_a_loop
async def test_restricted_clients_leave_a_slot_to_others() -> None:
    slots = Slots(3, 3)
    slots.restrict("heavy")

    assert slots.try_acquire("heavy")
    assert slots.try_acquire("heavy")
    assert not slots.try_acquire("heavy")
    assert slots.try_acquire("light")


@on_a_loop
async def test_a_cancelled_wait_leaves_the_queue_as_before() -> None:
    slots = Slots(1, 1)
    assert slots.try_acquire("a")
    waiting = asyncio.create_task(slots.acquire("b"))
    await asyncio.sleep(0)

    waiting.cancel()
    slots.release("a")
    await asyncio.gather(waiting, return_exceptions=True)

    assert slots.taken() == 0
    assert not slots.is_wanted()


@on_a_loop
async def test_a_wait_cancelled_in_its_turn_releases_the_slot() -> None:
    slots = Slots(1, 1)
    assert slots.try_acquire("a")
    waiting = asyncio.create_task(slots.acquire("b"))
    await asyncio.sleep(0)

    slots.release("a")
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)

    assert slots.taken() == 0


def test_a_quota_counts_the_held_slots() -> None:
    quota = Quota(2, 1)

    with quota.held("a"):
        with pytest.raises(QuotaExceededError) as own, quota.held("a"):
            pass
        with quota.held("b"), pytest.raises(QuotaExceededError) as all_, quota.held("c"):
            pass
        assert quota.in_use == 1

    assert (own.value.of_client, all_.value.of_client) == (True, False)
    assert quota.in_use == 0
