"""What other sites need to show a page: its addresses, and the HTML code to embed a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

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
    """A page that can be shared, with its parameters, of which `edition` names its edition.

    `is_whole`: the preview picture and the citation are those of the whole site.
    """

    addresses: Addresses
    language: Language
    path: str
    parameters: Pairs
    edition: Pairs
    is_whole: bool

    def url_in(self, language: str) -> str:
        """Return the address of the page in a language."""
        return self.addresses.url_of(f"{language}/{self.path}", self.parameters)

    @property
    def canonical(self) -> str:
        """Return the address of the page with its choices, absolute if the public one is known."""
        return self.addresses.origin + self.url_in(self.language)

    @property
    def card(self) -> str:
        """Return the address of the preview picture."""
        return self.addresses.origin + self._file("card", "png")

    @property
    def oembed(self) -> str:
        """Return the address of the page's oEmbed data."""
        return self.addresses.absolute("oembed", url=self.canonical)

    def citation(self, kind: str) -> str:
        """Return the address of the citation in a format."""
        return self._file("cite", kind)

    def _file(self, name: str, ending: str) -> str:
        own, chosen = (
            ("", self.edition) if self.is_whole else (f"/{self.path}".rstrip("/"), self.parameters)
        )
        return self.addresses.url_of(f"{self.language}/{name}{own}.{ending}", chosen)
