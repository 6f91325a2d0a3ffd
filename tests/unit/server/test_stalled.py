"""Connections on which nothing moves are ended, others never."""

import socket
import sys

import pytest

from server import stalled
from server.stalled import Patience, State, end_stalled

KEY = ("192.0.2.1", 40_000)
IDLE = 45.0

HISTORIES = [
    ("silent for long", [(0, State(0, 10, 10)), (46, State(0, 10, 10))], True),
    ("silent while a query runs", [(0, State(0, 10, 10)), (44, State(0, 10, 10))], False),
    ("sends now and then", [(0, State(0, 10, 10)), (40, State(0, 10, 11)), (80, State(0, 10, 11))],
     False),
    ("takes nothing", [(0, State(9, 10, 10)), (21, State(9, 10, 10))], True),
    ("takes next to nothing", [(0, State(9, 10, 10)), (21, State(9, 900, 10))], True),
    ("takes slowly", [(0, State(9, 10, 10)), (21, State(9, 30_010, 10))], False),
    ("took slowly and stops", [(0, State(9, 10, 10)), (21, State(9, 30_010, 10)),
                               (42, State(9, 30_010, 10))], True),
    ("got an answer after long silence", [(0, State(0, 10, 10)), (44, State(9, 10, 10)),
                                          (46, State(9, 10, 10))], False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("looks", "lost"), [row[1:] for row in HISTORIES], ids=[row[0] for row in HISTORIES]
)
def test_a_connection_is_lost_when_nothing_moves(
    looks: list[tuple[float, State]], *, lost: bool
) -> None:
    patience = Patience(IDLE)

    found = [patience.lost({KEY: state}, now) for now, state in looks]

    assert found[-1] == ([KEY] if lost else [])
    assert not any(found[:-1])


def test_what_has_gone_is_forgotten() -> None:
    patience = Patience(IDLE)
    patience.lost({KEY: State(0, 1, 1)}, 0)
    patience.lost({}, 10)

    assert patience.lost({KEY: State(0, 1, 1)}, 50) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a client has taken")
def test_the_connections_of_one_port_are_ended_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stalled, "_PAUSE", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as ours, socket.create_server(("::1", 0), family=socket.AF_INET6) as other:  # fmt: skip  # noqa: E501
        silent = socket.create_connection(ours.getsockname())
        served, _ = ours.accept()
        elsewhere = socket.create_connection(other.getsockname()[:2])
        kept, _ = other.accept()

        stop = end_stalled(ours.getsockname()[1], 0.2)
        silent.settimeout(5)

        assert silent.recv(1) == b""
        elsewhere.settimeout(0.3)
        with pytest.raises(TimeoutError):
            elsewhere.recv(1)
        stop.set()
        for connection in (silent, served, elsewhere, kept):
            connection.close()
