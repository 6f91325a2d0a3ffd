"""Placeholders: the words of cells that state nothing (－, 特になし, 同上)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from converter.authority.governments import Government
from converter.findings import Text
from converter.linking.text.folding import fold_spelling
from converter.model import SurveyTable

# The labels of things whose entries print no name.
_KINDS: Mapping[SurveyTable, tuple[str, str]] = {
    SurveyTable.PROCEDURES: ("事務・手続", "Procedure"),
    SurveyTable.SYSTEMS: ("共同利用システム", "Shared system"),
    SurveyTable.POSTS: ("デジタル人材", "Digital specialists"),
    SurveyTable.ORGANISATIONS: ("組織", "Organisation"),
}


@dataclass(frozen=True, slots=True)
class Placeholders:
    """The placeholders, folded."""

    words: frozenset[str] = frozenset()

    def has(self, text: str) -> bool:
        """Return whether a text is a placeholder."""
        folded = fold_spelling(text)
        return folded.strip("()[]「」。.") in self.words or not any(map(str.isalnum, folded))


NOTHING = Placeholders()


def placeholders_from(words: Iterable[str]) -> Placeholders:
    """Return the placeholders, given as written."""
    return Placeholders(frozenset(map(fold_spelling, words)))


def untitled(table: SurveyTable, reporter: Government) -> tuple[Text, Text]:
    """Return the labels (ja, en) of a thing whose entry prints no name."""
    japanese, english = _KINDS[table]
    return (
        Text(f"{japanese}（{reporter.name}、名称の記載なし）", "ja"),
        Text(f"{english} ({reporter.name_en}, name not stated)", "en"),
    )
