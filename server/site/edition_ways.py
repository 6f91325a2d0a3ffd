"""The ways from a page of one edition: to the same page of others, and to what changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.counts.facets import EDITION, EVERY, FACETS, value_at
from server.http.language import Language
from server.rdf.addresses import Addresses
from server.site.editions import Editions


@dataclass(frozen=True, slots=True)
class EditionLink:
    """The way to a page of an edition, or of all."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class EditionWays:
    """The ways from the page at a path below the language, with its parameters."""

    addresses: Addresses
    editions: Editions
    language: Language
    path: str
    parameters: Sequence[tuple[str, str]]

    def to_editions(self, current: str, every: str) -> list[EditionLink]:
        """Return the ways to each edition, the latest first, and to all, which `every` names.

        A page that tells no edition, or the only one, has none.
        """
        if not (current and self.editions.are_several):
            return []
        own = [pair for pair in self.parameters if pair[0] not in {EDITION, "page"}]
        address = f"{self.language}/{self.path}"
        named = [(one.slug, one.label(self.language)) for one in reversed(self.editions.every)]
        if self._is_of_latest:
            named = [one for one in named if one[0] == current]
        choices = named if self._is_of_latest or self.path == _CHANGES else [*named, (EVERY, every)]
        return [
            EditionLink(
                self.addresses.url_of(address, [*own, (EDITION, slug)]), text, slug == current
            )
            for slug, text in choices
        ]

    @property
    def _is_of_latest(self) -> bool:
        """Return whether the page answers questions about the latest edition alone."""
        return self.path.partition("/")[0] == _FINDINGS

    def to_changes(self, current: str) -> str:
        """Return the address of what changed in what a page shows, "" where nothing was before."""
        if self.path == _CHANGES or not self.editions.before(current):
            return ""
        found = value_at(self.path)
        own = [(found[0].name, found[1])] if found else []
        names = {facet.name for facet in FACETS} - {EDITION}
        own += [pair for pair in self.parameters if pair[0] in names]
        return self.addresses.url_of(f"{self.language}/{_CHANGES}", [*own, (EDITION, current)])


_CHANGES, _FINDINGS = "changes", "findings"
