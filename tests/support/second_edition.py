"""A second edition of the survey, made of the text of the first: changes of every kind.

Everything else is as it was, so it is known beforehand what a count or a page says of the changes.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from linked import bundled_survey

import seeds
from converter.model import Column, EntryKey, Record, SurveyTable

KEY = "test-2022"
# Entries that each kind of change takes.
EACH = 8
MANIFEST = f"""
[[document]]
key = "nga-2020"
first_edition = true
file = "nga-2020.txt"
title_ja = "都道府県におけるデジタル・ガバメントの先進事例調査"
title_en = "Survey of leading cases of digital government in the prefectures"
publisher = "national-governors-association"
survey_start = 2020-06-01
survey_end = 2020-07-31
published = "2020-10"
creator = "nga-informatisation-project-team"
rights_ja = "回答本文は全国知事会の著作物である。"
rights_en = "The quoted answers are the text of the National Governors' Association."

[[document]]
key = "{KEY}"
file = "{KEY}.txt"
title_ja = "試験用の第二回調査"
title_en = "A second survey for tests"
publisher = "national-governors-association"
survey_start = 2022-06-01
survey_end = 2022-08-31
published = "2022-11"
creator = "nga-informatisation-project-team"
rights_ja = "回答本文は全国知事会の著作物である。"
rights_en = "The quoted answers are the text of the National Governors' Association."
"""
NEW = """0 {name}
学校から提出された報告をRPAにより集計

③実証中
③共同利用不
可

