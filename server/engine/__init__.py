"""What evaluates SPARQL, behind one port.

`Dataset` answers the server's own fixed queries in this process; an `Engine` answers users'
queries, the embedded one in worker processes that can be killed.
"""

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
from server.engine.limits import Limits, Setting
from server.engine.port import Answer, Capabilities, Engine, Load, Question, Questions

__all__ = [
    "Answer",
    "Busy",
    "Capabilities",
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
    "Question",
    "Questions",
    "ResultTooLarge",
    "Row",
    "ServiceRefused",
    "ServiceUnreachable",
    "Setting",
    "Term",
    "Unrepresentable",
]
