"""A SPARQL operation: what a client asks, free of HTTP and of any store."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.query.scanner import QueryFacts


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
    `fresh` asks for an evaluation that no cache answers. `facts` are those of the text, None where
    nobody has read it yet; `spent` is the time, in seconds, that reading it took. `rows` cuts the
    result to its first rows, None returns all.
    """

    query: str
    kind: QueryKind
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    fresh: bool = False
    facts: "QueryFacts | None" = None
    spent: float = 0.0
    rows: int | None = None
