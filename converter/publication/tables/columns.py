"""The columns of the CSV tables: their names, and the graph path of their values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from converter.model import SurveyTable


class Show(StrEnum):
    """The values that a column shows of the nodes at the end of its path."""

    IRI = "iri"
    LABEL = "label"
    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """A column: its name for programs, its headers, and the path of properties from the entry.

    With `many`, a cell may have several values. An empty path is the entry itself. `language` is
    the language of the texts in a text column.
    """

    name: str
    ja: str
    en: str
    path: tuple[str, ...]
    show: Show
    many: bool = False
    language: str = "ja"

    def title(self, language: str) -> str:
        """Return the header in a language."""
        return self.ja if language == "ja" else self.en


def _node(
    name: str, ja: str, en: str, *path: str, many: bool = False
) -> tuple[CsvColumn, CsvColumn]:
    """Return two columns side by side: the label of a node and its IRI."""
    return (
        CsvColumn(name, ja, en, path, Show.LABEL, many),
        CsvColumn(f"{name}_iri", f"{ja} IRI", f"{en} IRI", path, Show.IRI, many),
    )


def _stated(text: str, ja: str, en: str) -> tuple[CsvColumn, CsvColumn]:
    """Return two columns side by side: a stated text and the project's translation of it."""
    name, stated, translated = text.lower(), f"dg:stated{text}", f"dg:translated{text}"
    english = f"{en} (project's translation)"
    return (
        CsvColumn(f"stated_{name}", f"{ja}（原文）", f"{en} as stated", (stated,), Show.TEXT),
        CsvColumn(
            f"translated_{name}", f"{ja}（英訳）", english, (translated,), Show.TEXT, language="en"
        ),
    )


def _number(name: str, ja: str, en: str, *path: str, many: bool = False) -> CsvColumn:
    return CsvColumn(name, ja, en, path, Show.NUMBER, many)


THING = "dg:describes"
_HEAD = (
    CsvColumn("entry", "回答 IRI", "Entry IRI", (), Show.IRI),
    _number("number", "番号", "Number", "dg:entryNumber"),
    _number("page", "頁", "Page", "dg:page"),
    *_node("prefecture", "都道府県", "Prefecture", "dg:reportedBy"),
    *_node("section", "見出し", "Section", "dct:isPartOf"),
)
_FIELD = _node("policy_field", "分野", "Policy field", "dg:policyField")
_STATUS = _node("status", "導入状況", "Implementation status", "dg:implementationStatus")
_SHARING = _node("sharing", "共同利用の可否", "Sharing", "dg:sharingStatus")
_NAME = _stated("Name", "名称", "Name")
_DESCRIPTION = _stated("Description", "内容", "Description")
_NOTE = _stated("Note", "可否の理由", "Reason")
_PROFILE = _stated("Profile", "技術分野・概要", "Profile")
_TASKS = (
    *_node("task", "自動化された作業", "Automated task", THING, "dg:automatedTask", many=True),
    *_node("acts_on", "操作するシステム", "System acted on", THING, "dg:actsOn", many=True),
)
_MAKE_UP = (
    *_node("sector", "構成員の部門", "Sector of members", THING, "dg:memberSector", many=True),
    *_node("chair", "長の職位", "Chaired by", THING, "dg:chairedBy", many=True),
    *_node(
        "member_office", "構成員の職位", "Office of members", THING, "dg:memberOffice", many=True
    ),
)
_MENTIONS = _node("mention", "挙げられた製品等", "Product named", "schema:mentions", many=True)
_JOINT_USE = "dg:participation"
_PARTICIPATION = (
    *_node(
        "participation_status",
        "参加の状態",
        "Participation status",
        *(THING, _JOINT_USE, "dg:participationStatus"),
        many=True,
    ),
    *_node(
        "participant_scope",
        "参加団体の範囲",
        "Scope of participants",
        *(THING, _JOINT_USE, "dg:participantScope"),
        many=True,
    ),
    _number(
        "participant_count",
        "参加団体数",
        "Number of participants",
        *(THING, _JOINT_USE, "dg:participantCount"),
        many=True,
    ),
)
_ANSWERS = (
    *_node("reason", "可否の理由", "Reason for the answer", "dg:sharingReason", many=True),
    *_node("offer", "提供できるもの", "What could be shared", "dg:offersToShare", many=True),
)


def _things(ja: str, en: str) -> tuple[CsvColumn, CsvColumn]:
    return _node("thing", ja, en, THING, many=True)


def _technologies(predicate: str) -> tuple[CsvColumn, CsvColumn]:
    return _node("technology", "技術", "Technology", THING, predicate, many=True)


TABLES: Mapping[SurveyTable, tuple[str, tuple[CsvColumn, ...]]] = {
    SurveyTable.PROCEDURES: (
        "procedures",
        (
            *(*_HEAD, *_FIELD, *_NAME, *_DESCRIPTION, *_STATUS, *_SHARING, *_NOTE),
            *_things("手続", "Procedure"),
            *_node("type", "手続の種類", "Procedure type", THING, "dg:procedureType", many=True),
            *_technologies("dg:usesTechnology"),
            *_node(
                "task", "自動化された作業", "Automated task", THING, "dg:automatedTask", many=True
            ),
            *_node("acts_on", "操作するシステム", "System acted on", THING, "dg:actsOn", many=True),
            *_ANSWERS,
        ),
    ),
    SurveyTable.SYSTEMS: (
        "systems",
        (
            *(*_HEAD, *_FIELD, *_NAME, *_DESCRIPTION, *_STATUS, *_SHARING, *_NOTE),
            *_things("システム", "System"),
            *_node("type", "システムの種類", "System type", THING, "dg:systemType", many=True),
            *_technologies("dg:usesTechnology"),
            *_node("participant", "参加団体", "Participant", THING, "dg:participant", many=True),
            *_PARTICIPATION,
            *_ANSWERS,
            *_MENTIONS,
        ),
    ),
    SurveyTable.POSTS: (
        "posts",
        (
            *(*_HEAD, *_FIELD, *_NAME, *_PROFILE, *_DESCRIPTION, *_STATUS),
            *_node("recruitment", "区分", "Recruitment", "dg:recruitment"),
            *_node("employment", "常勤・非常勤", "Employment", "dg:employment"),
            *_things("役職", "Post"),
            *_technologies("dg:concernsTechnology"),
            *_node("origin", "人材の出身", "Origin", THING, "dg:specialistOrigin", many=True),
        ),
    ),
    SurveyTable.ORGANISATIONS: (
        "organisations",
        (
            *(*_HEAD, *_NAME, *_PROFILE, *_DESCRIPTION, *_STATUS),
            *_node("kind", "組織の区分", "Kind of organisation", "dg:organisationKind"),
            *_things("組織", "Organisation"),
            *_technologies("dg:concernsTechnology"),
            *_MAKE_UP,
            _number(
                "dedicated", "専任", "Dedicated", THING, "dg:headCount", "dg:dedicated", many=True
            ),
            _number(
                "concurrent",
                "兼務",
                "Concurrent",
                THING,
                "dg:headCount",
                "dg:concurrent",
                many=True,
            ),
            _number("total", "合計", "Total", THING, "dg:headCount", "dg:total", many=True),
        ),
    ),
}
