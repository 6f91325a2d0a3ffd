"""Texts in Japanese and English, from the file `texts.toml` of each package."""

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
    """Return the texts of problems and of the endpoint's pages."""
    return load_texts("server.http")


def text_of(key: str, /, **values: object) -> BilingualText:
    """Return a text of this package with its values, which may be bilingual themselves.

    Raises:
        KeyError: There is no such text, or a value is missing.
    """
    text = problem_texts()[key]
    return BilingualText(_filled(text.ja, "ja", values), _filled(text.en, "en", values))


def _filled(text: str, language: str, values: Values) -> str:
    shown = {
        name: value.in_language(language) if isinstance(value, BilingualText) else value
        for name, value in values.items()
    }
    return text.format(**shown) if shown else text
