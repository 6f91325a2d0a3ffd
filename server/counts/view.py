"""A view: a selection of entries by values of facets, with parameters as in a URL."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from urllib.parse import urlencode

from server.counts.facets import EDITION, EVERY, FACETS, SILENT, Facet, facet_named

# Maximum values of one facet; there are 81 types.
MOST_VALUES = 100
# The value itself, also if it has broader ones: a short path is fast.
_BROADER = "/skos:broader*"
# The parameter for search words.
WORDS = "q"
_ONCE = "FILTER NOT EXISTS { ?later dg:continues ?thing }"
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class ViewError(ValueError):
    """A parameter has an invalid value; has its name, the value, and what is expected."""

    def __init__(self, name: str, found: str, expected: str) -> None:
        """Keep all three."""
        super().__init__(f"{name}: {found}")
        self.name = name
        self.found = found
        self.expected = expected


class FacetValueError(ViewError):
    """A facet has a value that none of its values can look like, such as a label."""


@dataclass(frozen=True, slots=True)
class View:
    """Entries that have, in each facet with choices, one of the chosen slugs.

    `words` are search words as typed; `found` are the paths of the entries that the search found
    for them.
    """

    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NOTHING)
    words: str = ""
    found: tuple[str, ...] = ()

    def of(self, facet: str) -> tuple[str, ...]:
        """Return the chosen slugs of a facet."""
        return self.chosen.get(facet, ())

    @property
    def edition(self) -> str:
        """Return the chosen edition: a slug, `all`, or "" for none."""
        own = self.of(EDITION)
        return EVERY if EVERY in own or len(own) > 1 else "".join(own)

    @property
    def is_narrowed(self) -> bool:
        """Return whether there are choices besides the edition, or search words."""
        return bool(self.words or self.chosen.keys() - {EDITION})

    def having(self, **slugs: str) -> "View":
        """Return the view with one chosen value in each of these facets."""
        chosen = {**self.chosen, **{name: (slug,) for name, slug in slugs.items()}}
        return replace(self, chosen=chosen)

    def seeking(self, words: str, found: tuple[str, ...]) -> "View":
        """Return the view restricted to the entries found for search words."""
        return replace(self, words=words, found=found)

    def by_facet(self) -> list[tuple[Facet, tuple[str, ...]]]:
        """Return the facets with choices, in order, each with its chosen slugs."""
        return [(facet, self.of(facet.name)) for facet in FACETS if self.of(facet.name)]

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the view in a fixed order."""
        words = [(WORDS, self.words)] if self.words else []
        return words + [(facet.name, slug) for facet in FACETS for slug in self.of(facet.name)]

    def key(self, unit: str) -> str:
        """Return the key of a figure over the view on pages: `answers?type=payroll`."""
        query = urlencode(self.parameters(), safe="/")
        return f"{unit}?{query}" if query else unit

    def entries(self, base: str) -> str:
        """Return the pattern that binds ?entry to entries of the view."""
        return _lines(["?entry a dg:Entry .", *self._conditions(base)])

    def things(self, base: str) -> str:
        """Return the pattern that binds ?thing to the things that entries of the view describe.

        Facets of things apply to ?thing itself, not to another thing of the same entry. In all
        editions together, only the latest of things that continue each other is bound.
        """
        described = "?entry a dg:Entry ; dg:describes ?thing ."
        once = [_ONCE] if self.edition == EVERY else []
        return _lines([described, *self._conditions(base, thing="?thing"), *once])

    def _conditions(self, base: str, thing: str = "") -> list[str]:
        entries = " ".join(f"<{base}{path}>" for path in self.found)
        having_words = [f"VALUES ?entry {{ {entries} }}"] if self.words else []
        few = "" if thing else self._of_prefectures(base)
        return having_words + [
            _condition(facet, slugs, base, thing, few)
            for facet, slugs in self.by_facet()
            if not (facet.name == EDITION and EVERY in slugs)
        ]

    def _of_prefectures(self, base: str) -> str:
        """Return the condition on the chosen prefectures, empty if none is chosen."""
        slugs = self.of("prefecture")
        return f"{_condition(facet_named('prefecture'), slugs, base)} " if slugs else ""


ReadView = Callable[[Iterable[tuple[str, str]]], View]


def read_view(parameters: Iterable[tuple[str, str]]) -> View:
    """Return the view for these parameters; empty and unknown parameters are ignored.

    Raises:
        ViewError: A value is invalid.
    """
    pairs = [(name, value) for name, value in parameters if value]
    chosen = {}
    for facet in FACETS:
        values = tuple(sorted({value for name, value in pairs if name == facet.name}))
        for value in values:
            if not facet.accepts(value):
                raise FacetValueError(facet.name, value, f"{facet.example}, …")
        if len(values) > MOST_VALUES:
            raise ViewError(facet.name, f"{len(values)}", f"1–{MOST_VALUES}")
        if values:
            chosen[facet.name] = values
    return View(chosen)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"    {line}\n" for line in lines)


def _condition(
    facet: Facet, slugs: tuple[str, ...], base: str, thing: str = "", few: str = ""
) -> str:
    """Return the pattern for one of these slugs; `few` is a condition that few entries meet.

    It stands in MINUS, too, because an engine evaluates that for all entries otherwise.
    """
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
        f"VALUES ?class{name} {{ {classes} }} ?entry a ?class{name} . "
        f"MINUS {{ {few}{subject} {path.removesuffix(_BROADER)} ?named{name} }}"
    )
    return f"{{ {named} }} UNION {{ {silent} }}" if values else silent
