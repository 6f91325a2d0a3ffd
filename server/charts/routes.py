"""The routes of comparisons: pages, SVG and PNG."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request
from markupsafe import Markup

from server.charts.beside import BESIDE, prefecture_choices
from server.charts.choices import map_choices, table_choices
from server.charts.drawing.png import as_png
from server.charts.drawing.svg import document, inline
from server.charts.figure import ChartContext, Comparison
from server.charts.imprint import imprint_of
from server.charts.maps import MAPS
from server.charts.matrices import MATRICES
from server.charts.measures import MapMeasure
from server.charts.requested import RequestedFigure, read_figure
from server.charts.sharing import SHARING
from server.counts.facets import EDITION
from server.facets.index import Catalogue
from server.http.language import Language
from server.site.background import Prepared
from server.site.links import sheets_at
from server.site.missing import language_of_page, nothing_named
from server.site.page_cache import Rendered
from server.site.responses import answered, answered_with, html, origin_of, to_language
from server.site.site import Download, Frame, Site
from server.site.tables.cells import Cell
from server.site.values import read_values

COMPARISONS: Sequence[Comparison] = (*MAPS, *BESIDE, *MATRICES, *SHARING)
# Pixels of the PNG for one of the drawing: sharp in print and on dense screens.
_ZOOM = 2
_PICTURES = (("svg", "image/svg+xml", "SVG"), ("png", "image/png", "PNG"))


@dataclass(frozen=True, slots=True)
class Comparing:
    """The views of comparisons."""

    site: Site
    catalogue: Prepared[Catalogue]

    def choose(self, slug: str = "") -> Response:
        """Return the way to the page in the reader's language."""
        return to_language(self.site.addresses, f"compare/{slug}".rstrip("/"))

    def index(self, code: str) -> Response:
        """Return the page that lists the comparisons."""
        language = Language(code)
        text = self.site.text
        frame = Frame(
            language,
            "compare",
            text(language, "compare.title"),
            text(language, "compare.index-lead"),
            crumbs=[self.site.home(language)],
        )
        cards = [
            (
                self.site.addresses.url(f"{language}/compare/{item.slug}"),
                text(language, item.title),
                text(language, item.lead),
            )
            for item in COMPARISONS
        ]
        return html(self.site.render("compare.html", frame, cards=cards), language)

    def page(self, code: str, slug: str) -> Response:
        """Return the page of a comparison."""
        language = Language(code)
        requested, context = self._requested(slug, language)
        figure, parameters = requested.comparison.make(context), requested.parameters
        lead = figure.lead or self.site.text(language, requested.comparison.lead)
        frame = Frame(
            language,
            f"compare/{slug}",
            figure.title,
            self.site.described(language, figure.numbers(self.site, language), lead),
            crumbs=[self.site.home(language), self._all(language)],
            parameters=parameters,
            robots="noindex, follow" if dict(parameters).keys() - {EDITION} else "",
            edition=context.view.edition,
            table="#matrix" if figure.matrix else "",
            card=True,
            embed=origin_of(self.site.addresses),
        )
        is_drawn = not figure.matrix and not figure.bars
        page = self.site.render(
            "comparison.html",
            frame,
            figure=figure,
            lead=lead,
            # Safe: the drawing is our own, and its texts are escaped.
            drawing=Markup(inline(figure.draw())) if is_drawn else "",  # noqa: S704
            choices=map_choices(context) if slug == MAPS[0].slug else None,
            prefectures=prefecture_choices(context) if slug == BESIDE[0].slug else (),
            tables=(
                table_choices(context, slug, figure.facets)
                if figure.matrix and figure.facets
                else ()
            ),
            files=self._files(slug, language, parameters),
            neighbours=self._neighbours(slug, language),
        )
        return html(page, language)

    def file(self, code: str, slug: str, kind: str) -> Response:
        """Return the drawing of a comparison as a file."""
        language = Language(code)
        requested, context = self._requested(slug, language)
        drawing = requested.comparison.make(context).draw()
        page = self.site.addresses.url_of(f"{language}/compare/{slug}", requested.parameters)
        address = origin_of(self.site.addresses) + page
        unit = (requested.measure or MapMeasure.ANSWERS) if slug == MAPS[0].slug else ""
        edition = context.view.edition
        imprint = imprint_of(self.site, language, edition, unit or slug, address)
        text = document(drawing, imprint)
        if kind == "svg":
            return answered(text.encode(), "image/svg+xml")
        return png_answer(self.site, text, code, _ZOOM)

    def _requested(self, slug: str, language: Language) -> tuple[RequestedFigure, ChartContext]:
        catalogue = self.catalogue.get()
        read_values(self.site, catalogue.values)
        requested = requested_figure(self.site, catalogue, slug)
        return requested, requested.context(self.site, catalogue, language)

    def _all(self, language: Language) -> Cell:
        name = self.site.text(language, "compare.title")
        return Cell(name, self.site.addresses.url(f"{language}/compare"))

    def _files(
        self, slug: str, language: Language, parameters: Sequence[tuple[str, str]]
    ) -> list[Download]:
        path = f"{language}/compare/{slug}"
        table, figure = (f"compare.file_{name}" for name in ("table", "figure"))
        sheets = sheets_at(self.site.addresses, path, parameters)
        pictures = [
            Download(self.site.addresses.url_of(f"{path}.{ending}", parameters), media_type, name)
            for ending, media_type, name in _PICTURES
        ]
        return [
            replace(file, text=self.site.text(language, named, kind=file.text))
            for named, files in ((table, sheets), (figure, pictures))
            for file in files
        ]

    def _neighbours(self, slug: str, language: Language) -> list[Cell]:
        return [
            Cell(
                self.site.text(language, item.title),
                self.site.addresses.url(f"{language}/compare/{item.slug}"),
            )
            for item in COMPARISONS
            if item.slug != slug
        ]


def png_answer(site: Site, svg: str, code: str, zoom: int = 1) -> Response:
    """Return a drawing as PNG; its key is the drawing, as addresses may have further parameters."""
    key = ("png", code, zoom, Rendered.of(svg.encode()).tag)
    return answered_with(site.cache.get(key, lambda: as_png(svg, code, zoom)), "image/png")


def requested_figure(site: Site, catalogue: Catalogue, slug: str) -> RequestedFigure:
    """Return the figure in the request.

    Raises:
        HttpError: 404 if there is no such comparison, 400 if a parameter is invalid.
    """
    found = next((item for item in COMPARISONS if item.slug == slug), None)
    if found is None:
        language = language_of_page(request.path)
        known = {item.slug: site.text(language, item.title) for item in COMPARISONS}
        raise nothing_named(site, request.path, slug, known, "compare")
    return read_figure(site, catalogue, found, request.args)


def compare_blueprint(site: Site, catalogue: Prepared[Catalogue]) -> Blueprint:
    """Return the routes of comparisons."""
    blueprint = Blueprint("compare", __name__)
    views = Comparing(site, catalogue)
    add = blueprint.add_url_rule
    add("/compare", "choose", views.choose)
    add("/compare/<slug>", "choose_one", views.choose)
    add("/<any(ja, en):code>/compare", "index", views.index)
    add("/<any(ja, en):code>/compare/<slug>", "page", views.page)
    add("/<any(ja, en):code>/compare/<slug>.<any(svg, png):kind>", "file", views.file)
    return blueprint
