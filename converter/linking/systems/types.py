"""Finds the type of a system: by the name, else the heading, else the description."""

from collections.abc import Mapping

from converter.authority.vocabulary import Concept
from converter.linking.text.matching import Matcher, concept_spellings
from converter.linking.text.stated import Stated, first_stated
from converter.model import Column, Record


class SystemTypeRules:
    """Finds the type of a system by the labels and spellings of the concepts."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        """Prepare the spellings."""
        self._matcher = Matcher(concept_spellings(concepts.values()))

    def find(self, record: Record) -> Stated | None:
        """Return the type of the first spelling found.

        The first words decide: 森林地理情報 is about forests. A heading has no offsets, so it gives
        no evidence.
        """
        return (
            self._spelt(record, Column.NAME)
            or self._headed(record)
            or self._spelt(record, Column.DESCRIPTION)
        )

    def _spelt(self, record: Record, column: Column) -> Stated | None:
        return first_stated(record, (column,), self._matcher.find)

    def _headed(self, record: Record) -> Stated | None:
        """Return the type that the sub-heading names; a field (福祉分野) does not name a type."""
        for heading in record.section[1:]:
            for match in self._matcher.find(heading):
                return Stated(match.key)
        return None
