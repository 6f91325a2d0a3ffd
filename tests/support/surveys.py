"""Small hand-made surveys, for tests of what comes after the extraction."""

from converter.model import (
    Code,
    Column,
    Document,
    EntryKey,
    Place,
    Record,
    SectionHeading,
    Survey,
    Table,
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


def place(line: int, page: int = 1) -> Place:
    return Place(DOCUMENT.key, page, line, line + 2)


def heading(table: Table, *path: str, count: int | None) -> SectionHeading:
    return SectionHeading("", table, path, count, place(1))


def procedure(number: int = 24, **changes: str) -> Record:
    texts = {
        Column.NAME: "ＲＰＡ\n会議録作成事務",
        Column.DESCRIPTION: "AI音声認識による会議録作成の自動化",
        Column.NOTE: "共同利用することを想定していない",
    }
    return Record(
        EntryKey("", Table.PROCEDURES, number),
        ("総務分野", "会議録作成・テープおこし"),
        "青森県",
        texts | {Column(name): value for name, value in changes.items()},
        {Column.STATUS: Code(1, "①導入(実施)済"), Column.SHARING: Code(3, "③共同利用不可")},
        place(number * 10),
    )


def organisation(number: int = 1) -> Record:
    return Record(
        EntryKey("", Table.ORGANISATIONS, number),
        ("組織（部・課・室等）",),
        "北海道",
        {
            Column.NAME: "情報政策課",
            Column.PROFILE: "選任３名",
            Column.DESCRIPTION: "IoTの推進に関すること",
        },
        {Column.STATUS: Code(1, "①導入(実施)済")},
        place(number * 10, 45),
    )


def survey(*records: Record) -> Survey:
    return Survey(
        DOCUMENT.key,
        "",
        (
            heading(Table.PROCEDURES, "総務分野", count=1),
            heading(Table.PROCEDURES, "総務分野", "会議録作成・テープおこし", count=1),
            heading(Table.ORGANISATIONS, "組織（部・課・室等）", count=1),
        ),
        records or (procedure(), organisation()),
    )
