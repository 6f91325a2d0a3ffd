"""The Japanese and English texts of the catalogue, the tables and the citation."""

from collections.abc import Mapping

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
AUTHOR = "The digigov developers"
# Dates of this version; builds have no date of their own, so equal input gives equal bytes.
ISSUED = "2026-11-23"
MODIFIED = "2026-11-29"
CONTACT: Mapping[str, str] = {"ja": "digigov 開発者", "en": "The digigov developers"}
TITLE: Mapping[str, str] = {
    "ja": "都道府県デジタル事例グラフ",
    "en": "Digital Prefectures Graph",
}
DESCRIPTION: Mapping[str, str] = {
    "ja": "都道府県のデジタル・ガバメントの事例調査の回答を、原文のまま、"
    "根拠をたどれる形で表したナレッジグラフ。",
    "en": "A knowledge graph of the answers to a survey on digital government in the prefectures "
    "of Japan: every word as printed, every derived statement with its evidence.",
}
RIGHTS: Mapping[str, str] = {
    "ja": "構造と注釈は CC BY 4.0。引用した回答の本文は全国知事会の文章であり、"
    "原資料の利用条件は確認できていない。",
    "en": "Structure and annotations: CC BY 4.0. The quoted answers are the text of the National "
    "Governors' Association; no licence statement of the source is known.",
}
KEYWORDS: Mapping[str, tuple[str, ...]] = {
    "ja": ("電子行政", "デジタル・ガバメント", "都道府県", "人工知能", "RPA"),
    "en": ("e-government", "digital government", "prefectures of Japan", "AI", "RPA"),
}
LAYER_TITLES: Mapping[str, Mapping[str, str]] = {
    "source": {"ja": "原文の層", "en": "Source layer"},
    "derived": {"ja": "導出の層", "en": "Derived layer"},
    "reference": {"ja": "参照データの層", "en": "Reference layer"},
    "links": {"ja": "リンクの層", "en": "Links layer"},
    "ontology": {"ja": "オントロジーの層", "en": "Ontology layer"},
    "shapes": {"ja": "シェイプと検証結果の層", "en": "Shapes layer"},
    "catalogue": {"ja": "目録の層", "en": "Catalogue layer"},
}
LAYER_DESCRIPTIONS: Mapping[str, Mapping[str, str]] = {
    "source": {
        "ja": "回答、見出し、印刷されたままの本文と記号。",
        "en": "Entries, headings, texts and codes as printed.",
    },
    "derived": {
        "ja": "手続、システム、役職、組織と、その根拠となる語句。",
        "en": "Procedures, systems, posts and organisations, each with the words that prove them.",
    },
    "reference": {
        "ja": "都道府県、市町村、団体と概念体系。",
        "en": "Prefectures, municipalities, bodies and concept schemes.",
    },
    "links": {
        "ja": "他のデータセットへの、確認済みの対応付け。",
        "en": "Reviewed mappings to other datasets.",
    },
    "ontology": {"ja": "用語の定義と、導出の規則。", "en": "Definitions of terms and rules."},
    "shapes": {"ja": "SHACL シェイプと検証結果。", "en": "SHACL shapes and what they report."},
    "catalogue": {
        "ja": "データセットとファイルの目録。",
        "en": "What describes the dataset and its files.",
    },
}
TABLE_TITLES: Mapping[str, Mapping[str, str]] = {
    "procedures": {
        "ja": "①ＡＩ・ＲＰＡ等により業務を効率化している事務・手続",
        "en": "Table 1: procedures made efficient with AI, RPA and the like",
    },
    "systems": {
        "ja": "②複数自治体で共同利用している業務システム",
        "en": "Table 2: systems shared by several governments",
    },
    "posts": {
        "ja": "③－１ 育成・確保しているデジタル人材",
        "en": "Table 3-1: posts for digital specialists",
    },
    "organisations": {
        "ja": "③－２ 設置している組織",
        "en": "Table 3-2: organisations set up for digital transformation",
    },
}
