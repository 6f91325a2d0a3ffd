"""Rows of words: translations, cues of rules, and orthographic variants."""

from dataclasses import dataclass

from converter.authority.reviewed_rows import unescaped


@dataclass(frozen=True, slots=True)
class Translation:
    """The English name of a label; `kind` is the IRI's part after `id/`, such as `procedure`."""

    kind: str
    name_ja: str
    name_en: str


@dataclass(frozen=True, slots=True)
class TextTranslation:
    r"""The English translation of a whole stated text; `\n` is a line break, `\\` a backslash."""

    text_ja: str
    text_en: str

    @property
    def japanese(self) -> str:
        """Return the stated text."""
        return unescaped(self.text_ja)

    @property
    def english(self) -> str:
        """Return the translation."""
        return unescaped(self.text_en)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that trigger a rule; the head of the file explains the kinds."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class SpellingVariants:
    """Orthographic variants of one word, separated by spaces: `問合せ 問い合わせ`."""

    spellings: str
