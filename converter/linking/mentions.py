"""Bodies that an entry names without any closer relation: `schema:mentions`."""

from collections.abc import Iterable, Iterator, Sequence

from converter.authority.governments import Government, Governments
from converter.findings import Evidence, Finding, Ref
from converter.iris import entry_path
from converter.linking.text.bodies import Gazetteer
from converter.linking.text.folding import fold
from converter.linking.text.quoting import ALL_TEXTS
from converter.model import Record

RULE = "named-body"


class MentionRules:
    """Finds the bodies in texts that are not the value of another finding from the same words."""

    def __init__(self, governments: Governments) -> None:
        """Prepare the search for names of bodies."""
        self._governments = governments
        self._gazetteer = Gazetteer(governments)

    def findings(self, records: Iterable[Record], derived: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the mentions; `derived` are the findings of other rules."""
        related = {
            (words.entry, one.value.path)
            for one in derived
            if isinstance(one.value, Ref)
            for words in one.evidence
        }
        for record in records:
            for body, words in self._named(record).items():
                if (record.key, body.path) not in related:
                    entry = Ref(entry_path(record.key))
                    yield Finding(entry, "schema:mentions", Ref(body.path), RULE, (words,))

    def _named(self, record: Record) -> dict[Government, Evidence]:
        """Return each body named, except the reporting prefecture, with the first words."""
        own = self._governments.prefecture(record.prefecture)
        found: dict[Government, Evidence] = {}
        for column in ALL_TEXTS:
            folded = fold(record.texts.get(column, ""))
            for one in self._gazetteer.find(folded.text, own):
                span = folded.printed_span(one.start, one.end)
                if one.government != own:
                    found.setdefault(one.government, Evidence(record.key, column, *span))
        return found
