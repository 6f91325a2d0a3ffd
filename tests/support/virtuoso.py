"""Virtuoso with a database of its own, where Debian's package virtuoso-opensource-7-bin is."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engines import free_port, started

# The bound of rows is that of Debian's settings.
_CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {files}
NumberOfBuffers = 20000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 10000
"""


def has_virtuoso() -> bool:
    """Return whether the server and its client for SQL are here."""
    return bool(shutil.which("virtuoso-t") and shutil.which("isql-vt"))


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A running server: its SPARQL endpoint, and the port for SQL."""

    url: str
    sql: int

    def run(self, commands: str) -> str:
        """Run commands of SQL, and return what the client prints."""
        client = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba"]
        done = subprocess.run(client, input=commands, capture_output=True, text=True, check=True)
        return done.stdout


@contextmanager
def virtuoso(folder: Path, files: Path) -> Iterator[Virtuoso]:
    """Yield an empty server that may read a folder of files."""
    sql, http = free_port(), free_port()
    configuration = folder / "virtuoso.ini"
    text = _CONFIGURATION.format(folder=folder, files=files, sql=sql, http=http)
    configuration.write_text(text, encoding="utf-8")
    address = f"http://127.0.0.1:{http}/sparql"
    with started(["virtuoso-t", "-f", "-c", str(configuration)], folder, address):
        yield Virtuoso(address, sql)
