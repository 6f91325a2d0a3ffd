"""Writes text to a stream that may be closed, full, or unable to encode the text."""

import io
import os
from contextlib import suppress
from typing import TextIO


def say(text: str, stream: TextIO | None, *, end: str = "\n") -> str:
    """Write and flush a text; return the reason if it could not be written, else "".

    A pipe that its reader has closed (`| head`) is not an error. Characters that the stream cannot
    encode are written as escapes.
    """
    if stream is None:  # closed before the command began
        return ""
    try:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
        stream.write(text + end)
        stream.flush()
    except BrokenPipeError:
        _discard(stream)
    except OSError as error:
        _discard(stream)
        return error.strerror or str(error)
    return ""


def _discard(stream: TextIO) -> None:
    """Redirect the stream to the null device: flushing the rest at exit would fail again."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
