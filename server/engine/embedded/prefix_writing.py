"""Prefixes prepared for the writer of a graph; thousands of answers share the same ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from server.rdf.prefixes import writing_prefixes

# The characters before a prefixed name, besides white space.
_BLANKS = bytes.maketrans(b"\n\t^([,", b"      ")
# Bytes of a graph up to which one search for all prefixes is faster than one for each.
_SHORT = 4096


@dataclass(frozen=True, slots=True)
class Naming:
    """Prefixes with their namespaces, each namespace once, and their declarations in Turtle.

    `head` is the length in bytes of all declarations.
    """

    prefixes: dict[str, str]
    declarations: dict[bytes, bytes]
    head: int

    @classmethod
    def of(cls, prefixes: Mapping[str, str]) -> Self:
        """Prepare these prefixes for writing graphs."""
        known = writing_prefixes(prefixes)
        declarations = {
            prefix.encode(): f"@prefix {prefix}: <{namespace}> .\n".encode()
            for prefix, namespace in known.items()
        }
        return cls(known, declarations, sum(map(len, declarations.values())))

    def with_used_only(self, body: bytes) -> bytes:
        """Return Turtle or TriG that declares only the prefixes it uses, in order."""
        # The engine declares all prefixes, one on each line, in no reliable order.
        rest = body[self.head :]
        used = sorted(self._used(rest))
        return b"".join((*map(self.declarations.__getitem__, used), b"\n" if used else b"", rest))

    def _used(self, rest: bytes) -> Iterable[bytes]:
        seen = _prefixes(rest[:_SHORT])
        if len(rest) <= _SHORT:
            return self.declarations.keys() & seen
        return (item for item in self.declarations if item in seen or item + b":" in rest)


def _prefixes(body: bytes) -> set[bytes]:
    pieces = body.translate(_BLANKS).split(b":")
    return {piece[piece.rfind(b" ") + 1 :] for piece in pieces[:-1]}


NO_NAMES = Naming.of({})
