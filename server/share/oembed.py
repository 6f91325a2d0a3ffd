"""The oEmbed data of a page with a figure (https://oembed.com, 2.3)."""

from dataclasses import dataclass

from server.share.card import HEIGHT as CARD_HEIGHT
from server.share.card import WIDTH as CARD_WIDTH
from server.site.embedding import HEIGHT, WIDTH, frame_code

# Pixels of the smallest frame in which a figure can be read.
_LEAST = 200

Member = str | int


@dataclass(frozen=True, slots=True)
class EmbeddedPage:
    """A page with a figure: its title, and the addresses of its frame and its picture."""

    title: str
    frame: str
    picture: str


def oembed_of(page: EmbeddedPage, most_width: int, most_height: int) -> dict[str, Member]:
    """Return the members of the response that depend on the page and the consumer's space.

    No size exceeds the given pixels. A space too small for any frame gets the type `link`, so
    that the consumer links to the page.
    """
    return {
        "version": "1.0",
        "title": page.title,
        **_frame(page, min(WIDTH, most_width), min(HEIGHT, most_height)),
        **_thumbnail(page, most_width, most_height),
    }


def _frame(page: EmbeddedPage, width: int, height: int) -> dict[str, Member]:
    if min(width, height) < _LEAST:
        return {"type": "link"}
    html = frame_code(page.frame, page.title, width, height)
    return {"type": "rich", "width": width, "height": height, "html": html}


def _thumbnail(page: EmbeddedPage, most_width: int, most_height: int) -> dict[str, Member]:
    if most_width < CARD_WIDTH or most_height < CARD_HEIGHT:
        return {}
    return {
        "thumbnail_url": page.picture,
        "thumbnail_width": CARD_WIDTH,
        "thumbnail_height": CARD_HEIGHT,
    }
