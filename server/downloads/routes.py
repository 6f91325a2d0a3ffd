"""The routes of downloads, their pages, and files for crawlers."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from flask import Blueprint, Response, request

from server.downloads.assessment import assessment_page
from server.downloads.crawling import parts_of, robots, sitemap, sitemap_index
from server.downloads.files import Files
from server.downloads.listing import MANIFEST, ListedFile, Listing
from server.downloads.page import download_page
from server.downloads.resources import page_paths
from server.http.errors import nothing_is_at
from server.http.language import Language
from server.http.negotiation import best_media_type
from server.site.responses import answered, answered_with, origin_of, to_language
from server.site.site import Site

_LANGUAGES = "<any(ja, en):code>"
_PAGE, _JSON = "text/html", "application/json"
_HTML = f"{_PAGE}; charset=utf-8"
_XML = "application/xml; charset=utf-8"
Opener = Callable[[str], Response]


@dataclass(frozen=True, slots=True)
class Downloads:
    """The views of a dataset's files; `otherwise` handles paths that are not files."""

    site: Site
    listing: Listing
    otherwise: Opener

    def choose(self) -> Response:
        """Redirect to a page in the reader's language."""
        return to_language(self.site.addresses, request.path.removeprefix("/"))

    def programs(self) -> Response:
        """Redirect from `/api` to its description: for a program OpenAPI, else the page."""
        accepted = request.headers.get("Accept", "")
        if best_media_type(accepted, (_PAGE, _JSON)) == _JSON:
            answer = Response(
                status=302, headers={"Location": self.site.addresses.url("openapi.json")}
            )
        else:
            answer = to_language(self.site.addresses, "download")
            answer.headers["Location"] += "#programs"
        answer.headers["Vary"] = "Accept, Accept-Language"
        return answer

    def page(self, code: str) -> Response:
        """Return the page that lists the files."""
        language = Language(code)
        return self._rendered(lambda: download_page(self.site, self.listing, language), language)

    def assessment(self, code: str) -> Response:
        """Return the page of the self-assessment."""
        if not self.site.about.is_survey:
            raise nothing_is_at(request.path)
        language = Language(code)
        return self._rendered(lambda: assessment_page(self.site, self.listing, language), language)

    def file(self, version: str, path: str) -> Response:
        """Return a file of the served version, or of `latest`, which is the same."""
        entry = self.listing.entries.get(unquote(path))
        if not self._is_here(version):
            return self.otherwise(f"download/{version}/{path}")
        if path == MANIFEST:
            return self._manifest()
        if entry is None:
            return self.otherwise(f"download/{version}/{path}")
        return self._file(entry, latest=version == "latest")

    def _file(self, entry: ListedFile, *, latest: bool) -> Response:
        try:
            return self._files().answer(entry, request.headers, latest=latest)
        except OSError as error:
            raise nothing_is_at(request.path) from error

    def version(self, version: str) -> Response:
        """Redirect from a version to the page that lists its files."""
        if not self._is_here(version):
            return self.otherwise(f"download/{version}")
        return to_language(self.site.addresses, "download")

    def _is_here(self, version: str) -> bool:
        return self.listing.folder is not None and version in {"latest", self.listing.version}

    def citation(self) -> Response:
        """Return `CITATION.cff`."""
        entry = self.listing.entries.get("CITATION.cff")
        if entry is None:
            raise nothing_is_at(request.path)
        return self._file(entry, latest=True)

    def robots(self) -> Response:
        """Return robots.txt."""
        text = robots(origin_of(self.site.addresses), self.site.addresses.prefix)
        return self._kept("robots", lambda: text, "text/plain; charset=utf-8")

    def sitemap(self) -> Response:
        """Return the sitemap, or the index of its parts."""
        parts = parts_of(page_paths(self.site))
        if len(parts) == 1:
            return self.sitemap_part(1)
        text = sitemap_index(self._root(), len(parts))
        return self._kept("sitemap", lambda: text, _XML)

    def sitemap_part(self, number: int) -> Response:
        """Return a part of the sitemap; parts count from 1."""
        parts = parts_of(page_paths(self.site))
        if not 0 < number <= len(parts):
            raise nothing_is_at(request.path)
        return self._kept(
            f"sitemap-{number}", lambda: sitemap(self._root(), parts[number - 1]), _XML
        )

    def _files(self) -> Files:
        return Files(self.listing, self.site.addresses)

    def _manifest(self) -> Response:
        return answered(self.listing.manifest, _JSON)

    def _rendered(self, write: Callable[[], str], language: Language) -> Response:
        page = self.site.cache.get(request.path, lambda: write().encode())
        answer = answered_with(page, _HTML)
        answer.headers["Content-Language"] = str(language)
        return answer

    def _kept(self, name: str, write: Callable[[], str], media_type: str) -> Response:
        key = (name, origin_of(self.site.addresses))
        return answered_with(self.site.cache.get(key, lambda: write().encode()), media_type)

    def _root(self) -> str:
        return f"{origin_of(self.site.addresses)}{self.site.addresses.prefix}/"


def downloads_blueprint(site: Site, listing: Listing, otherwise: Opener) -> Blueprint:
    """Return the routes of a dataset's files."""
    blueprint = Blueprint("downloads", __name__)
    views = Downloads(site, listing, otherwise)
    add = blueprint.add_url_rule
    add("/download", "choose", views.choose)
    add("/api", "programs", views.programs)
    add("/about/assessment", "choose_assessment", views.choose)
    add(f"/{_LANGUAGES}/download", "page", views.page)
    add(f"/{_LANGUAGES}/about/assessment", "assessment", views.assessment)
    add("/download/<version>", "version", views.version)
    add("/download/<version>/<path:path>", "file", views.file)
    add("/CITATION.cff", "citation", views.citation)
    add("/robots.txt", "robots", views.robots)
    add("/sitemap.xml", "sitemap", views.sitemap)
    add("/sitemap-<int:number>.xml", "sitemap_part", views.sitemap_part)
    return blueprint