共同利用することを想定していない {prefecture}
"""
_PREFECTURES = ("青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県")
_SCHOOL = ("調査", "報告", "集計", "台帳", "名簿", "統計", "記録")
# Its only type is one that is never the first (dg:furtherTypeOnly).
_LIBRARY = "図書館の蔵書"
# Signs of the same width, so that every line is wrapped where it was.
_RENAMED = {"事務": "業務", "システム": "システマ", "業務": "作業"}
_REWORDED = {"業務": "用務", "情報": "資料"}
_PLANNED, _TRIAL, _USED = "②導入(実施)", "③実証中", "①導入(実施)"
_AFTER_PLANNED, _AFTER_USED = "予定", "済"

Lines: TypeAlias = list[str]
# Returns the changed lines of an entry; None where it cannot be changed so.
Edit: TypeAlias = Callable[[Record, Lines], Lines | None]


@cache
def _first_text() -> tuple[str, ...]:
    return tuple(seeds.document("nga-2020.txt").decode().split("\n"))


def _trial_to_use(_: Record, lines: Lines) -> Lines | None:
    if _TRIAL not in lines:
        return None
    position = lines.index(_TRIAL)
    return [*lines[:position], _USED, _AFTER_USED, *lines[position + 1 :]]


def _planned_to_use(_: Record, lines: Lines) -> Lines | None:
    if _PLANNED not in lines or _AFTER_PLANNED not in lines:
        return None
    changed = {_PLANNED: _USED, _AFTER_PLANNED: _AFTER_USED}
    return [changed.get(line, line) for line in lines]


def _renamed(record: Record, lines: Lines) -> Lines | None:
    name = record.name.replace("\n", "")
    return _replaced(lines, name, _RENAMED)


def _reworded(record: Record, lines: Lines) -> Lines | None:
    text = record.texts.get(Column.DESCRIPTION, "").replace("\n", "")
    return _replaced(lines, text, _REWORDED)


def _replaced(lines: Lines, within: str, words: Mapping[str, str]) -> Lines | None:
    """Return lines with the first line that is within a text reworded."""
    for index, line in enumerate(lines):
        shown = re.sub(r"^\d+ ", "", line.strip())
        for old, new in words.items():
            if old in shown and shown in within:
                changed = line.replace(old, new, 1)
                return [*lines[:index], changed, *lines[index + 1 :]]
    return None


def _moved(record: Record, lines: Lines) -> Lines | None:
    """Return the entry as one of another prefecture, whose name is as long."""
    other = _PREFECTURES[(record.key.number) % len(_PREFECTURES)]
    last = lines[-1]
    if len(record.prefecture) != len(other) or other == record.prefecture:
        return None
    return [*lines[:-1], last[: -len(other)] + other] if last.endswith(record.prefecture) else None


def _gone(record: Record, lines: Lines) -> Lines | None:
    is_table = record.key.table is SurveyTable.PROCEDURES
    return [] if is_table and not any(line.startswith((" ", "\f")) for line in lines) else None


EDITS: Mapping[str, Edit] = {
    "trial-to-use": _trial_to_use,
    "planned-to-use": _planned_to_use,
    "renamed": _renamed,
    "reworded": _reworded,
    "moved": _moved,
    "gone": _gone,
}


@cache
def changed_entries() -> Mapping[str, tuple[EntryKey, ...]]:
    """Return the entries of the first edition that are changed, by kind of change."""
    found: dict[str, list[EntryKey]] = {kind: [] for kind in EDITS}
    ranked = sorted(
        bundled_survey().records, key=lambda one: sha256(str(one.key).encode()).digest()
    )
    for record in ranked:
        for kind, edit in EDITS.items():
            if len(found[kind]) < EACH and edit(record, _lines(record)) is not None:
                found[kind].append(record.key)
                break
    return {kind: tuple(keys) for kind, keys in found.items()}


def new_names() -> list[tuple[str, str]]:
    """Return name and prefecture of the entries that are new in the second edition."""
    names = (*(f"学校運営{name}とりまとめ" for name in _SCHOOL), _LIBRARY)
    return list(zip(names, _PREFECTURES, strict=True))


@cache
def second_text() -> str:
    """Return the text of the second edition."""
    lines: list[str | None] = list(_first_text())
    extra: dict[int, list[str]] = {}
    kinds = {key: kind for kind, keys in changed_entries().items() for key in keys}
    numbers: Counter[SurveyTable] = Counter()
    counts: Counter[tuple[object, ...]] = Counter()
    last = [one for one in bundled_survey().records if one.section[:1] == ("教育分野",)]
    ends = next(one for one in reversed(last) if one.key.table is SurveyTable.PROCEDURES)
    for record in bundled_survey().records:
        table, start = record.key.table, record.position.first_line - 1
        own = _lines(record)
        if record.key in kinds:
            own = EDITS[kinds[record.key]](record, own) or []
        if own:
            numbers[table] += 1
            own = _numbered(own, numbers[table])
            _count(counts, record)
        for index in range(start, record.position.last_line):
            lines[index] = None
        extra[start] = own
        if record is ends:
            for name, prefecture in new_names():
                numbers[table] += 1
                _count(counts, record)
                new = NEW.format(name=name, prefecture=prefecture).rstrip("\n").split("\n")
                extra[start] = [*extra[start], "", *_numbered(new, numbers[table])]
    _recount(lines, counts)
    return "\n".join(_merged(lines, extra))


def _lines(record: Record) -> Lines:
    return list(_first_text()[record.position.first_line - 1 : record.position.last_line])


def _numbered(lines: Lines, number: int) -> Lines:
    return [re.sub(r"^(\s*)\d+", rf"\g<1>{number}", lines[0]), *lines[1:]]


def _count(counts: Counter[tuple[object, ...]], record: Record) -> None:
    for depth in range(1, len(record.section) + 1):
        counts[record.key.table, *record.section[:depth]] += 1


def _recount(lines: list[str | None], counts: Counter[tuple[object, ...]]) -> None:
    """Write the numbers of entries into the headings that print one."""
    for heading in bundled_survey().sections:
        position = heading.position.first_line - 1
        line = lines[position]
        if heading.printed_count is not None and line is not None:
            count = counts[heading.table, *heading.path]
            lines[position] = re.sub(r"\(\d+\)", f"({count})", line)


def _merged(lines: Sequence[str | None], extra: Mapping[int, list[str]]) -> list[str]:
    found: list[str] = []
    for index, line in enumerate(lines):
        found += extra.get(index, [])
        found += [] if line is None else [line]
    return found


def write_first(folder: Path) -> Path:
    """Write the survey of 2020, and return its path."""
    path = folder / "nga-2020.txt"
    path.write_bytes(seeds.document(path.name))
    return path


def write_editions(folder: Path) -> Path:
    """Write both editions and their manifest, and return the manifest."""
    write_first(folder)
    (folder / f"{KEY}.txt").write_text(second_text(), encoding="utf-8", newline="")
    manifest = folder / "editions.toml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    return manifest
