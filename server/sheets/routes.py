"""The routes of tables as files: `….csv` and `….xlsx` beside the page that shows them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, request

from server.changes.page import build_changes, changes_frame
from server.changes.routes import requested_changes
from server.charts.routes import requested_figure
from server.counts.facets import EDITION, EVERY
from server.facets.index import Catalogue
from server.facets.page import title_of
from server.facets.routes import FindEntries, state_with_words
from server.findings.book import find_finding
from server.http.errors import nothing_is_at
from server.http.language import Language
from server.pages.counting import MOST_FILED, build_count, count_frame
from server.pages.edition import editions_behind
from server.sheets.files import Sheet, as_csv, as_workbook
from server.sheets.tables import SheetMaker
from server.site.background import Prepared
from server.site.kinds import kind_of
from server.site.links import XLSX
from server.site.missing import requested_index
from server.site.responses import attached, origin_of
from server.site.site import Site
from server.site.tables.resource_lists import index_list, list_of
from server.site.tables.table import Slice, Table, TableMaker

_WRITERS: dict[str, tuple[Callable[[Sheet], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8; header=present"),
    "xlsx": (as_workbook, XLSX),
}
_ENDING = "<any(csv, xlsx):kind>"
# Maximum rows of a list; the longest has a few thousand.
_ALL = Slice(0, 100_000)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The views of tables as files."""

    site: Site
    catalogue: Prepared[Catalogue]
    find: FindEntries

    def view(self, code: str, kind: str) -> Response:
        """Return the answers of a view."""
        maker, catalogue = self._maker(code), self.catalogue.get()
        state = state_with_words(self.site, catalogue, self.find)
        maker = replace(maker, view=state.view)
        title = title_of(self.site, state, maker.language)
        path = self.site.addresses.url_of(f"{code}/explore", state.parameters())
        return _sent(maker.of_view(catalogue, state, title, path), kind)

    def figure(self, code: str, slug: str, kind: str) -> Response:
        """Return the table of a comparison."""
        catalogue = self.catalogue.get()
        requested = requested_figure(self.site, catalogue, slug)
        maker = replace(self._maker(code), view=requested.view)
        figure = requested.comparison.make(requested.context(self.site, catalogue, maker.language))
        path = self.site.addresses.url_of(f"{code}/compare/{slug}", request.args.items(multi=True))
        return _sent(maker.of_figure(figure, slug, path), kind)

    def index(self, code: str, slug: str, kind: str) -> Response:
        """Return the list of all resources of a kind."""
        index, maker = requested_index(self.site, request.path, slug), self._maker(code)
        this = self.site.addresses.iri(index.about) if index.about else ""
        table = index_list(self._tables(maker), index, this, _ALL)
        path = self.site.addresses.url(f"{code}/list/{slug}", **self._own_edition(table))
        return _sent(maker.of_table(table, slug, table.title, path), kind)

    def list_of(self, code: str, name: str, kind: str) -> Response:
        """Return a list of the resource in the parameter `of`."""
        path = request.args.get("of", "")
        iri = self.site.addresses.iri(path)
        known = kind_of(path)
        if name not in (*known.counts, *known.lists) or not self.site.statements.exists(iri):
            raise nothing_is_at(request.path)
        maker = self._maker(code)
        if not known.is_of_editions:
            behind = editions_behind(self.site, path)
            maker = replace(maker, edition=behind[0] if len(behind) == 1 else maker.edition)
        table = list_of(self._tables(maker), name, iri, _ALL)
        about = self.site.reader(maker.language).link(iri).text
        own = {"list": name} | self._own_edition(table)
        address = self.site.addresses.url(f"{code}/{path}", **own)
        telling = f"{path.replace('/', '-')}-{name}"
        return _sent(maker.of_table(table, telling, f"{about}: {table.title}", address), kind)

    def finding(self, code: str, slug: str, part: str, kind: str) -> Response:
        """Return the table of an example query of a finding."""
        finding, maker = find_finding(slug), self._maker(code)
        if finding is None or part not in {one.query for one in finding.parts}:
            raise nothing_is_at(request.path)
        maker = replace(maker, edition=self.site.editions.one(maker.edition))
        own = self.site.editions.parameters(maker.edition)
        path = self.site.addresses.url_of(f"{code}/findings/{slug}", own)
        return _sent(maker.of_finding(part, f"findings-{slug}-{part}", f"{path}#{part}"), kind)

    def changes(self, code: str, kind: str) -> Response:
        """Return the changes between two editions."""
        maker, view = self._maker(code), requested_changes(self.site)
        found = build_changes(self.site, view, maker.language)
        if found is None:
            raise nothing_is_at(request.path)
        frame = changes_frame(self.site, found, view, maker.language)
        path = self.site.addresses.url_of(f"{code}/changes", frame.parameters)
        return _sent(maker.of_table(found.every, "changes", frame.title, path), kind)

    def count(self, code: str, unit: str, kind: str) -> Response:
        """Return the list of items that a figure counts."""
        maker, given = self._maker(code), list(request.args.items(multi=True))
        page = build_count(self.site, unit, given, maker.language, Slice(0, MOST_FILED))
        if not page.files:
            raise nothing_is_at(request.path)
        frame = count_frame(self.site, unit, page, maker.language)
        every = EVERY if self.site.editions.are_several else ""
        maker = replace(maker, edition=dict(frame.parameters).get(EDITION, every))
        return _sent(maker.of_count(page, f"count-{unit}", frame.title), kind)

    def _tables(self, maker: SheetMaker) -> TableMaker:
        return self.site.tables(maker.language, maker.edition)

    def _own_edition(self, table: Table) -> dict[str, str]:
        """Return the parameter that names the edition of a list, none for the latest."""
        return table.of_edition if table.edition != self.site.editions.default else {}

    def _maker(self, code: str) -> SheetMaker:
        edition = self.site.editions.requested(request.args.get(EDITION, ""))
        return SheetMaker(self.site, Language(code), origin_of(self.site.addresses), edition)


def sheets_blueprint(site: Site, catalogue: Prepared[Catalogue], find: FindEntries) -> Blueprint:
    """Return the routes of tables as files."""
    blueprint = Blueprint("sheets", __name__)
    views = Sheets(site, catalogue, find)
    add = blueprint.add_url_rule
    language = "/<any(ja, en):code>"
    add(f"{language}/changes.{_ENDING}", "changes", views.changes)
    add(f"{language}/count/<unit>.{_ENDING}", "count", views.count)
    add(f"{language}/explore.{_ENDING}", "view", views.view)
    add(f"{language}/compare/<slug>.{_ENDING}", "figure", views.figure)
    add(f"{language}/findings/<slug>/<part>.{_ENDING}", "finding", views.finding)
    add(f"{language}/list/<slug>.{_ENDING}", "index", views.index)
    add(f"{language}/list-of/<name>.{_ENDING}", "list_of", views.list_of)
    return blueprint


def _sent(sheet: Sheet, kind: str) -> Response:
    write, media_type = _WRITERS[kind]
    return attached(write(sheet), media_type, f"{sheet.name}.{kind}")
