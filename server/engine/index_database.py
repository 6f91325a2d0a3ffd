"""The SQLite database of an index, in a file or in memory, read by several threads."""

import sqlite3
import weakref
from pathlib import Path
from threading import Lock
from typing import Any


class IndexDatabase:
    """A filled database; the connection closes when the object is freed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection made with `check_same_thread=False`, so that any thread may use it."""
        self._connection = connection
        self._lock = Lock()
        weakref.finalize(self, connection.close)

    @classmethod
    def open(cls, path: Path) -> "IndexDatabase":
        """Open the database in a file read-only; the file must not change."""
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        return cls(sqlite3.connect(uri, uri=True, check_same_thread=False))

    def rows(self, statement: str, *values: str | int) -> list[Any]:
        """Return the rows of a SELECT with these values bound."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()
