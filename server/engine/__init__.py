"""The store and all that queries it: the only place that knows Oxigraph.

`Dataset` answers our own fixed queries in this process; `Engine` answers users' queries in worker
processes that can be killed.
"""

from server.engine.answer import Answer, Limits, Setting
from server.engine.dataset import Dataset, Graph, Pattern, Row, Term
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
    ServiceUnreachable,
    Unrepresentable,
)
from server.engine.service import Engine, Load

__all__ = [
    "Answer",
    "Busy",
    "ClientBusy",
    "Dataset",
    "DatasetError",
    "Engine",
    "EngineError",
    "EngineFailure",
    "Graph",
    "LimitExceeded",
    "Limits",
    "Load",
    "MemoryExceeded",
    "Pattern",
    "QueryRefused",
    "QuerySyntax",
    "QueryTimeout",
    "QueryTooComplex",
    "ResultTooLarge",
    "Row",
    "ServiceRefused",
    "ServiceUnreachable",
    "Setting",
    "Term",
    "Unrepresentable",
]
