"""A SPARQL operation: what a client asks, free of HTTP and of any store."""

from dataclasses import dataclass
from enum import StrEnum


class QueryKind(StrEnum):
    """What the text asks for, by the keyword that follows the prologue."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"
    UPDATE = "UPDATE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Operation:
    """One query with the dataset that it asks for.

    `query` is the text as sent: lines and columns of errors are the user's. `default_graphs` and
    `named_graphs` are absolute IRIs; where either is given they replace the query's own FROM and
    FROM NAMED (SPARQL 1.1 Protocol, 2.1.4). `timeout` is in seconds, None for the server's own.
    `fresh` asks for an evaluation that no cache answers.
    """

    query: str
    kind: QueryKind
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    fresh: bool = False
