"""The route of the page of changes."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, request

from server.changes.page import build_changes, changes_frame, nothing_before_frame
from server.counts.view import View
from server.http.language import Language
from server.site.responses import html, to_language
from server.site.site import Site
from server.site.views import view_in


@dataclass(frozen=True, slots=True)
class ChangePages:
    """The views of changes between editions."""

    site: Site

    def choose(self) -> Response:
        """Redirect to the page in the reader's language."""
        return to_language(self.site.addresses, "changes")

    def page(self, code: str) -> Response:
        """Return the page of changes; where nothing came before, one that says so."""
        language, view = Language(code), requested_changes(self.site)
        changes = build_changes(self.site, view, language)
        if changes is None:
            return self._nothing_before(language)
        frame = changes_frame(self.site, changes, view, language)
        return html(self.site.render("changes.html", frame, changes=changes), language)

    def _nothing_before(self, language: Language) -> Response:
        page = self.site.render("no_changes.html", nothing_before_frame(self.site, language))
        answer = html(page, language)
        answer.status_code = HTTPStatus.NOT_FOUND
        answer.headers["Cache-Control"] = "no-store"
        return answer


def requested_changes(site: Site) -> View:
    """Return the view in the request.

    Raises:
        HttpError: 400 if a parameter has an invalid value.
    """
    return view_in(site, request.args.items(multi=True))


def changes_blueprint(site: Site) -> Blueprint:
    """Return the route of changes."""
    blueprint = Blueprint("changes", __name__)
    views = ChangePages(site)
    blueprint.add_url_rule("/changes", "choose", views.choose)
    blueprint.add_url_rule("/<any(ja, en):code>/changes", "page", views.page)
    return blueprint
