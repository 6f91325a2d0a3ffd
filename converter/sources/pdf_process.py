"""Starts the process that reads a PDF, with limits of time and memory."""

import pickle
import subprocess
import sys
from threading import Timer
from types import TracebackType
from typing import IO, Self

from converter.sources.pdf_messages import Answer, Failed, Opened, Request

READER = "converter.sources.pdf"
# Seconds to start the process and find the pages; a survey takes half a second.
SECONDS_TO_OPEN = 60.0


class PdfProcess:
    """A process that opens a PDF and answers requests for its pages.

    `seconds` is the time limit for each page. After a time-out or a crash, the process has ended
    and every answer is `Failed`.
    """

    def __init__(self, data: bytes, seconds: float) -> None:
        """Start the process with the bytes of a PDF; its first message is in `opened`."""
        self._seconds = seconds
        self._late = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no user's words
            [sys.executable, "-P", "-m", READER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.opened: Opened | Failed = self._opened(data)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the process."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                _close(stream)
        self._process.wait()

    @property
    def is_gone(self) -> bool:
        """Return whether the process has ended."""
        return self._process.poll() is not None

    def ask(self, request: Request) -> Answer:
        """Return the answer to a request, `Failed` if it takes too long or ends the process."""
        return self._exchange(request, self._seconds)

    def _opened(self, data: bytes) -> Opened | Failed:
        answer = self._exchange(data, SECONDS_TO_OPEN)
        return answer if isinstance(answer, Opened | Failed) else Failed("no answer")

    def _exchange(self, message: Request | bytes, seconds: float) -> Answer:
        timer = Timer(seconds, self._kill)
        timer.start()
        try:
            answer: Answer = self._sent_and_received(message)
        except (EOFError, OSError, pickle.UnpicklingError):
            if self._late:
                return Failed(f"more than {seconds:g} seconds of work")
            return Failed("a crash of the PDF parser, or more memory than it may take")
        else:
            return answer
        finally:
            timer.cancel()

    def _sent_and_received(self, message: Request | bytes) -> Answer:
        requests, answers = self._process.stdin, self._process.stdout
        if requests is None or answers is None:
            raise EOFError
        pickle.dump(message, requests)
        requests.flush()
        answer: Answer = pickle.load(answers)  # noqa: S301 - written by the process started above
        return answer

    def _kill(self) -> None:
        self._late = True
        self._process.kill()


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return  # the process has ended, so the unsent rest is lost
