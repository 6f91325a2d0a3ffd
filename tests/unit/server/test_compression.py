"""Content codings by Accept-Encoding."""

import gzip

import pytest
import zstandard

from server.http.content_coding import choose_coding, compress, is_worth


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("zstd;q=0.5, gzip;q=0.8", "gzip"),
        ("zstd;q=0, gzip;q=0", ""),
        ("*", "zstd"),
        ("*;q=0.1, zstd;q=0", "gzip"),
        ("identity, gzip;q=0.5", ""),
        ("br, deflate", ""),
        ("GZIP; Q=1.0", "gzip"),
        ("gzip;q=much", ""),
    ],
)
def test_the_coding_is_the_one_the_client_prefers(accept: str, coding: str) -> None:
    assert choose_coding(accept) == coding


def test_a_coded_body_is_the_same_text_and_the_same_bytes_each_time() -> None:
    body = "東京都".encode() * 1000

    packed = {coding: compress(body, coding) for coding in ("gzip", "zstd")}

    assert gzip.decompress(packed["gzip"]) == body
    assert zstandard.ZstdDecompressor().decompress(packed["zstd"]) == body
    assert packed == {coding: compress(body, coding) for coding in packed}


@pytest.mark.parametrize(
    ("media_type", "size", "worth"),
    [
        ("application/sparql-results+json", 5000, True),
        ("text/turtle; charset=utf-8", 5000, True),
        ("text/turtle", 100, False),
        ("application/gzip", 5000, False),
        ("image/png", 5000, False),
    ],
)
def test_a_body_that_would_not_shrink_is_not_compressed(
    media_type: str, size: int, *, worth: bool
) -> None:
    assert is_worth(media_type, size) is worth
