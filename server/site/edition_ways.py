"""Links from a page of one edition to the same page of other editions, and to the changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.counts.facets import EDITION, EVERY, FACETS, value_at
from server.http.language import Language
from server.rdf.addresses import Addresses
from server.site.editions import Editions


@dataclass(frozen=True, slots=True)
class EditionLink:
    """A link to a page of an edition, or of all editions."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True)
class EditionWays:
    """Makes the links of a page, given its path below the language and its parameters."""

    addresses: Addresses
    editions: Editions
    language: Language
    path: str
    parameters: Sequence[tuple[str, str]]

    def to_editions(self, current: str, every: str) -> list[EditionLink]:
        """Return links to all editions, the latest first, and one labelled `every` to all together.

        Empty for a page without an edition, or if there is only one.
        """
        if not (current and self.editions.are_several):
            return []
        own = [pair for pair in self.parameters if pair[0] not in {EDITION, "page"}]
        address = f"{self.language}/{self.path}"
        named = [(one.slug, one.label(self.language)) for one in reversed(self.editions.every)]
        # Changes lead up to one edition, and findings would count all answers twice.
        of_one = self.path.partition("/")[0] in {_CHANGES, _FINDINGS}
        choices = named if of_one else [*named, (EVERY, every)]
        return [
            EditionLink(
                self.addresses.url_of(address, [*own, (EDITION, slug)]), text, slug == current
            )
            for slug, text in choices
        ]

    def to_changes(self, current: str) -> str:
        """Return the address of the changes for a page, "" for the first edition."""
        if self.path == _CHANGES or not self.editions.before(current):
            return ""
        found = value_at(self.path)
        own = [(found[0].name, found[1])] if found else []
        names = {facet.name for facet in FACETS} - {EDITION}
        own += [pair for pair in self.parameters if pair[0] in names]
        return self.addresses.url_of(f"{self.language}/{_CHANGES}", [*own, (EDITION, current)])


_CHANGES, _FINDINGS = "changes", "findings"
