"""The address of a client, behind proxies as well, and which addresses are one client."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

# Bits that a provider gives to one subscriber (RFC 6177): below them, addresses are free.
_SUBSCRIBER = 64


def client_behind(peer: str, forwarded: str, proxies: int) -> str:
    """Return the address of the client that the outermost of `proxies` trusted proxies saw.

    `peer` is the address that is connected, `forwarded` the value of X-Forwarded-For: each proxy
    adds the address that it was asked from at its end. What stands further left came from the
    client, which can write anything there.
    """
    addresses = forwarded.split(",")
    if not 0 < proxies <= len(addresses):
        return peer
    return str(_address(addresses[-proxies]) or peer)


@lru_cache(maxsize=1024)
def client_of(address: str) -> str:
    """Return what all addresses of one client have in common: of IPv6, the subscriber's network."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, _SUBSCRIBER), strict=False))
    return str(found or address)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Return the address, which some proxies write with a port: `192.0.2.1:80`, `[::1]:80`."""
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
