# ruff: noqa: N818 - names without Error, as in HTTP's reason phrases
"""The errors of the engine, grouped by what a client can do about them.

EngineError
├── DatasetError        the files cannot be loaded: correct them, the message says where
├── QueryRefused        correct the query
│   ├── QuerySyntax     the text is not a SPARQL query
│   ├── QueryTooComplex nested or composed too deeply
│   └── ServiceRefused  it asks another server
├── Unrepresentable     ask for another format
├── ServiceUnreachable  an allowed endpoint of SERVICE did not answer
├── LimitExceeded       ask for less
│   ├── QueryTimeout
│   ├── MemoryExceeded
│   └── ResultTooLarge
├── Busy                try again later
│   └── ClientBusy      too many queries of one client at once
└── EngineFailure       not the client's fault
    └── StoreDamaged    the files of a store on disk cannot be read, or have changed
"""


class EngineError(Exception):
    """Any failure of the engine; the text may be shown to clients."""


class DatasetError(EngineError):
    """The dataset's files are missing or broken."""


class QueryRefused(EngineError):
    """The query must be changed before it can be evaluated."""


class QuerySyntax(QueryRefused):
    """The text is not a SPARQL 1.1 query; `line` and `column` count from 1, 0 if unknown."""

    def __init__(self, message: str, line: int = 0, column: int = 0) -> None:
        """Keep the message and the position in the user's text."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class QueryTooComplex(QueryRefused):
    """The query is nested or composed more deeply than the engine's parser can follow."""


class ServiceRefused(QueryRefused):
    """The endpoint of a SERVICE is not allowed; `endpoint` is as written, "" if unknown."""

    def __init__(self, endpoint: str, line: int, column: int) -> None:
        """Keep the endpoint and the position in the user's text."""
        super().__init__(f"SERVICE {endpoint or 'of this query'} is not allowed here")
        self.endpoint = endpoint
        self.line = line
        self.column = column


class Unrepresentable(EngineError):
    """The requested format cannot represent the result."""


class ServiceUnreachable(EngineError):
    """An allowed endpoint of SERVICE did not answer, or not with SPARQL results."""


class LimitExceeded(EngineError):
    """The query exceeds a limit; `limit` is in the unit of the class."""

    def __init__(self, message: str, limit: float) -> None:
        """Keep the limit that was reached."""
        super().__init__(message)
        self.limit = limit


class QueryTimeout(LimitExceeded):
    """The time limit, in seconds, has passed."""

    def __init__(self, seconds: float) -> None:
        """Make the message from the limit in seconds."""
        super().__init__(f"the query was stopped after {seconds:g} s", seconds)


class MemoryExceeded(LimitExceeded):
    """The memory limit, in bytes, was reached."""

    def __init__(self, limit: int) -> None:
        """Say the limit in MiB."""
        super().__init__(f"the query needs more than {limit >> 20} MiB of memory", limit)


class ResultTooLarge(LimitExceeded):
    """The serialised result is longer than the limit, in bytes."""

    def __init__(self, limit: int) -> None:
        """Say the limit in MiB."""
        super().__init__(f"the result is larger than {limit / (1 << 20):g} MiB", limit)


class Busy(EngineError):
    """All slots are taken; `retry_after` is in whole seconds."""

    def __init__(self, retry_after: int, message: str = "the server is busy") -> None:
        """Keep the time before another attempt, in seconds."""
        super().__init__(message)
        self.retry_after = retry_after


class ClientBusy(Busy):
    """One client has too many queries at once."""


class EngineFailure(EngineError):
    """The engine failed for a reason that is not the client's."""


class StoreDamaged(EngineFailure):
    """The files of a store on disk cannot be read, or are not those that were opened."""
