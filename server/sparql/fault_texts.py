"""The words for a fault of a query: one table, in both languages."""

import unicodedata
from collections.abc import Mapping

from server.http.problem_kinds import BilingualText
from server.query.fault import FaultKind, QueryFault

_LONGEST = 60

TEXTS: Mapping[FaultKind, BilingualText] = {
    FaultKind.CHARACTER: BilingualText(
        "「{found}」({name})は SPARQL の記号ではありません。半角の「{needed}」を使ってください。",
        "“{found}” ({name}) is not a sign of SPARQL; write “{needed}”.",
    ),
    FaultKind.COMMA: BilingualText(
        "ここに「{found}」は書きません。変数は空白で区切ってください。",
        "There is no “{found}” here; variables are separated by spaces.",
    ),
    FaultKind.SURPLUS: BilingualText(
        "「{found}」はここでは余分です。取り除くと読めます。",
        "“{found}” is too much here; without it the text can be read.",
    ),
    FaultKind.MISSING: BilingualText(
        "{before}「{needed}」がありません。", "“{needed}” is missing before {before}."
    ),
    FaultKind.BRACKET: BilingualText(
        "「{found}」に対応する「{needed}」がありません。字下げから見て、ここに必要です。",
        "“{found}” has no matching “{needed}”; by the indentation it is missing here.",
    ),
    FaultKind.KEYWORD: BilingualText(
        "「{found}」というキーワードはありません。「{needed}」でしょうか。",
        "“{found}” is not a keyword here. Did you mean “{needed}”?",
    ),
    FaultKind.OPERATOR: BilingualText(
        "「{found}」という演算子はありません。「{needed}」を使ってください。",
        "“{found}” is not an operator of SPARQL; write “{needed}”.",
    ),
    FaultKind.VARIABLE: BilingualText(
        "「{found}」の前に ? がありません。変数は「{needed}」と書きます。",
        "“{found}” lacks its question mark; the variable is “{needed}”.",
    ),
    FaultKind.STRING: BilingualText(
        "文字列 {found} の引用符 {needed} が足りません。",
        "The string {found} lacks a quotation mark {needed}.",
    ),
    FaultKind.IRI: BilingualText(
        "IRI は山括弧で囲みます: {needed}", "An IRI stands in angle brackets: {needed}"
    ),
    FaultKind.EXPRESSION: BilingualText(
        "SELECT の式「{found}」は (式 AS ?変数) の形で、括弧に入れて書きます。",
        "The expression “{found}” of SELECT stands in parentheses: (expression AS ?variable).",
    ),
    FaultKind.CONDITION: BilingualText(
        "条件「{found}」は括弧に入れて書きます。", "The condition “{found}” stands in parentheses."
    ),
    FaultKind.CLAUSE: BilingualText(
        "「{found}」は「{needed}」より前に書きます。", "“{found}” stands before “{needed}”."
    ),
    FaultKind.BOUND: BilingualText(
        "変数 {found} にはすでに値があります。AS の後には {needed} のような新しい変数を書くか、"
        "FILTER で比べてください。",
        "The variable {found} has a value already; put a new one after AS, such as {needed}, "
        "or compare with FILTER.",
    ),
    FaultKind.UNGROUPED: BilingualText(
        "変数 {found} は集計の外にあります。{needed} を加えるか、集計関数に入れてください。",
        "The variable {found} stands beside an aggregate; add {needed}, or aggregate it.",
    ),
    FaultKind.STAR: BilingualText(
        "GROUP BY があるとき SELECT * は使えません。変数と集計を並べてください。",
        "SELECT * cannot be used with GROUP BY; list the variables and aggregates.",
    ),
    FaultKind.AGGREGATE: BilingualText(
        "集計関数 {found} は {needed} の中では使えません。SELECT か HAVING に書いてください。",
        "The aggregate {found} cannot stand in {needed}; use it in SELECT or HAVING.",
    ),
    FaultKind.UNEXPECTED: BilingualText(
        "{at}で読めなくなりました。ここに書けるもの: {expected}",
        "{at} cannot stand here. What can: {expected}",
    ),
}
# What the classes of tokens are called.
_CLASSES: Mapping[str, BilingualText] = {
    "variable": BilingualText("変数", "a variable"),
    "iri": BilingualText("IRI", "an IRI"),
    "name": BilingualText("接頭辞付きの名前", "a prefixed name"),
    "namespace": BilingualText("接頭辞", "a prefix"),
    "string": BilingualText("文字列", "a string"),
    "integer": BilingualText("整数", "an integer"),
    "number": BilingualText("数", "a number"),
    "signed": BilingualText("符号付きの数", "a number with a sign"),
    "blank": BilingualText("空白ノード", "a blank node"),
    "nil": BilingualText("( )", "( )"),
    "language": BilingualText("言語タグ", "a language tag"),
}


def text_of(fault: QueryFault) -> BilingualText:
    """Return the words for a fault."""
    return BilingualText(*(_filled(fault, language) for language in ("ja", "en")))


def hint_text(name: str) -> BilingualText:
    """Return what to do about a variable of SELECT that HAVING compares."""
    return BilingualText(
        f"HAVING の中では SELECT で AS を付けた {name} にまだ値がないので、結果は空になります。"
        "HAVING(COUNT(?x) > 1) のように式をそのまま書いてください。",
        f"HAVING is evaluated before SELECT, so {name} has no value there and no group passes; "
        "write the expression itself, as in HAVING(COUNT(?x) > 1).",
    )


def _filled(fault: QueryFault, language: str) -> str:
    found = fault.found if len(fault.found) <= _LONGEST else f"{fault.found[:_LONGEST]}…"
    names = [
        _CLASSES[symbol].in_language(language) if symbol in _CLASSES else symbol
        for symbol in fault.expected
    ]
    return (
        TEXTS[fault.kind]
        .in_language(language)
        .format(
            found=found.replace("\u3000", "全角空白" if language == "ja" else "wide space"),
            needed=_shown(fault.needed, language),
            name=_character_name(fault.found),
            before=_before(found, language),
            at=_at(found, language),
            expected="、".join(names) if language == "ja" else ", ".join(names),
        )
    )


def _shown(needed: str, language: str) -> str:
    if needed == " ":
        return "空白" if language == "ja" else "a space"
    return needed


def _character_name(found: str) -> str:
    sign = found[:1]
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip() if sign else ""


def _before(found: str, language: str) -> str:
    if language == "ja":
        return f"「{found}」の前に" if found else "終わりに"
    return f"“{found}”" if found else "the end"


def _at(found: str, language: str) -> str:
    if language == "ja":
        return f"「{found}」" if found else "終わり"
    return f"“{found}”" if found else "The end"
