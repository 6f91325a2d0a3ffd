"""What other sites need to show a page: its addresses, and the HTML code to embed a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from server.counts.facets import EDITION
from server.http.language import Language
from server.rdf.addresses import Addresses

# Pixels of a frame. An embedded page fits it from 360 pixels of width on: it shows few bars, and a
# larger table scrolls within the page.
WIDTH, HEIGHT = 640, 640

Pairs = Iterable[tuple[str, str]]


def frame_code(address: str, title: str, width: int, height: int) -> str:
    """Return an iframe element with the figure at an address."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" '
        f'height="{height}" style="max-width:100%" loading="lazy"></iframe>'
    )


@dataclass(frozen=True, slots=True)
class SharedPage:
    """A page that can be shared; `has_card`: it has its own preview picture."""

    language: Language
    path: str
    has_card: bool

    def addresses(self, addresses: Addresses, parameters: Pairs) -> dict[str, str]:
        """Return the addresses by their names in templates."""
        named = list(parameters)
        page = addresses.origin + addresses.url_of(f"{self.language}/{self.path}", named)
        own = f"/{self.path}" if self.has_card and self.path else ""
        picture = f"{self.language}/card{own}.png"
        return {
            "canonical": page,
            "card": addresses.origin + addresses.url_of(picture, named),
            "oembed": addresses.absolute("oembed", url=page),
        }


def shared_parameters(chosen: Pairs, edition: Pairs) -> list[tuple[str, str]]:
    """Return the choices of a figure, and its edition unless that is the latest."""
    return [*(pair for pair in chosen if pair[0] != EDITION), *edition]
