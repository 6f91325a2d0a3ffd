"""Percent-encoding is decoded exactly once."""

from urllib.parse import quote, unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from server.sparql.protocol import unescaped


@given(st.binary())
def test_decoding_reverses_encoding(content: bytes) -> None:
    assert unescaped(quote(content, safe="").encode()) == content


@given(st.lists(st.sampled_from([b"%", b"\\", b"\\x", b"\\N{", b"4", b"g", b"\n", b"\xe3"])))
def test_an_invalid_escape_is_decoded_as_python_does(pieces: list[bytes]) -> None:
    encoded = b"".join(pieces)

    assert unescaped(encoded) == unquote_to_bytes(encoded)
