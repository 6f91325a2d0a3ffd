"""The application over the sample dataset, and readers of what it answers."""

from functools import cache
from pathlib import Path

import html5lib
from endpoint import Client
from stand_in import StandIn

from server.app import create_app
from server.config import Settings
from server.engine.dataset import Dataset
from server.prefixes import common_prefixes

SAMPLE = Path(__file__).parent / "sample.trig"


def website(public_url: str = "", source: Path = SAMPLE) -> Client:
    """Return a client of the application over a dataset, the sample where none is given."""
    dataset = Dataset.open(source)
    engine = StandIn(dataset.store, common_prefixes(dataset.identity.base))
    return Client(
        create_app(dataset, engine, Settings(public_url=public_url, access_log=False)), engine
    )


@cache
def sample_site() -> Client:
    """Return a client over the sample; it holds no state but its cache."""
    return website()


def parse_strictly(page: bytes) -> None:
    """Parse a page.

    Raises:
        html5lib.html5parser.ParseError: it is no valid HTML.
    """
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    parser.parse(page.decode())
