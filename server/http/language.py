"""The languages of the interface."""

from enum import StrEnum


class Language(StrEnum):
    """A language of the interface; the first is the one of the source."""

    JA = "ja"
    EN = "en"
