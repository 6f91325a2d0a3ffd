"""The texts of the interface, in Japanese and English (`texts.toml`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from server.http.language import Language
from server.http.texts import load_texts


@dataclass(frozen=True, slots=True)
class Messages:
    """Texts by key (`list.csv`) and language; `{name}` is a placeholder."""

    texts: Mapping[str, Mapping[Language, str]]

    def text(self, language: Language, key: str, **values: object) -> str:
        """Return a text with its values filled in.

        Raises:
            KeyError: There is no such text.
        """
        text = self.texts[key][language]
        return text.format(**values) if values else text

    def find(self, language: Language, key: str) -> str | None:
        """Return a text, or None."""
        found = self.texts.get(key)
        return found[language] if found else None


@cache
def load_messages() -> Messages:
    """Return the table of texts, read once."""
    texts = load_texts("server.site")
    return Messages(
        {key: {Language.JA: text.ja, Language.EN: text.en} for key, text in texts.items()}
    )
