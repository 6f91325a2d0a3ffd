"""The route of the sheet of a prefecture: `….pdf` beside its page."""

from dataclasses import dataclass

from flask import Blueprint, Response, request

from server.counts.facets import EDITION
from server.http.errors import nothing_is_at
from server.http.language import Language
from server.pdf.prefecture import PrefectureSheet
from server.pdf.typesetting import typeset
from server.site.responses import answered, origin_of
from server.site.site import Site


@dataclass(frozen=True, slots=True)
class PrintedSheets:
    """The views of sheets to print."""

    site: Site

    def prefecture(self, code: str, pref: str) -> Response:
        """Return the sheet of a prefecture."""
        iri = self.site.addresses.iri(f"id/pref/{pref}")
        if not self.site.statements.exists(iri):
            raise nothing_is_at(request.path)
        edition = self.site.editions.requested(request.args.get(EDITION, ""))
        origin = origin_of(self.site.addresses)
        sheet = PrefectureSheet(self.site, Language(code), origin, edition)
        answer = answered(typeset("prefecture", sheet.values(iri)), "application/pdf")
        name = f'inline; filename="digigov-prefecture-{pref}-{code}.pdf"'
        answer.headers["Content-Disposition"] = name
        return answer


def pdf_blueprint(site: Site) -> Blueprint:
    """Return the routes of sheets to print."""
    blueprint = Blueprint("pdf", __name__)
    views = PrintedSheets(site)
    path = "/<any(ja, en):code>/id/pref/<pref>.pdf"
    blueprint.add_url_rule(path, "prefecture", views.prefecture)
    return blueprint
