"""Validators of an answer: entity tags, dates, and the conditional requests that use them.

https://www.rfc-editor.org/rfc/rfc9110#section-8.8 and #section-13
"""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus

from server.http.message import Headers, Request, Response

# Seconds that a cache may use an answer unasked: a new dataset comes with a new start.
_FRESH = 300
PUBLIC = ("Cache-Control", f"public, max-age={_FRESH}")
NEVER = ("Cache-Control", "no-store")
_SAFE = frozenset({"GET", "HEAD"})
_NOT_IN_304 = frozenset({"content-type", "content-length", "content-encoding", "etag"})
# Length of a tag in bytes: enough that no two answers ever share one.
_TAG_BYTES = 16
# What a tag begins with whose answer may come in other bytes (8.8.3).
_WEAK = "W/"


def entity_tag(*parts: str) -> str:
    """Return the strong entity tag of what the parts, in their order, determine."""
    digest = hashlib.blake2b(digest_size=_TAG_BYTES)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        # The length goes before the text: no two lists of parts look the same.
        digest.update(len(content).to_bytes(8, "big") + content)
    return f'"{digest.hexdigest()}"'


def tag_of_coding(tag: str, coding: str) -> str:
    """Return the tag of the same answer in a content coding, which has other bytes."""
    return f'{tag[:-1]}-{coding}"' if coding else tag


def validators(tag: str, modified: datetime | None) -> Headers:
    """Return the headers by which a client can ask again."""
    if modified is None:
        return (("ETag", tag), PUBLIC)
    return (("ETag", tag), ("Last-Modified", http_date(modified)), PUBLIC)


@lru_cache(maxsize=64)
def http_date(moment: datetime) -> str:
    """Return the moment as HTTP writes it, in whole seconds."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def if_modified(request: Request, response: Response) -> Response:
    """Return the response, or 304 in its place where the client has it already (13.2.2)."""
    if request.method not in _SAFE or response.status is not HTTPStatus.OK:
        return response
    tags, since = request.header("if-none-match"), request.header("if-modified-since")
    if not tags and not since:
        return response
    tag = response.header("etag")
    known = matching_tag(tags, tag) if tags and tag else None
    if not tags and _is_not_newer(response.header("last-modified"), since):
        known = tag
    return response if known is None else not_modified(response, known)


def not_modified(response: Response, tag: str) -> Response:
    """Return 304 in the place of a response, with the tag that the client knows (15.4.5)."""
    few = [item for item in response.headers if item[0].lower() not in _NOT_IN_304]
    tagged = (*few, ("ETag", tag)) if tag else tuple(few)
    return Response(HTTPStatus.NOT_MODIFIED, tagged, cached=response.cached, done=response.done)


def proven_tag(request: Request, tag: str) -> str | None:
    """Return the tag of an answer that the client must have had, before anything is evaluated.

    `*` and a date prove nothing, and a request that would be refused is to be refused (13.2.1).
    """
    tags = request.header("if-none-match")
    if request.method not in _SAFE or tags.strip() in {"", "*"}:
        return None
    return matching_tag(tags, tag)


def matching_tag(tags: str, tag: str) -> str | None:
    """Return the tag of If-None-Match that is ours in any content coding; the match is weak."""
    if tags.strip() == "*":
        return tag
    opaque = tag.removeprefix(_WEAK)
    given = (item.strip().removeprefix(_WEAK) for item in tags.split(","))
    same = (item for item in given if _without_coding(item) == _without_coding(opaque))
    found = next(same, None)
    return _WEAK + found if found and opaque != tag else found


def _without_coding(tag: str) -> str:
    return f'{tag.partition("-")[0].rstrip(chr(34))}"'


def _is_not_newer(modified: str, since: str) -> bool:
    if not modified or not since:
        return False
    try:
        moment, known = parsedate_to_datetime(modified), parsedate_to_datetime(since)
    except ValueError:
        return False
    return moment <= (known if known.tzinfo else known.replace(tzinfo=UTC))
