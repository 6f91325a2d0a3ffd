"""The tables of texts have both languages, with the same values in each."""

import ast
import re
import string
from pathlib import Path

import pytest

import server
from server.http.texts import BilingualText, load_texts, text_of

SERVER = Path(server.__file__).parent
# The table of the findings has another form.
ROOMS = sorted(path.parent.name for path in SERVER.glob("*/texts.toml"))
TABLES = {room: load_texts(f"server.{room}") for room in ROOMS if room != "findings"}
# Values used in one language only: an article, an advice after a full stop.
IN_ONE_LANGUAGE = {"limit", "reason"}


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - IN_ONE_LANGUAGE


@pytest.mark.parametrize("room", TABLES)
def test_both_languages_name_the_same_values(room: str) -> None:
    different = [key for key, text in TABLES[room].items() if _values(text.ja) != _values(text.en)]

    assert not different


@pytest.mark.parametrize("room", TABLES)
def test_no_text_is_empty(room: str) -> None:
    assert [key for key, text in TABLES[room].items() if not (text.ja and text.en)] == []


def test_a_bilingual_value_is_filled_in_by_language() -> None:
    text = text_of("problem.too_large", what=BilingualText("本文", "The body"), limit=1_000)

    assert text == BilingualText(
        "本文が大きすぎます。上限は 1,000 です。", "The body is over the limit of 1,000."
    )


def test_a_text_keeps_the_braces_of_its_values() -> None:
    assert text_of("problem.not_found", path="/{x}").en == "/{x} does not exist."


# Modules that parse or fold Japanese, or show the notation of a value; no texts for people.
JAPANESE = {
    "api/interfaces.py": "an example of a value",
    "engine/remote/probes.py": "what is requested from an engine",
    "mcp/arguments.py": "examples of values",
    "search/question.py": "words that questions are made of",
    "site/tiles.py": "a name that is not shortened",
}
_LETTER = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uff66-\uff9d]")


def _has_japanese(module: Path) -> bool:
    tree = ast.parse(module.read_text("utf-8"))
    described = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        ast.get_docstring(one, clean=False) for one in ast.walk(tree) if isinstance(one, described)
    }
    texts = {
        one.value
        for one in ast.walk(tree)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    return any(_LETTER.search(text) for text in texts - docstrings)


def test_no_japanese_text_stands_in_a_module() -> None:
    found = {
        path.relative_to(SERVER).as_posix() for path in SERVER.rglob("*.py") if _has_japanese(path)
    }

    assert found == set(JAPANESE)
