"""A later survey made of single cells, as prefectures may fill them in."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from pathlib import Path

from excerpts import HEADINGS

from converter.authority.words import TextTranslation
from converter.model import SurveyTable

CELLS = Path(__file__).parent / "later-survey.tsv"
MANIFEST = """
[[document]]
key = "later"
first_edition = true
file = "later.txt"
title_ja = "後の調査"
title_en = "A later survey"
publisher = "national-governors-association"
survey_start = 2025-12-01
survey_end = 2026-01-31
published = "2026-03"
creator = "nga-informatisation-project-team"
rights_ja = "回答本文は全国知事会の著作物である。"
rights_en = "The quoted answers are the text of the National Governors' Association."
"""
STATUSES = {
    "": ["①導入(実施)", "済"],
    "planned": ["②導入(実施)", "予定"],
    "considered": ["⑤検討中"],
}
SHARING = {
    SurveyTable.PROCEDURES: ["③共同利用不", "可"],
    SurveyTable.SYSTEMS: ["①さらなる共", "同利用可能"],
}


@dataclass(frozen=True, slots=True)
class Cells:
    r"""The cells of one entry; `description_en` is the translation of the description.

    `claim` says what the entry has that an earlier survey has not. In texts `\n` is a line break.
    """

    table: str
    heading: str
    prefecture: str
    status: str
    name: str
    profile: str
    description: str
    note: str
    description_en: str
    claim: str


def cells() -> list[Cells]:
    """Return the entries of the table, in the order of a survey."""
    with CELLS.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert lines[0] == [one.name for one in fields(Cells)]
    return [Cells(*line) for line in lines[1:]]


def translations(entries: Sequence[Cells]) -> tuple[TextTranslation, ...]:
    """Return the rows that the translator of the survey would add to `texts.tsv`."""
    return tuple(
        TextTranslation(one.description, one.description_en)
        for one in entries
        if one.description_en
    )


def write_survey(folder: Path, entries: Sequence[Cells]) -> Path:
    """Write the survey and its manifest, and return the manifest."""
    (folder / "later.txt").write_text("\n".join(_lines(entries)), encoding="utf-8")
    manifest = folder / "editions.toml"
    manifest.write_text(MANIFEST, encoding="utf-8")
    return manifest


def _lines(entries: Sequence[Cells]) -> Iterator[str]:
    for name, of_table in groupby(entries, lambda one: one.table):
        table = SurveyTable(name)
        yield from (HEADINGS[table], "")
        number = 0
        for heading, group in groupby(of_table, lambda one: one.heading):
            several = list(group)
            yield from (f"{heading} ({len(several)})", "")
            for one in several:
                number += 1
                yield from _entry(table, number, one)


def _entry(table: SurveyTable, number: int, one: Cells) -> Iterator[str]:
    yield from f"{number} {one.name}".split("\\n")
    if table is SurveyTable.POSTS:
        yield from ("①外部人材の登", "用/採用", "", "①常勤", "")
    yield from (one.profile, "", *one.description.split("\\n"), "", *STATUSES[one.status])
    yield from ("", *SHARING.get(table, ()), "", one.note, "", one.prefecture, "")
