"""The database of an index: SQLite, in a file or in memory, read by several threads."""

import sqlite3
import weakref
from pathlib import Path
from threading import Lock
from typing import Any


class IndexDatabase:
    """A filled database; its connection closes when nothing refers to the database any more."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read by a connection that no thread owns (`check_same_thread=False`)."""
        self._connection = connection
        self._lock = Lock()
        weakref.finalize(self, connection.close)

    @classmethod
    def open(cls, path: Path) -> "IndexDatabase":
        """Return the database in a file that nobody changes, for reading alone."""
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(uri, uri=True, check_same_thread=False))

    def rows(self, statement: str, *values: str | int) -> list[Any]:
        """Return the rows of a SELECT with its values bound."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()
