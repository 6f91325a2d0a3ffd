"""What PEP 3333 calls `start_response`: its types, named once, as to name them costs time."""

from collections.abc import Callable
from types import TracebackType

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
MaybeExceptionInfo = ExceptionInfo | None
HeaderList = list[tuple[str, str]]
Write = Callable[[bytes], object]


def no_write(_piece: bytes) -> object:
    """Refuse the way of sending that PEP 3333 keeps for old frameworks.

    Raises:
        NotImplementedError: always.
    """
    message = "write() of PEP 3333 is not served"
    raise NotImplementedError(message)
