"""The languages of the interface."""

from enum import StrEnum


class Language(StrEnum):
    """A language of the interface; the first is that of the source."""

    JA = "ja"
    EN = "en"
