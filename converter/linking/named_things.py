"""Products, services and laws that a record names: mentions, or the legal basis of its things."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from converter.authority.named_things import NamedThing
from converter.findings import Evidence, Finding, Ref
from converter.iris import entry_path
from converter.linking.text.matching import Matcher
from converter.linking.text.quoting import ALL_TEXTS
from converter.linking.text.stated import matches_in
from converter.model import EntryKey, Record

MENTION = "named-product"
BASIS = "legal-basis"


class NamedThingRules:
    """Finds named things by the spellings of the authority list."""

    def __init__(self, things: Iterable[NamedThing]) -> None:
        """Prepare the spellings once for all records."""
        self._things = {one.path: one for one in things}
        self._matcher = Matcher(
            (spelling, one.path) for one in self._things.values() for spelling in one.spellings
        )

    def findings(
        self, records: Iterable[Record], described: Mapping[EntryKey, Sequence[Ref]]
    ) -> Iterator[Finding]:
        """Yield the mentions of each record; a law is also the legal basis of its things."""
        for record in records:
            entry = Ref(entry_path(record.key))
            for path, words in self._named(record).items():
                if self._things[path].is_law:
                    for thing in described.get(record.key, ()):
                        yield Finding(thing, "dg:legalBasis", Ref(path), BASIS, (words,))
                else:
                    yield Finding(entry, "schema:mentions", Ref(path), MENTION, (words,))

    def _named(self, record: Record) -> dict[str, Evidence]:
        """Return the path of each thing named, with the first words that name it."""
        found: dict[str, Evidence] = {}
        for path, words in matches_in(record, ALL_TEXTS, self._matcher.find):
            found.setdefault(path, words)
        return found
