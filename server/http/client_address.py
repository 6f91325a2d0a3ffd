"""Finds the address of a client, also behind proxies, and which addresses are one client."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Prefix bits of a subscriber (RFC 6177), who can use any address within it.
_SUBSCRIBER = 64


def client_behind(peer: str, forwarded: str, proxies: int) -> str:
    """Return the address of the client as seen by the outermost of `proxies` trusted proxies.

    `peer` is the address of the connection, `forwarded` the value of X-Forwarded-For: each proxy
    appends the address of its own client. Entries further left come from the client and cannot be
    trusted.
    """
    addresses = forwarded.split(",")
    if not 0 < proxies <= len(addresses):
        return peer
    return str(_address(addresses[-proxies]) or peer)


@lru_cache(maxsize=1024)
def client_of(address: str) -> str:
    """Return the key of a client: its IPv4 address, or its subscriber's IPv6 network."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, _SUBSCRIBER), strict=False))
    return str(found or address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address without the port that some proxies add: `192.0.2.1:80`, `[::1]:80`."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
