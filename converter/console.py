"""Writes text to a stream that may be closed, full, or unable to encode the text."""

import io
import os
from contextlib import suppress
from typing import TextIO


def say(text: str, stream: TextIO | None, *, end: str = "\n") -> str:
    """Write a text at once, and return why it could not be written, "" where nothing is wrong.

    A reader that has seen enough (`| head`) is not a fault. What the stream cannot encode is
    written as escapes.
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
    """Redirect the stream to the null device: the rest is written at exit, and would fail again."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
