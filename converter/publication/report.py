"""The report on data quality as a file: written beside its place, then moved there."""

import tempfile
from pathlib import Path

from converter.errors import ConversionError


def write_report(file: Path, text: str) -> None:
    """Write a report, replacing an earlier one.

    Raises:
        ConversionError: the file cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as beside:
            new = Path(beside, file.name)
            new.write_text(text, encoding="utf-8", newline="\n")
            new.replace(file)
    except OSError as error:
        message = f"{file}: cannot be written ({error.strerror}); give another file with --report"
        raise ConversionError(message) from error
