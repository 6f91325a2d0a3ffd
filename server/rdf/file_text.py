"""The bytes of any RDF file → its text in UTF-8, with a limited size.

Files may be compressed, have a byte order mark, be in UTF-16, or be XML with another declared
encoding. XML entities and compression can turn a kilobyte into gigabytes: both are limited to a
multiple of the file's size.
"""

import bz2
import codecs
import gzip
import io
import lzma
import re
import xml.parsers.expat
import zlib
from collections.abc import Callable, Mapping

import zstandard

# Bytes to which any file may expand, and the maximum factor for larger files.
_SMALL = 64 << 20
_LARGEST_RATIO = 500
# Bytes to expand at once: each may become 100,000.
_PIECE = 1 << 10
# Longer marks first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0, appendix F: the first bytes of encodings without a byte order mark.
_XML_STARTS = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
_DECLARATION = re.compile(rb"""\A(<\?xml\b[^>]*?\bencoding\s*=\s*["'])([\w.:-]+)(["'])""")
# The encodings that these names mean in practice
# (https://encoding.spec.whatwg.org/#names-and-labels).
_MEANT = {
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii"), "cp1252"),
}
# Maximum depth of elements and number of attributes: the parser's time grows quadratically.
_DEEPEST = 1_000
_MOST_ATTRIBUTES = 1_000
# Nested triple terms, on which the parser's stack would overflow.
_TERM = rb"""(?:<[^<>]*+>|[^\s<>"]++)"""
_NESTED = re.compile(rb"(?:<<\(?+\s*+(?:" + _TERM + rb"\s++" + _TERM + rb"\s++)?+){100}")


class FileTextError(Exception):
    """The text cannot be read; the message says why."""


def _zstd(content: bytes, size: int) -> bytes:
    """Return the first bytes of all frames; a truncated frame is an error."""
    found, offset = bytearray(), 0
    while offset < len(content) and len(found) < size:
        frame = zstandard.ZstdDecompressor().decompressobj()
        while not frame.eof and offset < len(content) and len(found) < size:
            found += frame.decompress(content[offset : offset + _PIECE])
            offset = min(offset + _PIECE, len(content))
        offset -= len(frame.unused_data)
        if not frame.eof and len(found) < size:
            message = "it is cut short"
            raise EOFError(message)
    return bytes(found)


# Each function returns the first bytes of the expanded file, up to about a limit.
OPENERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    ".gz": lambda content, size: gzip.GzipFile(fileobj=io.BytesIO(content)).read(size),
    ".bz2": lambda content, size: bz2.BZ2File(io.BytesIO(content)).read(size),
    ".xz": lambda content, size: lzma.LZMAFile(io.BytesIO(content)).read(size),  # noqa: SIM115 -- of bytes in memory
    ".zst": _zstd,
}
# Errors for a truncated file, or one of another compression.
DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


def expanded(content: bytes, coding: str) -> bytes:
    """Return the content of a compressed file; `coding` is a key of `OPENERS`.

    Raises:
        FileTextError: The file is damaged, or expands to too many bytes.
    """
    limit = max(_SMALL, _LARGEST_RATIO * len(content))
    try:
        found = OPENERS[coding](content, limit + 1)
    except DAMAGE as error:
        message = f"cannot be read: not a whole {coding} file ({error})"
        raise FileTextError(message) from error
    if len(found) > limit:
        message = f"cannot be read: it expands to more than {_LARGEST_RATIO} times its size"
        raise FileTextError(message)
    return found


def to_utf8(content: bytes) -> bytes:
    """Return a text in UTF-8 without a byte order mark; the mark determines the encoding.

    Raises:
        FileTextError: The bytes are not in the encoding of the mark.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _recoded(content.removeprefix(mark), encoding)
    return content


def xml_to_utf8(content: bytes) -> bytes:
    """Return an XML document in UTF-8, checked to be parsed in bounded time.

    Raises:
        FileTextError: The encoding is unknown or wrong, or parsing would take too long.
    """
    for start, encoding in _XML_STARTS:
        if content.startswith(start):
            content = _recoded(content, encoding)
    text = to_utf8(content)
    if declared := _DECLARATION.match(text):
        if text is content:
            text = _recoded(text, _meant(declared[2].decode()))
        # The declaration after recoding.
        text = _DECLARATION.sub(rb"\1UTF-8\3", text)
    _check_xml(text)
    return text


def check_nesting(content: bytes) -> None:
    """Check that triple terms are not nested too deeply.

    Raises:
        FileTextError: They are; the parser would crash the process.
    """
    if b"<<" in content and (match := _NESTED.search(content)):
        line = content.count(b"\n", 0, match.start()) + 1
        message = f"line {line}: more than 100 triples nested in one another"
        raise FileTextError(message)


def _meant(declared: str) -> str:
    name = declared.lower()
    # The declaration was read as ASCII, so the document is in neither UTF-16 nor UTF-32.
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else _MEANT.get(name, name)


def _recoded(content: bytes, encoding: str) -> bytes:
    if encoding in ("utf-8", "utf8"):
        return content
    try:
        return content.decode(encoding).encode()
    except LookupError as error:
        message = f"its encoding “{encoding}” is unknown; save it as UTF-8"
        raise FileTextError(message) from error
    except ValueError as error:
        message = f"not {encoding}, which it says it is ({error}); save it as UTF-8"
        raise FileTextError(message) from error


def _check_xml(text: bytes) -> None:
    """Check that a document in UTF-8 can be parsed in time linear in its length.

    Expat expands entities here; it stops at 100 times the size of the document.

    Raises:
        FileTextError: It cannot, or it has entities and is broken.
    """
    try:
        _Elements().parse(text)
    except xml.parsers.expat.ExpatError as error:
        # Without entities, leave the error to the RDF parser, whose message is better.
        if b"<!ENTITY" in text:
            message = f"line {error.lineno}: broken XML: {error}"
            raise FileTextError(message) from error


class _Elements:
    """Counts open elements."""

    def __init__(self) -> None:
        self._depth = 0
        self._parser = xml.parsers.expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def parse(self, text: bytes) -> None:
        self._parser.Parse(text, True)  # noqa: FBT003 -- expat's own signature: the whole text

    def _start(self, _: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            self._refuse(f"more than {_DEEPEST:,} elements within one another")
        if len(attributes) > _MOST_ATTRIBUTES:
            self._refuse(f"an element with more than {_MOST_ATTRIBUTES:,} attributes")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _refuse(self, why: str) -> None:
        message = f"line {self._parser.CurrentLineNumber}: {why}"
        raise FileTextError(message)
