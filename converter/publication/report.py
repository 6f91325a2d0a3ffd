"""Writes the report on data quality: to a file beside its path, which is then renamed."""

import os
import tempfile
from pathlib import Path

from converter.errors import ConversionError


def write_report(file: Path, text: str) -> None:
    """Write a report, replacing an earlier one; to a device or a pipe it is written directly.

    Raises:
        ConversionError: The file cannot be written.
    """
    try:
        if file.is_relative_to("/dev") or (file.exists() and not file.is_file()):
            with file.open("a", encoding="utf-8") as device:
                device.write(text)
        else:
            _replace(Path(os.path.realpath(file)), text)
    except OSError as error:
        message = f"{file}: cannot be written ({error.strerror}); give another file with --report"
        raise ConversionError(message) from error


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".digigov-report-", dir=path.parent) as beside:
        new = Path(beside, "report")
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(path)
