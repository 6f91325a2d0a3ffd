"""Compressed twins of a file, the same bytes for the same content on every machine.

Python's own gzip calls the system's zlib, which is another library on other machines (zlib-ng) and
gives other bytes; libdeflate and libzstd come with the wheels, in one version.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import deflate
import zstandard

from converter.publication.manifest import File

# Levels above cost ten times as long and save a tenth.
GZIP_LEVEL = 9
ZSTD_LEVEL = 12


def _gzip(content: bytes) -> bytes:
    # No name and no time in the header (RFC 1952, 2.3.1).
    return bytes(deflate.gzip_compress(content, GZIP_LEVEL))


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(content)


CODINGS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gz", _gzip),
    "zstd": ("zst", _zstd),
}


def twins_of(file: File) -> Iterator[File]:
    """Yield the file in each content coding, named with its extension: `….ttl.gz`."""
    for coding, (extension, compress) in CODINGS.items():
        path = f"{file.path}.{extension}"
        content = compress(file.content)
        yield replace(file, path=path, content=content, coding=coding, twin_of=file.path)
