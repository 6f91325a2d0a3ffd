"""Compares two editions: things that are new, gone, of another status, or reworded."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from server.counts.view import View
from server.engine import Row
from server.engine.row_values import text_in
from server.http.language import Language
from server.rdf.query_files import read_query


@dataclass(slots=True)
class ComparedThing:
    """A thing of one edition, with statuses and texts of it and of the earlier thing."""

    row: Row
    now: dict[str, None] = field(default_factory=dict)
    before: dict[str, None] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)
    earlier_texts: dict[str, None] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Return whether it continues no earlier thing."""
        return "earlier" not in self.row

    @property
    def is_gone(self) -> bool:
        """Return whether no later thing continues it."""
        return "later" not in self.row

    @property
    def is_reworded(self) -> bool:
        """Return whether a description is new."""
        return bool(self.earlier_texts) and bool(self.texts.keys() - self.earlier_texts.keys())

    def moves(self) -> Iterator[tuple[str, str]]:
        """Yield its changes of status: earlier and present status."""
        for now in self.now:
            if now not in self.before:
                yield from ((before, now) for before in self.before)


def things_query(view: View, language: Language, base: str) -> str:
    """Return the query for the things of a view, each with the thing that it continues."""
    lang = ox.Literal(str(language))
    return read_query("server.changes", "things", base, things=view.things(base), lang=lang)


def compared(rows: Iterable[Row]) -> list[ComparedThing]:
    """Return the things in these rows, each once, in the order of the rows."""
    found: dict[object, ComparedThing] = {}
    for row in rows:
        one = found.setdefault(row["thing"], ComparedThing(row))
        for name, values in (
            ("status", one.now),
            ("before", one.before),
            ("text", one.texts),
            ("was", one.earlier_texts),
        ):
            if name in row:
                values[text_in(row, name)] = None
    return list(found.values())


def moved(things: Sequence[ComparedThing]) -> dict[tuple[str, str], list[ComparedThing]]:
    """Return the things by change of status, the most frequent change first."""
    found: dict[tuple[str, str], list[ComparedThing]] = {}
    for one in things:
        for pair in one.moves():
            found.setdefault(pair, []).append(one)
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))
