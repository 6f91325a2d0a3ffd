"""Serves a file: whole, in a content coding, or in part (RFC 9110, 8.4, 8.8 and 14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from server.downloads.listing import ListedFile, Listing
from server.engine.loading import state_of
from server.http.content_coding import choose_coding
from server.http.errors import HttpError, Problem, server_is_busy
from server.http.problem_kinds import RANGE
from server.http.texts import text_of
from server.rdf.addresses import Addresses
from server.site.responses import file_or_part

if TYPE_CHECKING:
    from flask import Response

# A version never changes, but `latest` does.
_FOR_EVER = "public, max-age=31536000, immutable"
_FOR_NOW = "public, max-age=300"
# Retry-After in seconds: time to load a replaced dataset.
_RELOAD = 10
_CODED: Mapping[str, str] = {"gzip": "application/gzip", "zstd": "application/zstd"}
_TEXTUAL = frozenset({"application/n-triples", "application/n-quads", "application/trig"})
# The kind of files with triple terms.
_RDF_1_2 = "evidence"


@dataclass(frozen=True, slots=True)
class Files:
    """Serves the files of a listing."""

    listing: Listing
    addresses: Addresses

    def answer(self, entry: ListedFile, request_headers: Headers, *, latest: bool) -> "Response":
        """Return a file, or the part of it that the request's headers ask for.

        Raises:
            HttpError: 416 if the file does not have that part.
            OSError: The file is listed but does not exist.
        """
        coding = _coding(entry, request_headers)
        twin = self.listing.twin(entry, coding) if coding else None
        answer = self._sent(twin or entry, entry.sha256 + (f"-{coding}" if twin else ""))
        headers = answer.headers
        headers["Content-Type"] = _content_type(entry)
        headers["Content-Disposition"] = f'attachment; filename="{entry.name}"'
        headers["Cache-Control"] = _FOR_NOW if latest else _FOR_EVER
        headers["Content-Location"] = self._url(entry.path)
        headers["Link"] = self._links(entry)
        if not entry.coding and self._has_twins(entry):
            headers["Vary"] = "Accept-Encoding"
        if twin:
            headers["Content-Encoding"] = coding
        return answer

    def _sent(self, entry: ListedFile, tag: str) -> "Response":
        if self.listing.folder is None:
            message = "a listing without a folder has no files"
            raise ValueError(message)
        path = (self.listing.folder / entry.path).absolute()
        if entry.state and state_of(path) not in {entry.state, ()}:
            # The file has changed since the manifest was written.
            raise server_is_busy(_RELOAD, of_client=False)
        try:
            return file_or_part(path, entry.media_type, tag)
        except RequestedRangeNotSatisfiable as error:
            raise _no_such_part(entry) from error

    def _has_twins(self, entry: ListedFile) -> bool:
        return any(twin.twin_of == entry.path for twin in self.listing.entries.values())

    def _url(self, path: str) -> str:
        return self.addresses.url(f"download/{self.listing.version}/{path}")

    def _links(self, entry: ListedFile) -> str:
        links = [f'<{self._url(entry.path)}>; rel="canonical"']
        described = f"{entry.twin_of or entry.path}-metadata.json"
        if described in self.listing.entries:
            url = self._url(described)
            links.append(f'<{url}>; rel="describedby"; type="application/csvm+json"')
        else:
            url = self.addresses.url("id/dataset/digigov.ttl")
            links.append(f'<{url}>; rel="describedby"; type="text/turtle"')
        return ", ".join(links)


def _coding(entry: ListedFile, request_headers: Headers) -> str:
    """Return the best coding that the client accepts; none for a request for a part."""
    if entry.coding or "Range" in request_headers:
        return ""
    return choose_coding(request_headers.get("Accept-Encoding", ""))


def _content_type(entry: ListedFile) -> str:
    if entry.coding:
        return _CODED[entry.coding]
    # https://www.w3.org/TR/rdf12-turtle/#sec-mediaReg
    version = "; version=1.2" if entry.kind == _RDF_1_2 else ""
    textual = entry.media_type.startswith("text/") or entry.media_type in _TEXTUAL
    return entry.media_type + ("; charset=utf-8" if textual else "") + version


def _no_such_part(entry: ListedFile) -> HttpError:
    detail = text_of("problem.no_part", path=entry.path, size=entry.size)
    headers = (("Content-Range", f"bytes */{entry.size}"),)
    return HttpError(Problem(RANGE, detail, headers=headers))
