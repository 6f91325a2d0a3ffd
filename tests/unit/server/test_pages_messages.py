"""The table of messages is complete, and templates and code use only existing messages."""

import re
import string
from pathlib import Path

import server
from server.counts.facets import FACETS
from server.http.language import Language
from server.site.kinds import INDEXES, KINDS
from server.site.tables.list_queries import list_query
from server.site.texts import load_messages

MESSAGES = load_messages()
SERVER = Path(server.__file__).parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_message_has_both_languages_with_the_same_values() -> None:
    whole = {
        key
        for key, texts in MESSAGES.texts.items()
        if set(texts) == set(Language) and all(text.strip() for text in texts.values())
    }
    same = {
        key
        for key in whole
        if fields(MESSAGES.texts[key][Language.JA]) == fields(MESSAGES.texts[key][Language.EN])
    }

    assert MESSAGES.texts
    assert sorted(MESSAGES.texts.keys() - whole) == []
    assert sorted(whole - same) == []


def test_every_message_named_by_a_template_exists() -> None:
    names = list((SERVER / "templates").rglob("*.html"))

    used = {key for path in names for key in re.findall(r'\bt\("([\w.]+)"[,)]', path.read_text())}

    assert used <= set(MESSAGES.texts)


def test_every_list_and_column_has_a_title() -> None:
    lists = {name for kind in KINDS for name in (*kind.counts, *kind.lists)}
    queries = lists | {index.query for index in INDEXES}

    titles = {f"list.{name}" for name in lists} | {f"list.{index.title}" for index in INDEXES}
    texts = [list_query(name) for name in queries if not name.startswith("by-")]
    columns = {f"column.{column.removesuffix('List')}" for text in texts for column in text.columns}
    columns |= {f"column.{facet.name}" for facet in FACETS}

    assert titles | columns <= set(MESSAGES.texts)


def test_every_kind_has_a_name() -> None:
    assert {f"kind.{kind.name}" for kind in KINDS} <= set(MESSAGES.texts)


def test_every_unit_has_words_for_one_and_for_several_and_a_title() -> None:
    units = {path.name.removesuffix(".rq") for path in (SERVER / "counts" / "units").iterdir()}

    keys = {f"{table}.{unit}" for unit in units for table in ("unit", "unit_one")}
    assert keys | {f"count.title_{unit}" for unit in units} <= set(MESSAGES.texts)
