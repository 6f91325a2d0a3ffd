"""Sends requests to a running server."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from urllib.parse import urlencode


def get(url: str) -> tuple[int, bytes, str]:
    """Return the status, the body, and Retry-After of an answer."""
    request = urllib.request.Request(url, headers={"Accept": "text/csv, text/html"})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read(), ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), error.headers.get("Retry-After", "")


def ask(server: str, query: str, number: int = 0) -> tuple[int, bytes, str]:
    """Return the same for a query; `number` makes it different for caches."""
    return get(f"{server}/sparql?{urlencode({'query': f'{query} # {number}'})}")


def becomes(is_so: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until a condition is true; return whether it became so in time."""
    end = time.monotonic() + seconds
    while not (found := is_so()) and time.monotonic() < end:
        time.sleep(0.2)
    return found
