"""The texts of a comparison's file besides its title: unit, source, address and date."""

from server.charts.drawing.svg import Imprint
from server.http.language import Language
from server.site.site import Site


def imprint_of(site: Site, language: Language, edition: str, counted: str, address: str) -> Imprint:
    """Return these texts; `counted` is the slug of a comparison or the measure of a map."""
    date = site.date
    return Imprint(
        site.text(language, f"compare.unit_{counted}"),
        site.source(language, edition),
        site.text(language, "compare.address", address=address, date=date) if date else address,
    )
