"""Validators of an answer: entity tags, dates, and the conditional requests that use them.

https://www.rfc-editor.org/rfc/rfc9110#section-8.8 and #section-13
"""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from server.messages import Headers, Request

# Seconds that a cache may use an answer unasked: a new dataset comes with a new start.
_FRESH = 300
PUBLIC = ("Cache-Control", f"public, max-age={_FRESH}")
NEVER = ("Cache-Control", "no-store")
# Length of a tag in bytes: enough that no two answers ever share one.
_TAG_BYTES = 16


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


def validators(tag: str, modified: datetime) -> Headers:
    """Return the headers by which a client can ask again."""
    return (("ETag", tag), ("Last-Modified", http_date(modified)), PUBLIC)


def http_date(moment: datetime) -> str:
    """Return the moment as HTTP writes it, in whole seconds."""
    return format_datetime(moment.astimezone(UTC).replace(microsecond=0), usegmt=True)


def is_current(request: Request, tag: str, modified: datetime) -> bool:
    """Return whether the client already has the answer: 304 (RFC 9110, 13.2.2)."""
    if request.method not in {"GET", "HEAD"}:
        return False
    tags = request.header("if-none-match")
    if tags:
        return names_tag(tags, tag)
    return _is_not_newer(modified, request.header("if-modified-since"))


def names_tag(tags: str, tag: str) -> bool:
    """Return whether If-None-Match names the tag, in any content coding; the comparison is weak."""
    if tags.strip() == "*":
        return True
    opaque = tag[1:-1]
    given = (item.strip().removeprefix("W/").strip('"') for item in tags.split(","))
    return any(item == opaque or item.startswith(f"{opaque}-") for item in given)


def _is_not_newer(modified: datetime, since: str) -> bool:
    if not since:
        return False
    try:
        moment = parsedate_to_datetime(since)
    except ValueError:
        return False
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return modified.replace(microsecond=0) <= known
