"""The prefixes of one graph, ready for its writer: thousands of answers share the same ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from server.rdf.prefixes import writing_prefixes

# A prefixed name stands behind one of these, where it does not stand behind a blank.
_BLANKS = bytes.maketrans(b"\n\t^([,", b"      ")
# Bytes of a graph in which one look for all prefixes is faster than one for each of them.
_SHORT = 4096


@dataclass(frozen=True, slots=True)
class Naming:
    """Prefix → namespace, each namespace once; prefix → how Turtle declares it.

    `head` is the length in bytes of all declarations.
    """

    prefixes: dict[str, str]
    declarations: dict[bytes, bytes]
    head: int

    @classmethod
    def of(cls, prefixes: Mapping[str, str]) -> Self:
        """Return what is needed to write a graph with the prefixes."""
        known = writing_prefixes(prefixes)
        declarations = {
            prefix.encode(): f"@prefix {prefix}: <{namespace}> .\n".encode()
            for prefix, namespace in known.items()
        }
        return cls(known, declarations, sum(map(len, declarations.values())))

    def with_used_only(self, body: bytes) -> bytes:
        """Return Turtle or TriG that declares, in order, what it uses; all else goes."""
        # The engine declares all of them, each on its line, in no order to rely on.
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
