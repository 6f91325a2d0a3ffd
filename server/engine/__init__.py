"""Evaluates SPARQL: an embedded engine and a remote one, behind one interface.

An `Engine` answers users' queries, within limits; a `Dataset` answers the server's own queries.
Both exist in two kinds: in this process and its workers, or as a client of SPARQL endpoints.
"""

from server.engine.dataset import Dataset, Graph, Pattern, Row, Term
from server.engine.embedded.local_dataset import LocalDataset
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
from server.engine.limits import Limits, QueryDefaults
from server.engine.port import Answer, Capabilities, Engine, Load

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
    "LocalDataset",
    "MemoryExceeded",
    "Pattern",
    "QueryDefaults",
    "QueryRefused",
    "QuerySyntax",
    "QueryTimeout",
    "QueryTooComplex",
    "ResultTooLarge",
    "Row",
    "ServiceRefused",
    "ServiceUnreachable",
    "Term",
    "Unrepresentable",
]
