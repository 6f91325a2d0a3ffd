"""Texts in Japanese and English: each room's stand side by side in its table `texts.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class BilingualText:
    """A text for people, in both languages."""

    ja: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `ja` or `en`."""
        return self.ja if language == "ja" else self.en


Values = Mapping[str, object]


def load_texts(room: str) -> dict[str, BilingualText]:
    """Return the table of a room such as `server.site`: `group.key` → text."""
    tables = tomllib.loads((files(room) / "texts.toml").read_text("utf-8"))
    return {
        f"{group}.{key}": BilingualText(**texts)
        for group, table in tables.items()
        for key, texts in table.items()
    }


@cache
def problem_texts() -> Mapping[str, BilingualText]:
    """Return what is said of problems and on the pages of the endpoint."""
    return load_texts("server.http")


def text_of(key: str, /, **values: object) -> BilingualText:
    """Return a text of this room with its values, of which each may be bilingual itself.

    Raises:
        KeyError: no such text, or one of its values is missing.
    """
    text = problem_texts()[key]
    return BilingualText(_filled(text.ja, "ja", values), _filled(text.en, "en", values))


def _filled(text: str, language: str, values: Values) -> str:
    shown = {
        name: value.in_language(language) if isinstance(value, BilingualText) else value
        for name, value in values.items()
    }
    return text.format(**shown) if shown else text
