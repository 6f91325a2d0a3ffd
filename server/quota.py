"""A bounded quantity of which each client has at most a part. Used on the event loop alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class QuotaExceededError(Exception):
    """There is no room: for the client where `of_client`, else for anybody."""

    def __init__(self, *, of_client: bool) -> None:
        """Keep whose part is used up."""
        super().__init__("the client's part is used up" if of_client else "all is in use")
        self.of_client = of_client


@dataclass(slots=True)
class Quota:
    """At most `total` in use at once, of one client at most `per_client`."""

    total: int
    per_client: int
    in_use: int = 0
    _by_client: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def held(self, client: str, amount: int = 1) -> Iterator[None]:
        """Hold an amount for as long as the context lasts.

        Raises:
            QuotaExceededError: there is no room for it.
        """
        self._take(client, amount)
        try:
            yield
        finally:
            self._give_back(client, amount)

    def _take(self, client: str, amount: int) -> None:
        own = self._by_client.get(client, 0) + amount
        if own > self.per_client:
            raise QuotaExceededError(of_client=True)
        if self.in_use + amount > self.total:
            raise QuotaExceededError(of_client=False)
        self._by_client[client] = own
        self.in_use += amount

    def _give_back(self, client: str, amount: int) -> None:
        self.in_use -= amount
        self._by_client[client] -= amount
        if not self._by_client[client]:
            del self._by_client[client]
