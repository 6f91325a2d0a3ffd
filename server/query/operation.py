"""A SPARQL operation as a value, independent of HTTP and of engines."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.query.scanner import QueryFacts


class QueryKind(StrEnum):
    """The query form, by the keyword after the prologue."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"
    UPDATE = "UPDATE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Operation:
    """A query and its options.

    `query` is the text as sent, so that lines and columns in errors are those of the user.
    `default_graphs` and `named_graphs` are absolute IRIs; if either is given, they replace FROM and
    FROM NAMED of the query (SPARQL 1.1 Protocol, 2.1.4). `timeout` is in seconds, None for the
    server's default. `fresh` bypasses caches. `facts` are the facts of the text, None if it has not
    been read; `spent` is the time in seconds that reading it took. `rows` is the maximum number of
    rows, None for all.
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
