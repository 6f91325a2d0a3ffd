"""Identification of clients, directly and behind proxies."""

import pytest

from server.http.client_address import client_behind, client_of

PROXY = "10.0.0.1"

FORWARDED = [
    ("the one proxy saw it", 1, "203.0.113.5", "203.0.113.5"),
    ("what the client wrote itself stands further left", 1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
    ("the outer of two proxies saw it", 2, "6.6.6.6, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
    ("several lines are one list", 2, "203.0.113.5,10.0.0.2", "203.0.113.5"),
    ("with a port", 1, "203.0.113.5:41234", "203.0.113.5"),
    ("IPv6", 1, "2001:db8::7", "2001:db8::7"),
    ("IPv6 with a port", 1, "[2001:db8::7]:41234", "2001:db8::7"),
    ("IPv4 within IPv6", 1, "::ffff:203.0.113.5", "203.0.113.5"),
    ("fewer proxies than trusted", 2, "203.0.113.5", PROXY),
    ("no header", 1, "", PROXY),
    ("no address", 1, "unknown", PROXY),
    ("no address where it counts", 1, "203.0.113.5, x'; DROP", PROXY),
    ("an empty last element", 1, "203.0.113.5,", PROXY),
]


@pytest.mark.parametrize(
    ("proxies", "header", "client"),
    [row[1:] for row in FORWARDED],
    ids=[row[0] for row in FORWARDED],
)
def test_the_client_is_the_address_seen_by_the_outermost_trusted_proxy(
    proxies: int, header: str, client: str
) -> None:
    assert client_behind(PROXY, header, proxies) == client


def test_a_header_without_a_trusted_proxy_is_ignored() -> None:
    assert client_behind(PROXY, "203.0.113.5", 0) == PROXY
    assert client_behind(PROXY, "", 1) == PROXY


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("", "", True),
        ("", "192.0.2.1", False),
    ],
)
def test_all_addresses_of_one_subscriber_are_one_client(
    one: str, other: str, *, same: bool
) -> None:
    assert (client_of(one) == client_of(other)) is same
