"""Virtuoso with a database of its own, where Debian's package virtuoso-opensource-7-bin is."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from engines import free_port

_SECONDS = 180.0
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
    with subprocess.Popen(
        ["virtuoso-t", "-f", "-c", str(configuration)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    ) as process:
        try:
            _wait(f"http://127.0.0.1:{http}/sparql")
            yield Virtuoso(f"http://127.0.0.1:{http}/sparql", sql)
        finally:
            process.kill()


def _wait(address: str) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        with suppress(URLError), urlopen(f"{address}?query=ASK%7B%7D"):
            return
        time.sleep(0.2)
    message = "Virtuoso did not start"
    raise RuntimeError(message)
