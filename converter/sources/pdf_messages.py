"""The messages between the process that reads a PDF and its parent."""

from dataclasses import dataclass
from typing import TypeAlias

from converter.sources.layout.glyphs.content import Box, PageContent


@dataclass(frozen=True, slots=True)
class Draw:
    """A request: draw a page with boxes over it."""

    content: PageContent
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """The PDF was opened; `pages` is its number of pages."""

    pages: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The PDF or a page could not be read; the reason is shown to the user."""

    reason: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The picture of a page, as PNG."""

    picture: bytes


# The request for a page is its number, from 1.
Request: TypeAlias = int | Draw
Answer: TypeAlias = Opened | Failed | PageContent | Drawn
