"""Surveys of the first entries of one table, cut from the bundled survey."""

import seeds
from converter.model import SurveyTable
from converter.pipeline import read_bundled_survey

LINES = seeds.document("nga-2020.txt").decode().split("\n")
HEADINGS = {
    SurveyTable.PROCEDURES: "①ＡＩ・ＲＰＡ・チャットボット等により業務を効率化している事務・手続",
    SurveyTable.SYSTEMS: "②情報システムを複数自治体で共同利用している業務システム",
    SurveyTable.POSTS: "③ＤＸ推進体制（③－１ 地方公共団体で育成・確保しているデジタル人材）",
    SurveyTable.ORGANISATIONS: "③ＤＸ推進体制（③－２ 地方公共団体に設置している組織）",
}
SECTIONS = dict.fromkeys(SurveyTable, "総務分野") | {
    SurveyTable.ORGANISATIONS: "組織（部・課・室等）"
}


def excerpt(table: SurveyTable, entries: int) -> list[str]:
    """Return the lines of a survey of the first `entries` entries of a table, in one section."""
    records = [one for one in read_bundled_survey().records if one.key.table is table][:entries]
    first, last = records[0].position.first_line, records[-1].position.last_line
    heading = f"{SECTIONS[table]} ({entries})"
    return [HEADINGS[table], "", heading, "", *LINES[first - 1 : last]]
