"""Chooses and applies content codings (RFC 9110, 12.5.3)."""

import gzip

import zstandard

from server.bounds.bounded_cache import cached_by_text

# Best first: level 3 of zstd is faster than level 6 of gzip, with about the same size.
CODINGS = ("zstd", "gzip")
_ZSTD_LEVEL = 3
_GZIP_LEVEL = 6
# Minimum bytes: a smaller body needs as many packets with a coding as without.
_WORTH = 600
_TEXTUAL = ("text/", "application/", "image/svg")
_COMPRESSED = frozenset(
    {"application/gzip", "application/zip", "application/zstd", "application/pdf"}
)


@cached_by_text
def choose_coding(accept: str) -> str:
    """Return the coding that Accept-Encoding prefers (on a tie, by our order), "" for none."""
    weights = dict(_weight(item) for item in accept.lower().split(",") if item.strip())
    anything = weights.get("*", 0.0)
    weighed = [(weights.get(name, anything), name) for name in CODINGS]
    best = max(weighed, key=lambda pair: pair[0])
    plain = weights.get("identity", 0.0)
    return best[1] if best[0] > 0 and best[0] >= plain else ""


def _weight(item: str) -> tuple[str, float]:
    name, _, parameter = item.partition(";")
    key, _, value = parameter.strip().partition("=")
    if key.strip() != "q":
        return name.strip(), 1.0
    try:
        return name.strip(), float(value)
    except ValueError:
        return name.strip(), 0.0


def is_worth(media_type: str, size: int) -> bool:
    """Return whether to compress a body of this type and length."""
    return size >= _WORTH and _is_text(media_type)


@cached_by_text
def _is_text(media_type: str) -> bool:
    kind = media_type.partition(";")[0].strip().lower()
    return kind.startswith(_TEXTUAL) and kind not in _COMPRESSED


def compress(body: bytes, coding: str) -> bytes:
    """Return the body in a coding of `CODINGS`; the same bytes each time."""
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=_ZSTD_LEVEL).compress(body)
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)
