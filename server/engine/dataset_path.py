"""Which dataset is served where none is named: the one built here, or the bundled survey's."""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

BUILT = Path("build/dataset")
_COMMAND = "digigov-convert"


class NoDatasetError(Exception):
    """There is nothing to serve; the text says how to make it."""


def default_dataset() -> Path:
    """Return `build/dataset` where it is, or else the bundled survey's dataset, made at need.

    Raises:
        NoDatasetError: the command that makes it is missing or has failed.
    """
    return BUILT if (BUILT / "manifest.json").is_file() else bundled_dataset()


def bundled_dataset() -> Path:
    """Return the dataset of the bundled survey from the user's cache, made once an installation.

    The server does not import the converter: it runs its command.

    Raises:
        NoDatasetError: the command is missing or has failed.
    """
    folder = cache_folder() / _installation()
    if not (folder / "manifest.json").is_file():
        _convert(folder)
    return folder


def _convert(folder: Path) -> None:
    beside = Path(sys.executable).parent / _COMMAND
    command = str(beside) if beside.is_file() else shutil.which(_COMMAND)
    if command is None:
        message = f"There is no dataset and no {_COMMAND} to make it; name a folder or an RDF file."
        raise NoDatasetError(message)
    folder.parent.mkdir(parents=True, exist_ok=True)
    arguments = [command, "--downloads", "-o", str(folder)]
    done = subprocess.run(arguments, stdout=sys.stderr, check=False)  # noqa: S603 -- our own command
    if done.returncode:
        message = f"{_COMMAND} ended with {done.returncode}: there is no dataset to serve."
        raise NoDatasetError(message)


def cache_folder() -> Path:
    """Return the folder in which this software keeps what it can make again."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "digigov"


def _installation() -> str:
    """Return the version with a digest of all installed files: another wheel, another dataset."""
    installed = distribution("digigov")
    record = installed.read_text("RECORD") or ""
    return f"{installed.version}-{hashlib.sha256(record.encode()).hexdigest()[:12]}"
