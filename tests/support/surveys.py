"""Small hand-made surveys, for tests of what comes after the extraction."""

from converter.model import (
    Code,
    Column,
    Document,
    EntryKey,
    PrintedPosition,
    Record,
    SectionHeading,
    Survey,
    SurveyTable,
)

DOCUMENT = Document(
    key="test-2021",
    file="test-2021.txt",
    sha256="00" * 32,
    reader="text",
    titles={"ja": "試験用の調査", "en": "A survey for tests"},
    rights={"ja": "権利は主張しない。", "en": "No rights are claimed."},
    publisher="national-governors-association",
    creator="nga-informatisation-project-team",
    published="2021-10",
    survey_start="2021-06-01",
    survey_end="2021-07-31",
)


def position(line: int, page: int = 1) -> PrintedPosition:
    return PrintedPosition(DOCUMENT.key, page, line, line + 2)


def heading(table: SurveyTable, *path: str, count: int | None) -> SectionHeading:
    return SectionHeading("", table, path, count, position(1))


def procedure(number: int = 24, **changes: str) -> Record:
    texts = {
        Column.NAME: "ＲＰＡ\n会議録作成事務",
        Column.DESCRIPTION: "AI音声認識による会議録作成の自動化",
        Column.NOTE: "共同利用することを想定していない",
    }
    return Record(
        EntryKey("", SurveyTable.PROCEDURES, number),
        ("総務分野", "会議録作成・テープおこし"),
        "青森県",
        texts | {Column(name): value for name, value in changes.items()},
        {Column.STATUS: Code(1, "①導入(実施)済"), Column.SHARING: Code(3, "③共同利用不可")},
        position(number * 10),
    )


def organisation(number: int = 1) -> Record:
    return Record(
        EntryKey("", SurveyTable.ORGANISATIONS, number),
        ("組織（部・課・室等）",),
        "北海道",
        {
            Column.NAME: "情報政策課",
            Column.PROFILE: "選任３名",
            Column.DESCRIPTION: "IoTの推進に関すること",
        },
        {Column.STATUS: Code(1, "①導入(実施)済")},
        position(number * 10, 45),
    )


def shared_system(
    note: str, number: int = 1, *, prefecture: str = "岡山県", status: int = 1, **changes: str
) -> Record:
    texts = {Column.NAME: "電子申請システム", Column.DESCRIPTION: "申請の受付", Column.NOTE: note}
    return Record(
        EntryKey("", SurveyTable.SYSTEMS, number),
        ("総務分野", "その他"),
        prefecture,
        texts | {Column(name): value for name, value in changes.items()},
        {Column.STATUS: Code(status, ""), Column.SHARING: Code(3, "③その他")},
        position(number * 10, 29),
    )


def post(name: str, number: int = 1, *, prefecture: str = "愛知県") -> Record:
    return Record(
        EntryKey("", SurveyTable.POSTS, number),
        ("総務分野",),
        prefecture,
        {Column.NAME: name, Column.PROFILE: "総務省", Column.DESCRIPTION: "施策の総括"},
        {Column.STATUS: Code(1, "①導入(実施)済")},
        position(number * 10, 40),
    )


def body(
    name: str,
    overview: str,
    number: int = 1,
    *,
    heading: str = "組織（部・課・室等）",
    prefecture: str = "香川県",
) -> Record:
    return Record(
        EntryKey("", SurveyTable.ORGANISATIONS, number),
        (heading,),
        prefecture,
        {Column.NAME: name, Column.PROFILE: overview, Column.DESCRIPTION: "施策の推進"},
        {Column.STATUS: Code(1, "①導入(実施)済")},
        position(number * 10, 45),
    )


def survey(*records: Record) -> Survey:
    return Survey(
        DOCUMENT.key,
        "",
        (
            heading(SurveyTable.PROCEDURES, "総務分野", count=1),
            heading(SurveyTable.PROCEDURES, "総務分野", "会議録作成・テープおこし", count=1),
            heading(SurveyTable.ORGANISATIONS, "組織（部・課・室等）", count=1),
        ),
        records or (procedure(), organisation()),
    )
