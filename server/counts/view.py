"""A view: which entries are meant, by values of facets. Its parameters are those of a URL."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import urlencode

from server.counts.facets import EDITION, EVERY, FACETS, SILENT, Facet

# Values of one facet at most; there are 81 types.
MOST_VALUES = 100
# A value is named whether or not it has broader ones: a short path is fast.
_BROADER = "/skos:broader*"
# The parameter of the words that are sought.
WORDS = "q"
_ONCE = "FILTER NOT EXISTS { ?later dg:continues ?thing }"
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class ViewError(ValueError):
    """A parameter has a value that it cannot have: its name, the value, and what is expected."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        """Keep all three."""
        super().__init__(f"{name}: {found}")
        self.name = name
        self.found = found
        self.expected = expected


@dataclass(frozen=True, slots=True)
class View:
    """Entries that have any of the slugs chosen in each facet; all entries if nothing is chosen.

    `words` are those sought in their texts, as typed; `found` are the paths of the entries that
    have them, as the search says.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    words: str = ""
    found: tuple[str, ...] = ()

    def of(self, facet: str) -> tuple[str, ...]:
        """Return what is chosen in a facet."""
        return self.chosen.get(facet, ())

    @property
    def edition(self) -> str:
        """Return the edition that is meant: a slug, `all`, or "" where none is chosen."""
        own = self.of(EDITION)
        return EVERY if EVERY in own or len(own) > 1 else "".join(own)

    @property
    def is_narrowed(self) -> bool:
        """Return whether anything but the edition is chosen or sought."""
        return bool(self.words or self.chosen.keys() - {EDITION})

    def having(self, **slugs: str) -> "View":
        """Return the view with one value chosen in each of these facets."""
        chosen = {**self.chosen, **{name: (slug,) for name, slug in slugs.items()}}
        return replace(self, chosen=chosen)

    def seeking(self, words: str, found: tuple[str, ...]) -> "View":
        """Return the view of those of its entries that have words."""
        return replace(self, words=words, found=found)

    def by_facet(self) -> list[tuple[Facet, tuple[str, ...]]]:
        """Return the facets in which something is chosen, in their order, with what it is."""
        return [(facet, self.of(facet.name)) for facet in FACETS if self.of(facet.name)]

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the view, always in one order."""
        words = [(WORDS, self.words)] if self.words else []
        return words + [(facet.name, slug) for facet in FACETS for slug in self.of(facet.name)]

    def key(self, unit: str) -> str:
        """Return the name of a figure over the view, as pages write it: `answers?type=payroll`."""
        query = urlencode(self.parameters(), safe="/")
        return f"{unit}?{query}" if query else unit

    def entries(self, base: str) -> str:
        """Return the pattern that binds ?entry to entries of the view."""
        return _lines(["?entry a dg:Entry .", *self._conditions(base)])

    def things(self, base: str) -> str:
        """Return the pattern that binds ?thing to what entries of the view describe.

        What a facet says of things holds for that thing, not for another one of the same entry. Of
        all editions, what continues is one thing: as the latest one describes it.
        """
        described = "?entry a dg:Entry ; dg:describes ?thing ."
        once = [_ONCE] if self.edition == EVERY else []
        return _lines([described, *self._conditions(base, thing="?thing"), *once])

    def _conditions(self, base: str, thing: str = "") -> list[str]:
        entries = " ".join(f"<{base}{path}>" for path in self.found)
        having_words = [f"VALUES ?entry {{ {entries} }}"] if self.words else []
        return having_words + [
            _condition(facet, slugs, base, thing)
            for facet, slugs in self.by_facet()
            if not (facet.name == EDITION and EVERY in slugs)
        ]


def read_view(parameters: Iterable[tuple[str, str]]) -> View:
    """Return the view that parameters mean; empty ones, and names of no facet, are ignored.

    Raises:
        ViewError: a value is impossible.
    """
    pairs = [(name, value) for name, value in parameters if value]
    chosen = {}
    for facet in FACETS:
        values = tuple(sorted({value for name, value in pairs if name == facet.name}))
        for value in values:
            if not facet.accepts(value):
                raise ViewError(facet.name, value, f"{facet.example}, …")
        if len(values) > MOST_VALUES:
            raise ViewError(facet.name, f"{len(values)}", f"1–{MOST_VALUES}")
        if values:
            chosen[facet.name] = values
    return View(chosen)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"    {line}\n" for line in lines)


def _condition(facet: Facet, slugs: tuple[str, ...], base: str, thing: str) -> str:
    subject, path = (
        (thing, facet.path) if facet.of_thing and thing else ("?entry", facet.entry_path)
    )
    name = facet.name.capitalize()
    variable = f"?chosen{name}"
    values = " ".join(f"<{base}{facet.prefix}{slug}>" for slug in slugs if slug != SILENT)
    named = f"VALUES {variable} {{ {values} }} {subject} {path} {variable} ."
    if SILENT not in slugs:
        return named
    classes = " ".join(f"dg:{name}" for name in facet.within)
    silent = (
        f"VALUES ?asked{name} {{ {classes} }} ?entry a ?asked{name} . "
        f"MINUS {{ {subject} {path.removesuffix(_BROADER)} ?named{name} }}"
    )
    return f"{{ {named} }} UNION {{ {silent} }}" if values else silent
