"""A bounded resource with a maximum for each client. Use it on the event loop only."""

from dataclasses import dataclass, field


class QuotaExceededError(Exception):
    """The quota is used up: that of the client if `of_client`, else the total."""

    def __init__(self, *, of_client: bool) -> None:
        """Keep which quota is used up."""
        super().__init__("the client's part is used up" if of_client else "all is in use")
        self.of_client = of_client


@dataclass(slots=True)
class Quota:
    """Allows at most `total` in use at once, and at most `per_client` by one client."""

    total: int
    per_client: int
    in_use: int = 0
    _by_client: dict[str, int] = field(default_factory=dict)

    def held(self, client: str, amount: int = 1) -> "Held":
        """Return a context that holds an amount; entering it may raise `QuotaExceededError`."""
        return Held(self, client, amount)

    def take(self, client: str, amount: int) -> None:
        """Take an amount.

        Raises:
            QuotaExceededError: The amount exceeds what is left.
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
        """Take the amount."""
        self.quota.take(self.client, self.amount)

    def __exit__(self, *_: object) -> None:
        """Give the amount back."""
        self.quota.give_back(self.client, self.amount)
