"""How code that has to wait tells of it, whoever wants to know."""

from collections.abc import Callable
from contextlib import AbstractContextManager

# Makes the context in which a thread waits for something outside; `nullcontext` tells nobody.
Away = Callable[[], AbstractContextManager[None]]
