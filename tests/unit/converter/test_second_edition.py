"""A later edition: unchanged cells have the same derived facts under other entry numbers.

The second edition is made from the text of the bundled survey: an added entry shifts the numbers
of fifty others by one, and words of a hundred others are changed.
"""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from linked import bundled_survey

import seeds
from converter.authority.authorities import load_authorities
from converter.authority.vocabulary import load_vocabulary
from converter.findings import Finding, Ref, Text
from converter.linking.joining import survey_to_findings
from converter.model import Document, EntryKey, Record, Survey, SurveyTable
from converter.reading import bytes_to_survey, load_words
from converter.tables import load_tables

EDITION = "test-2022"
SHIFTED = 50
CHANGED = 100
# The number of an entry within an IRI or a label.
NUMBER = re.compile(rf"(?:{EDITION}-)?(?:1|2|3-1|3-2)-\d+|(?<=②)\d+")
# Words of the same width, so that all line breaks stay.
REWORDED = {"業務": "用務", "事務": "用務", "情報": "資料", "システム": "プログラ"}
LAST = 357  # of table ①
ADDED = """308 学校運営調査とりまとめ
学校から提出された報告をRPAにより集計

③実証中
③共同利用不
可

共同利用することを想定していない 青森県
"""


@cache
def second_edition() -> Survey:
    """Return the survey read from the changed text."""
    lines = seeds.document("nga-2020.txt").decode().split("\n")
    for record in reworded():
        for position in _line_indexes(record):
            lines[position] = _reworded(lines[position])
    shifted = [one for one in bundled_survey().records if _later(one.key) != one.key]
    for record in shifted:
        position, number = record.position.first_line - 1, record.key.number
        lines[position] = lines[position].replace(str(number), str(number + 1), 1)
    lines.insert(shifted[0].position.first_line - 1, ADDED)
    text = "\n".join(lines).replace(" 教育分野 (25)", " 教育分野 (26)")
    document = Document(EDITION, "second.txt", "", "", edition=EDITION)
    return bytes_to_survey(text.encode(), document, load_words(load_vocabulary()))


@cache
def reworded() -> tuple[Record, ...]:
    """Return the hundred entries whose words are changed."""
    lines = seeds.document("nga-2020.txt").decode().split("\n")
    able = (
        record
        for record in bundled_survey().records
        if any(_reworded(lines[position]) != lines[position] for position in _line_indexes(record))
    )
    return tuple(sorted(able, key=lambda one: sha256(str(one.key).encode()).digest())[:CHANGED])


def _line_indexes(record: Record) -> range:
    return range(record.position.first_line - 1, record.position.last_line)


def _reworded(line: str) -> str:
    for old, new in REWORDED.items():
        line = line.replace(old, new)
    return line


def _later(key: EntryKey) -> EntryKey:
    """Return the key in the second edition: the last fifty entries of table ① shift by one."""
    is_shifted = key.table is SurveyTable.PROCEDURES and key.number > LAST - SHIFTED
    return EntryKey(key.edition, key.table, key.number + 1) if is_shifted else key


@cache
def pairs() -> tuple[tuple[Record, Record], ...]:
    """Return pairs of an entry and its second edition: the unchanged and the changed pairs."""
    later = {(one.key.table, one.key.number): one for one in second_edition().records}
    return tuple(
        (one, later[_later(one.key).table, _later(one.key).number])
        for one in bundled_survey().records
    )


def facts(survey: Survey) -> Mapping[EntryKey, frozenset[str]]:
    """Return derived facts of each entry and the things it describes, without entry numbers."""
    authorities = load_authorities()
    linked = survey_to_findings(
        survey, authorities.vocabulary, authorities.governments, load_tables()
    )
    by_subject: dict[str, list[Finding]] = {}
    for one in linked.findings:
        by_subject.setdefault(one.subject.path, []).append(one)
    return {
        key: frozenset(
            _fact(one)
            for path in (f"id/entry/{key}", *(ref.path for ref in things))
            for one in by_subject.get(path, ())
        )
        for key, things in linked.things.items()
    }


def _fact(finding: Finding) -> str:
    value = finding.value
    text = (
        value.path if isinstance(value, Ref) else value.value if isinstance(value, Text) else value
    )
    return NUMBER.sub("N", f"{finding.subject.path} {finding.predicate} {text}")


def test_unchanged_cells_have_the_same_facts_under_other_numbers() -> None:
    first = bundled_survey()
    earlier, now = facts(first), facts(second_edition())

    unchanged = [(old, new) for old, new in pairs() if old.texts == new.texts]
    differing = {
        str(old.key): earlier[old.key] ^ now[new.key]
        for old, new in unchanged
        if earlier[old.key] != now[new.key]
    }

    assert len(unchanged) == len(first.records) - CHANGED
    assert sum(old.key.number != new.key.number for old, new in pairs()) == SHIFTED
    # Facts of things that several entries describe or name also come from changed entries.
    assert not {key: several for key, several in differing.items() if not _is_shared(key)}


def _is_shared(key: str) -> bool:
    """Return whether a changed entry describes the same thing, or a thing that the entry names."""
    changed = {str(old.key) for old, new in pairs() if old.texts != new.texts}
    together = (
        {"2-56", "2-57", "2-58"},
        {"2-90", "2-91"},
        {"2-33", "2-34"},
        {"2-43", "2-44"},
        {"2-50", "2-51"},
        {"2-61", "2-62"},
        {"2-97", "2-98"},
        {"3-1-9", "3-1-27"},
        {"3-1-25", "3-2-27"},
        {"3-1-19", "3-2-47"},
        {"3-1-21", "3-2-50"},
        {"3-2-11", "3-2-12"},
    )
    return any(key in several and several & changed for several in together)
