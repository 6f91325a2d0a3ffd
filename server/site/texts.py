"""The words of the interface: one table, Japanese and English side by side (`texts.toml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from server.http.language import Language
from server.http.texts import load_texts


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


@cache
def load_messages() -> Messages:
    """Return the table of messages, read once."""
    texts = load_texts("server.site")
    return Messages(
        {key: {Language.JA: text.ja, Language.EN: text.en} for key, text in texts.items()}
    )
