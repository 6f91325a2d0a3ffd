"""`docs/sparql.md` has the tables of the server."""

from pathlib import Path

import pytest

from converter.iris import BASE, PREFIXES
from server.http.problem_kinds import KINDS
from server.rdf.formats import FORMATS
from server.rdf.prefixes import common_prefixes
from server.settings import SETTINGS

MANUAL = Path(__file__).parents[3] / "docs" / "sparql.md"


def _formats() -> str:
    rows = [
        f"| `{item.name}` | {item.label} | {' '.join(f'`{name}`' for name in item.media_types)} "
        f"| .{item.extension} | {', '.join(sorted(item.shapes))} |"
        for item in FORMATS
    ]
    head = ["| name | format | media types | extension | carries |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows])


def _problems() -> str:
    rows = [f"| {int(kind.status)} | `{kind.slug}` | {kind.title.en} |" for kind in KINDS]
    return "\n".join(["| status | kind | title |", "|---|---|---|", *rows])


def _settings() -> str:
    rows = [
        f"| `{item.option}` | `{item.variable}` | {item.shown_default} | {item.meaning} |"
        for item in SETTINGS
    ]
    head = ["| option | environment | default | meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *rows])


@pytest.mark.parametrize("table", [_formats(), _problems(), _settings()])
def test_the_manual_has_the_table_of_the_server(table: str) -> None:
    assert table in MANUAL.read_text("utf-8"), f"docs/sparql.md should have:\n{table}"


def test_the_common_prefixes_are_those_of_the_converter() -> None:
    common = common_prefixes(BASE)

    assert {name: common.get(name) for name in PREFIXES} == PREFIXES
