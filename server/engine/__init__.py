"""The store and all that queries it: the only place that knows Oxigraph.

`Dataset` answers our own fixed queries in this process; `Engine` answers users' queries in worker
processes that can be killed.
"""

from server.engine.answer import Answer, Limits, Setting
from server.engine.dataset import Dataset, Graph, Row, Term
from server.engine.errors import (
    Busy,
    ClientBusy,
    DatasetError,
    EngineError,
    EngineFailure,
    LimitExceeded,
    MemoryExceeded,
    QueryRefused,
    QuerySyntax,
    QueryTimeout,
    QueryTooComplex,
    ResultTooLarge,
    ServiceRefused,
    Unrepresentable,
)

__all__ = [
    "Answer",
    "Busy",
    "ClientBusy",
    "Dataset",
    "DatasetError",
    "EngineError",
    "EngineFailure",
    "Graph",
    "LimitExceeded",
    "Limits",
    "MemoryExceeded",
    "QueryRefused",
    "QuerySyntax",
    "QueryTimeout",
    "QueryTooComplex",
    "ResultTooLarge",
    "Row",
    "ServiceRefused",
    "Setting",
    "Term",
    "Unrepresentable",
]
