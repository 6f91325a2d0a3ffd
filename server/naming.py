"""The prefixes of one graph, ready for its writer: thousands of answers share the same ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from server.prefixes import writing_prefixes

# All declarations at the head of what the engine writes as Turtle or TriG, in no order to rely on.
_HEAD = re.compile(rb"(?:@prefix [^\n]*\n)*")


@dataclass(frozen=True, slots=True)
class Naming:
    """Prefix → namespace, each namespace once; of each the use, `dg:`, and the line in Turtle."""

    prefixes: dict[str, str]
    lines: tuple[tuple[bytes, bytes], ...]

    @classmethod
    def of(cls, prefixes: Mapping[str, str]) -> Self:
        """Return what is needed to write a graph with the prefixes."""
        known = writing_prefixes(prefixes)
        return cls(known, tuple(map(_line, known.items())))

    def with_used_only(self, body: bytes) -> bytes:
        """Return Turtle or TriG that declares, in order, what it uses; all else goes."""
        head = _HEAD.match(body)
        rest = body[head.end() :] if head else body
        used = [line for use, line in self.lines if use in rest]
        return b"".join((*used, b"\n", rest)) if used else rest


def _line(item: tuple[str, str]) -> tuple[bytes, bytes]:
    prefix, namespace = item
    return f"{prefix}:".encode(), f"@prefix {prefix}: <{namespace}> .\n".encode()


NO_NAMES = Naming.of({})
