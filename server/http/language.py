"""The languages of the interface."""

from enum import StrEnum


class Language(StrEnum):
    """A language of the interface; the first is that of the source."""

    JA = "ja"
    EN = "en"


def language_in(path: str) -> Language | None:
    """Return the language that a path names, in its first segment or after `embed`."""
    first = path.removeprefix("/").removeprefix("embed/").partition("/")[0]
    return Language(first) if first in list(Language) else None
