"""Entity tags, dates, and the conditional requests that use them.

https://www.rfc-editor.org/rfc/rfc9110#section-8.8 and #section-13
"""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus

from server.http.message import Headers, Request, Response

# Seconds for which a cache may use an answer without revalidation.
_FRESH = 300
PUBLIC = ("Cache-Control", f"public, max-age={_FRESH}")
NEVER = ("Cache-Control", "no-store")
_SAFE = frozenset({"GET", "HEAD"})
_NOT_IN_304 = frozenset({"content-type", "content-length", "content-encoding", "etag"})
# Length of a tag in bytes: enough to avoid collisions.
_TAG_BYTES = 16
# Prefix of a weak tag (8.8.3).
_WEAK = "W/"


def entity_tag(*parts: str) -> str:
    """Return the strong entity tag of an answer that these parts determine."""
    digest = hashlib.blake2b(digest_size=_TAG_BYTES)
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        # Prefix each part with its length, so that different lists give different bytes.
        digest.update(len(content).to_bytes(8, "big") + content)
    return f'"{digest.hexdigest()}"'


def tag_of_coding(tag: str, coding: str) -> str:
    """Return the tag of the same answer in a content coding, whose bytes differ."""
    return f'{tag[:-1]}-{coding}"' if coding else tag


def validators(tag: str, modified: datetime | None) -> Headers:
    """Return the validator headers, for later conditional requests."""
    if modified is None:
        return (("ETag", tag), PUBLIC)
    return (("ETag", tag), ("Last-Modified", http_date(modified)), PUBLIC)


@lru_cache(maxsize=64)
def http_date(moment: datetime) -> str:
    """Return the moment as HTTP writes it, in whole seconds."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def if_modified(request: Request, response: Response) -> Response:
    """Return the response, or 304 if the client already has it (13.2.2)."""
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
    """Return 304 instead of a response, with the tag that the client sent (15.4.5)."""
    few = [item for item in response.headers if item[0].lower() not in _NOT_IN_304]
    tagged = (*few, ("ETag", tag)) if tag else tuple(few)
    return Response(HTTPStatus.NOT_MODIFIED, tagged, cached=response.cached, done=response.done)


def proven_tag(request: Request, tag: str) -> str | None:
    """Return the tag that proves that the client has the answer; nothing need be evaluated then.

    `*` and dates prove nothing: a request that fails must fail in any case (13.2.1).
    """
    tags = request.header("if-none-match")
    if request.method not in _SAFE or tags.strip() in {"", "*"}:
        return None
    return matching_tag(tags, tag)


def matching_tag(tags: str, tag: str) -> str | None:
    """Return the tag in If-None-Match that equals ours in any content coding (weak comparison)."""
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
