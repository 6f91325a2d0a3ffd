"""Finds the participants of a shared system: the bodies that the text names, and their roles."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from converter.authority.governments import Government, Governments
from converter.authority.words import Cue
from converter.findings import Evidence
from converter.linking.text.bodies import CONNECTOR, BodyMention, Gazetteer
from converter.linking.text.folding import Folded, fold, folded_by_kind
from converter.model import Column, Record

# The columns that name participants, in the order of the search.
COLUMNS = (Column.NOTE, Column.DESCRIPTION)
_SENTENCE_END = re.compile("。")


class Role(StrEnum):
    """The role of a named body in a system; the value is its property."""

    PARTICIPANT = "dg:participant"
    PLANNED = "dg:plannedParticipant"
    EXCLUDED = "dg:excludedParticipant"
    OPERATOR = "dg:operatedBy"


class Status:
    """Printed status codes that tell whether a system is in use."""

    PLANNED = frozenset({2, 4})
    UNDER_CONSIDERATION = 5


@dataclass(frozen=True, slots=True)
class Participant:
    """A body, its role, and the words that state it."""

    role: Role
    government: Government
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Passage:
    """A folded text with its sentence bounds and governing words."""

    folded: Folded
    bounds: Sequence[int]
    governing: Sequence[tuple[int, str]]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return the bounds of the sentence around an offset."""
        return next((a, b) for a, b in pairwise(self.bounds) if a <= offset < b)

    def governed_by(self, offset: int) -> str:
        """Return the kind of the nearest governing words before an offset."""
        kinds = [kind for end, kind in self.governing if end <= offset]
        return kinds[-1] if kinds else "participant-from"


class ParticipantRules:
    """Finds the bodies that a record names as users of its system."""

    def __init__(self, governments: Governments, cues: Iterable[Cue]) -> None:
        """Prepare the names and the cues."""
        self._governments = governments
        self._cues = folded_by_kind(cues)
        self._gazetteer = Gazetteer(governments, self._cues)

    def find(self, record: Record) -> tuple[Participant, ...]:
        """Return the bodies and their roles; empty if the system is only considered."""
        status = record.codes[Column.STATUS].number
        if status == Status.UNDER_CONSIDERATION:
            return ()
        found = tuple(one for column in COLUMNS for one in self._in_column(record, column))
        if status in Status.PLANNED:
            return tuple(_planned(one) for one in found)
        return found

    def _in_column(self, record: Record, column: Column) -> Iterator[Participant]:
        printed = record.texts.get(column, "")
        passage = self._passage(printed)
        own = self._governments.prefecture(record.prefecture)
        mentions = tuple(self._mentions(passage, own))
        excluded = self._excluded(passage, mentions)
        for mention in mentions:
            role = Role.EXCLUDED if mention in excluded else self._role(passage, mention)
            if role:
                span = passage.folded.printed_span(mention.start, mention.end)
                evidence = Evidence(record.key, column, *span)
                yield Participant(role, mention.government, evidence)

    def _mentions(self, passage: _Passage, own: Government) -> Iterator[BodyMention]:
        """Yield the mentions, sentence by sentence, because a name does not go beyond its line."""
        for start, end in pairwise(passage.bounds):
            for one in self._gazetteer.find(passage.folded.text[start:end], own):
                moved = (one.start + start, one.end + start)
                yield BodyMention(*moved, one.government, listed=one.listed)

    def _passage(self, printed: str) -> _Passage:
        folded = fold(printed)
        breaks = [
            i
            for i in range(1, len(folded.text))
            if "\n" in printed[folded.ends[i - 1] : folded.starts[i]]
        ]
        stops = [match.end() for match in _SENTENCE_END.finditer(folded.text)]
        governing = sorted(self._governing(folded.text))
        # A line that fills its cell is joined to the next: 広島県理由：…
        starts = [start for start, _, _ in governing]
        bounds = sorted({0, *breaks, *stops, *starts, len(folded.text)})
        return _Passage(folded, bounds, [(end, kind) for _, end, kind in governing])

    def _governing(self, text: str) -> Iterator[tuple[int, int, str]]:
        for kind in ("participant-from", "planned-from", "other-from"):
            for words in self._cues.get(kind, ()):
                yield from ((*m.span(), kind) for m in re.finditer(re.escape(words), text))

    def _excluded(self, passage: _Passage, mentions: Sequence[BodyMention]) -> set[BodyMention]:
        """Return the bodies before 除く, and the municipalities listed with them."""
        text, excluded = passage.folded.text, set[BodyMention]()
        for mention in reversed(mentions):
            follows = next((one for one in excluded if _joined(text, mention, one)), None)
            same_kind = follows and _is_prefecture(follows) == _is_prefecture(mention)
            if same_kind or self._after("excluded-after", text[mention.end :]):
                excluded.add(mention)
        return excluded

    def _role(self, passage: _Passage, mention: BodyMention) -> Role | None:
        text = passage.folded.text
        start, end = passage.sentence(mention.start)
        if self._after("operator-after", text[mention.end :]):
            return Role.OPERATOR
        if self._has("prepared", text[start:end]) or mention.government.kind == "state-agency":
            return None
        governed = passage.governed_by(mention.start)
        if governed == "other-from" or self._is_aside(text[mention.end : end]):
            return None
        if not mention.listed and not self._has("participant", text[start:end]):
            return None
        planned = governed == "planned-from" or self._has("planned", text[start:end])
        return Role.PLANNED if planned else Role.PARTICIPANT

    def _is_aside(self, rest: str) -> bool:
        clause = re.split("[、,。]", rest, maxsplit=1)[0]
        return self._after("aside-after", rest) or self._has("aside", clause)

    def _after(self, kind: str, rest: str) -> bool:
        return rest.startswith(tuple(self._cues.get(kind, ())))

    def _has(self, kind: str, text: str) -> bool:
        return any(words in text for words in self._cues.get(kind, ()))


def _planned(participant: Participant) -> Participant:
    if participant.role is not Role.PARTICIPANT:
        return participant
    return Participant(Role.PLANNED, participant.government, participant.evidence)


def _joined(text: str, first: BodyMention, second: BodyMention) -> bool:
    """Return whether only a connector separates two mentions."""
    return bool(re.fullmatch(CONNECTOR, text[first.end : second.start]))


def _is_prefecture(mention: BodyMention) -> bool:
    return mention.government.kind == "prefecture"
