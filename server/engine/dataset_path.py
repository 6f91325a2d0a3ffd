"""Chooses the dataset to serve by default: the one built here, or that of the bundled survey."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

BUILT = Path("build/dataset")
_COMMAND = "digigov-convert"


class NoDatasetError(Exception):
    """There is no dataset to serve; the message says how to make one."""


def default_dataset() -> Path:
    """Return `build/dataset` if it exists, else the bundled survey's dataset, made if missing.

    Raises:
        NoDatasetError: The command that makes it is missing or has failed.
    """
    return built_dataset() or bundled_dataset()


def built_dataset() -> Path | None:
    """Return `build/dataset` if it exists."""
    return BUILT if (BUILT / "manifest.json").is_file() else None


def bundled_dataset() -> Path:
    """Return the bundled survey's dataset from the user's cache, made once for each installation.

    The server does not import the converter: it runs the converter's command.

    Raises:
        NoDatasetError: The command is missing or has failed.
    """
    # Workers import this module, and need none of it.
    from server.engine.installation import build, version  # noqa: PLC0415

    folder = cache_folder() / f"{version()}-{build()}"
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
    """Return the folder for files that this software can make again."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "digigov"
