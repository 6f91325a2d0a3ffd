"""The text that the survey's form prints around the answers, and the words of its codes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from converter.model import Column, SurveyTable
from converter.rows import Widths

TABLE_HEADINGS: Mapping[SurveyTable, re.Pattern[str]] = {
    SurveyTable.PROCEDURES: re.compile(r"①.*業務を効率化している事務・手続"),
    SurveyTable.SYSTEMS: re.compile(r"②.*共同利用している業務システム.*"),
    SurveyTable.POSTS: re.compile(r"③.*③[－−-][１1].*デジタル人材.*"),
    SurveyTable.ORGANISATIONS: re.compile(r"③.*③[－−-][２2].*設置している組織.*"),
}
SECTION_HEADING = re.compile(r"(?P<indent>　*)(?P<label>[^　].*?) ?[(（](?P<count>\d+)[)）]")
RUNNING_HEADS = frozenset(
    {
        "①ＡＩ・ＲＰＡ・チャットボット等",
        "②システム共同利用",
        "③デジタル人材",
        "④組織",
    }
)
CODE_HEADS: Mapping[Column, str] = {
    Column.STATUS: "導入状況",
    Column.SHARING: "共同利用・共同導入の可否",
    Column.RECRUITMENT: "区分",
    Column.EMPLOYMENT: "常勤/非常勤",
}
COLUMN_HEADS = frozenset(
    {
        "番号",
        "手続・事務の名称",
        "ＡＩ・ＲＰＡの活用方法",
        "都道府県共同利用・共同導入の可否",
        "情報システムの名称",
        "情報システムで処理している業務内容",
        "都道府県さらなる共同利用・共同導入の可否",
        "デジタル人材の役職名",
        "区分",
        "常勤/非常勤",
        "デジタル人材の技術分野",
        "デジタル人材の業務内容",
        "組織の名称",
        "組織の概要",
        "組織の業務内容",
        "導入状況",
        "都道府県",
    }
)

# Column widths of the 2020 form in half-width units, for texts too short to measure them.
WIDTHS: Widths = {
    (SurveyTable.PROCEDURES, Column.NAME): 33,
    (SurveyTable.PROCEDURES, Column.DESCRIPTION): 65,
    (SurveyTable.PROCEDURES, Column.NOTE): 39,
    (SurveyTable.SYSTEMS, Column.NAME): 33,
    (SurveyTable.SYSTEMS, Column.DESCRIPTION): 68,
    (SurveyTable.SYSTEMS, Column.NOTE): 39,
    (SurveyTable.POSTS, Column.NAME): 24,
    (SurveyTable.POSTS, Column.PROFILE): 36,
    (SurveyTable.POSTS, Column.DESCRIPTION): 63,
    (SurveyTable.ORGANISATIONS, Column.NAME): 33,
    (SurveyTable.ORGANISATIONS, Column.PROFILE): 49,
    (SurveyTable.ORGANISATIONS, Column.DESCRIPTION): 69,
}


@dataclass(frozen=True, slots=True)
class FormWords:
    """The words that the form allows: prefectures, and `①導入(実施)済` by table and column."""

    prefectures: frozenset[str]
    codes: Mapping[tuple[SurveyTable, Column], tuple[str, ...]]

    @property
    def statuses(self) -> frozenset[str]:
        """Return the status codes of all tables: every table has a status column."""
        found = (codes for (_, column), codes in self.codes.items() if column is Column.STATUS)
        return frozenset(code for codes in found for code in codes)


def allowed(words: FormWords, table: SurveyTable, column: Column) -> str:
    """Return the allowed codes of a column as text for messages."""
    return f"{CODE_HEADS[column]}: one of {', '.join(words.codes[table, column])}"


@dataclass(frozen=True, slots=True)
class FormHeading:
    """A section heading: its label, its printed count, its depth below the table (1 or 2)."""

    label: str
    count: int
    level: int


def section_heading(text: str) -> FormHeading | None:
    """Return the section heading on a line (`環境分野 (14)`; indented: a sub-heading), or None."""
    match = SECTION_HEADING.fullmatch(text)
    if match is None:
        return None
    return FormHeading(match["label"], int(match["count"]), 2 if match["indent"] else 1)


def heading_table(text: str) -> SurveyTable | None:
    """Return the table whose heading is on a line, or None."""
    matches = (table for table, form in TABLE_HEADINGS.items() if form.fullmatch(text))
    return next(matches, None)


def is_furniture(text: str) -> bool:
    """Return whether a line is a running head or consists of column heads."""
    return text in RUNNING_HEADS or all(word in COLUMN_HEADS for word in text.split(" "))
