"""Makes compressed twins of files: equal content gives equal bytes on every machine.

Python's gzip uses the zlib of the system, which differs between machines (zlib-ng) and so gives
different bytes. libdeflate and libzstd are part of the wheels in a fixed version.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import deflate
import zstandard

from converter.publication.manifest import File

# The highest levels before the time doubles and the files are only 2 % smaller.
GZIP_LEVEL = 7
ZSTD_LEVEL = 9


def _gzip(content: bytes) -> bytes:
    # The header has no name and no time (RFC 1952, 2.3.1), so it does not vary.
    return bytes(deflate.gzip_compress(content, GZIP_LEVEL))


def _zstd(content: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(content)


CODINGS: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gz", _gzip),
    "zstd": ("zst", _zstd),
}


def twins_of(file: File) -> Iterator[File]:
    """Yield the file in each content coding, with the coding's extension: `….ttl.gz`."""
    for coding, (extension, compress) in CODINGS.items():
        path = f"{file.path}.{extension}"
        content = compress(file.content)
        yield replace(file, path=path, content=content, coding=coding, twin_of=file.path)
