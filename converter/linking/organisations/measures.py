"""Entries of table ③-1 that state a measure (recruitment, training, contract), not a post."""

from collections.abc import Iterable, Mapping

from converter.authority.vocabulary import Concept
from converter.authority.words import Cue
from converter.linking.text.folding import fold, fold_spelling, folded_by_kind
from converter.linking.text.matching import Matcher, concept_spellings
from converter.linking.text.placeholders import Placeholders
from converter.linking.text.stated import Stated, first_stated
from converter.model import Column, Record

SCHEME = "staffing-measure-kind"
COLUMNS = (Column.NAME, Column.PROFILE, Column.DESCRIPTION)


class MeasureRules:
    """Distinguishes measures from posts by cues and by the spellings of kinds of measures."""

    def __init__(
        self, concepts: Mapping[str, Concept], cues: Iterable[Cue], placeholders: Placeholders
    ) -> None:
        """Prepare the words."""
        labels = ((one.label_ja, one.slug) for one in concepts.values())
        self._matcher = Matcher([*labels, *concept_spellings(concepts.values())])
        self._placeholders = placeholders
        self._cues = folded_by_kind(cues)

    def is_measure(self, record: Record) -> bool:
        """Return whether the entry names a measure: no title, a group of people, a contract."""
        name = fold_spelling(record.name)
        profile = fold(record.texts.get(Column.PROFILE, "")).text
        return (
            self._placeholders.has(record.name)
            or name.endswith(tuple(self._cues.get("name-ends", ())))
            or self._has("name", name)
            or self._has("profile", profile)
        )

    def _has(self, kind: str, text: str) -> bool:
        return any(words in text for words in self._cues.get(kind, ()))

    def kind(self, record: Record) -> Stated | None:
        """Return the kind of measure: that of the first spelling found."""
        return first_stated(record, COLUMNS, self._matcher.find)
