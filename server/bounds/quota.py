"""A bounded quantity of which each client has at most a part. Used on the event loop alone."""

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

    def held(self, client: str, amount: int = 1) -> "Held":
        """Return a context that holds an amount; entering it raises `QuotaExceededError`."""
        return Held(self, client, amount)

    def take(self, client: str, amount: int) -> None:
        """Take an amount.

        Raises:
            QuotaExceededError: there is no room for it.
        """
        own = self._by_client.get(client, 0) + amount
        if own > self.per_client:
            raise QuotaExceededError(of_client=True)
        if self.in_use + amount > self.total:
            raise QuotaExceededError(of_client=False)
        self._by_client[client] = own
        self.in_use += amount

    def give_back(self, client: str, amount: int) -> None:
        """Give an amount back."""
        self.in_use -= amount
        self._by_client[client] -= amount
        if not self._by_client[client]:
            del self._by_client[client]


@dataclass(frozen=True, slots=True)
class Held:
    """A context in which a client holds an amount of a quota."""

    quota: Quota
    client: str
    amount: int

    def __enter__(self) -> None:
        """Take it."""
        self.quota.take(self.client, self.amount)

    def __exit__(self, *_: object) -> None:
        """Give it back."""
        self.quota.give_back(self.client, self.amount)
