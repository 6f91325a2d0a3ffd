"""Figures to embed: small pages for frames on other sites, and their oEmbed data."""

from dataclasses import dataclass
from urllib.parse import parse_qs, parse_qsl, urlsplit

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from server.charts.drawing.svg import inline
from server.charts.figure import Chart
from server.counts.facets import EDITION
from server.findings.book import PublishedFinding
from server.findings.page import build_finding
from server.findings.values import Results
from server.http.language import Language
from server.site.editions import Editions
from server.site.site import Frame, Site

_ROOMS = frozenset({"findings", "compare"})
# Maximum bars, and rows of a table without a figure; a link leads to the rest.
_ROWS = 8


@dataclass(frozen=True, slots=True)
class Embeddable:
    """A page with a figure: its language, its path below it, and its parameters."""

    language: Language
    path: str
    query: str

    def edition(self, editions: Editions) -> str:
        """Return the edition of the page."""
        named = parse_qs(self.query).get(EDITION, [""])
        return editions.requested(named[-1])

    def arguments(self, editions: Editions) -> MultiDict[str, str]:
        """Return the parameters of the page with its edition, if there are several."""
        own = [pair for pair in parse_qsl(self.query) if pair[0] != EDITION]
        edition = self.edition(editions)
        return MultiDict([*own, (EDITION, edition)] if edition else own)

    @property
    def address(self) -> str:
        """Return the path of the page to embed, with its parameters."""
        query = f"?{self.query}" if self.query else ""
        return f"embed/{self.language}/{self.path}{query}"


def embeddable_at(url: str, prefix: str) -> Embeddable | None:
    """Return the page with a figure at a URL of this server, None for other URLs."""
    parts = urlsplit(url)
    code, _, path = parts.path.removeprefix(prefix).lstrip("/").partition("/")
    room, _, slug = path.partition("/")
    if code not in list(Language) or room not in _ROOMS or not slug or "/" in slug:
        return None
    return Embeddable(Language(code), path, parts.query)


def embedded_finding(results: Results, finding: PublishedFinding) -> str:
    """Return the first figure of a finding as a page to embed."""
    page = build_finding(results, finding, ())
    language = results.language
    frame = Frame(
        language,
        f"findings/{finding.slug}",
        finding.title[language],
        summary="",
        parameters=results.site.editions.parameters(results.edition),
        surveys=[results.edition],
    )
    part = page.parts[0]
    return results.site.render(
        "embed.html", frame, finding=page, part=part, figure=None, drawing="", most=_ROWS
    )


def embedded_chart(site: Site, chart: Chart, frame: Frame) -> str:
    """Return a comparison as a page to embed."""
    is_drawn = not chart.matrix and not chart.bars
    # Safe: the drawing is our own, and its texts are escaped.
    drawing = Markup(inline(chart.draw())) if is_drawn else ""  # noqa: S704
    return site.render("embed.html", frame, finding=None, figure=chart, drawing=drawing, most=_ROWS)
