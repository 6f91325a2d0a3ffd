"""Reads the scope and the number of the participants of a shared system."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from converter.authority.decisions import ParticipantDecision
from converter.authority.vocabulary import Concept
from converter.authority.words import Cue
from converter.findings import Evidence
from converter.linking.systems.participants import COLUMNS, Participant, Role, Status
from converter.linking.text.dates import dates
from converter.linking.text.folding import Folded, fold, fold_spelling
from converter.linking.text.matching import Match, Matcher
from converter.linking.text.quoting import quoted
from converter.linking.text.stated import Stated, applied
from converter.model import Column, Record

_COUNTED = "(?:区市町村|市町村|市区町村|市町|町村|自治体|団体|市|町|村|県|都府県)"
_AND = "(?:[、,・と]|及び)?"
# The first pattern that fits: 20団体のうち16団体 · 導入市町村数:2/45 · 15/27市町村 · 12市、8町 ·
# 27市町村. The numbers of the groups are added up.
_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\d+{_COUNTED}(?:の)?(?:うち|中)の?(\d+){_COUNTED}",
        r"(?:市町村|団体|自治体)数:?(\d+)",
        rf"(?<![\d.])(\d+)/\d+{_COUNTED}",
        rf"(?<![\d.])(?:(\d+)区{_AND})?(\d+)市{_AND}(\d+)(?:町村|町|村)(?:{_AND}(\d+)村)?",
        rf"(?<![\d.])(\d+){_COUNTED}(?![場民営立道])",
    )
)
# The words between a date and a number that holds as of or from then: 令和3年4月時点で52団体.
_AS_OF = re.compile("(?:時点で|時点では|時点|から|より|に|には)、?")
# 北東北3県で · 2府県が
_PREFECTURES = re.compile(
    r"(?<![\d.])(?:[2-9]|[1-4]\d)(?:都府|都道府|府)?県(?=[でがとはの、。)]|及び|による|$)"
)
# 全市町村（高松市を除く） names all but some.
_EXCEPT = re.compile(r"\([^()]*(?:を除く|以外)")


class ScopeRules:
    """Finds the scope of participation by the spellings of the concepts."""

    def __init__(
        self,
        concepts: Mapping[str, Concept],
        cues: Iterable[Cue],
        decisions: Iterable[ParticipantDecision],
        survey_end: str = "",
    ) -> None:
        """Prepare the spellings, the words that mask them and the reviewed rows.

        A number as of or from a date after `survey_end` (an ISO date or "") is not counted,
        unless the whole system is planned.
        """
        cues = tuple(cues)
        self._survey_end = survey_end
        spelt = [(words, one.slug) for one in concepts.values() for words in one.spellings]
        self._words: dict[str, list[str]] = {}
        for cue in cues:
            self._words.setdefault(cue.kind, []).append(cue.words)
        masks = [(cue.words, "") for cue in cues if cue.kind == "mask"]
        self._matcher = Matcher([*spelt, *masks])
        self._decisions = tuple(decisions)

    def scope(self, record: Record, participants: Sequence[Participant]) -> Stated:
        """Return the scope concept: as reviewed, else by the named bodies, else by spellings."""
        for row, words in applied(self._decisions, record):
            if row.scope:
                return Stated(row.scope, words, row.reason)
        if record.codes[Column.STATUS].number == Status.UNDER_CONSIDERATION:
            return Stated("unstated")
        users = [one for one in participants if one.role in (Role.PARTICIPANT, Role.PLANNED)]
        abroad = [one for one in users if _is_abroad(one, record)]
        if abroad:
            return _by_names("multi-prefecture", abroad)
        several = next(_found(record, _PREFECTURES), None)
        return several or self._within(record, users)

    def _within(self, record: Record, users: Sequence[Participant]) -> Stated:
        """Return the scope if no other prefecture is named."""
        spelt = self._spelt(record)
        named = [one for one in users if not _is_prefecture(one)]
        for slug in ("multi-prefecture", "all-municipalities"):
            if slug in spelt:
                return Stated(slug, spelt[slug])
        if named and ("some-municipalities" not in spelt or self._all_named(record, named)):
            return _by_names("named-only", users)
        for slug in ("none", "some-municipalities", "other"):
            if slug in spelt:
                return Stated(slug, spelt[slug])
        return Stated("unstated")

    def _spelt(self, record: Record) -> dict[str, tuple[Evidence, ...]]:
        """Return the scopes whose spellings occur, each with the first words."""
        found: dict[str, tuple[Evidence, ...]] = {}
        for column in COLUMNS:
            text = record.texts.get(column, "")
            for match in self._matcher.find_folded(_without_digits(text)):
                if not self._is_prepared(text, match.start):
                    evidence = Evidence(record.key, column, match.start, match.end)
                    found.setdefault(_slug(match, text), (evidence,))
        return found or self._remaining(record)

    def _is_prepared(self, text: str, offset: int) -> bool:
        """Return whether the sentence only says that others could use the system."""
        sentence = text[: text.find("。", offset) % (len(text) + 1)].rpartition("。")[2]
        return any(
            fold_spelling(one) in fold(sentence).text for one in self._words.get("prepared", ())
        )

    def _remaining(self, record: Record) -> dict[str, tuple[Evidence, ...]]:
        """Return the scope “some” if the words state that some do not take part yet."""
        for cue in self._words.get("remaining", ()):
            if words := quoted(record, cue, COLUMNS):
                return {"some-municipalities": words}
        return {}

    def count(self, record: Record) -> Stated | None:
        """Return the stated number of participants as digits, or None."""
        for row, words in applied(self._decisions, record):
            if row.count:
                return Stated(row.count, words, row.reason)
        if record.codes[Column.STATUS].number == Status.UNDER_CONSIDERATION:
            return None
        return next(self._counts(record), None)

    def _all_named(self, record: Record, named: Sequence[Participant]) -> bool:
        """Return whether the text names as many bodies as it counts: 県内2市(山口市・長門市)."""
        stated = next(self._counts(record), None)
        return stated is not None and int(stated.value) == len({one.government for one in named})

    def _counts(self, record: Record) -> Iterator[Stated]:
        planned = record.codes[Column.STATUS].number in Status.PLANNED
        for column in COLUMNS:
            folded = fold(record.texts.get(column, ""))
            for words in _counted(folded.text):
                if planned or not self._is_later(folded.text, words.start()):
                    span = folded.printed_span(*words.span())
                    number = sum(int(part) for part in words.groups() if part)
                    yield Stated(str(number), (Evidence(record.key, column, *span),))

    def _is_later(self, text: str, start: int) -> bool:
        """Return whether words that begin here hold from a date after the survey on."""
        before = [one for one in dates(text) if one.end <= start]
        if not before or not _AS_OF.fullmatch(text, before[-1].end, start):
            return False
        day = before[-1].value.value
        return bool(self._survey_end) and day > self._survey_end[: len(day)]


def _slug(match: Match, text: str) -> str:
    """Return the scope of a match; “all” with exceptions is “some”."""
    some = match.key == "all-municipalities" and _EXCEPT.match(fold(text[match.end :]).text)
    return "some-municipalities" if some else match.key


def _counted(text: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of participants in a folded text, by the order of the patterns."""
    return (words for pattern in _COUNTS for words in pattern.finditer(text))


def _found(record: Record, prefectures: re.Pattern[str]) -> Iterator[Stated]:
    """Yield the scope “several prefectures” for each number of prefectures."""
    for column in COLUMNS:
        folded = fold(record.texts.get(column, ""))
        for words in prefectures.finditer(folded.text):
            span = folded.printed_span(*words.span())
            yield Stated("multi-prefecture", (Evidence(record.key, column, *span),))


def _is_abroad(participant: Participant, record: Record) -> bool:
    return _is_prefecture(participant) and participant.government.name != record.prefecture


def _is_prefecture(participant: Participant) -> bool:
    return participant.government.kind == "prefecture"


def _by_names(slug: str, named: Iterable[Participant]) -> Stated:
    return Stated(slug, tuple(sorted({one.evidence for one in named})))


def _without_digits(printed: str) -> Folded:
    """Return the folded text without digits, so that 全市町村 also matches 全27市町村."""
    folded = fold(printed)
    kept = [i for i, char in enumerate(folded.text) if not char.isdigit()]
    return Folded(
        "".join(folded.text[i] for i in kept),
        tuple(folded.starts[i] for i in kept),
        tuple(folded.ends[i] for i in kept),
    )
