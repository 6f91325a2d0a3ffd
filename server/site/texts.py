"""The words of the interface: one table, Japanese and English side by side (`texts.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from server.http.language import Language


@dataclass(frozen=True, slots=True)
class Messages:
    """Every message by its key (`list.csv`) and language; `{name}` stands for a value."""

    texts: Mapping[str, Mapping[Language, str]]

    def text(self, language: Language, key: str, **values: object) -> str:
        """Return a message with its values filled in.

        Raises:
            KeyError: no such message.
        """
        text = self.texts[key][language]
        return text.format(**values) if values else text

    def find(self, language: Language, key: str) -> str | None:
        """Return a message, None where there is none."""
        found = self.texts.get(key)
        return found[language] if found else None


def load_messages() -> Messages:
    """Read the table of messages."""
    tables = tomllib.loads((files("server.site") / "texts.toml").read_text("utf-8"))
    return Messages(
        {
            f"{group}.{key}": {Language(code): text for code, text in texts.items()}
            for group, table in tables.items()
            for key, texts in table.items()
        }
    )
