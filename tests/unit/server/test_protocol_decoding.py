"""Percent-encoding, decoded once."""

from urllib.parse import quote, unquote_to_bytes

from hypothesis import given
from hypothesis import strategies as st

from server.sparql.protocol import unescaped


@given(st.binary())
def test_what_was_encoded_comes_back(content: bytes) -> None:
    assert unescaped(quote(content, safe="").encode()) == content


@given(st.lists(st.sampled_from([b"%", b"\\", b"\\x", b"\\N{", b"4", b"g", b"\n", b"\xe3"])))
def test_what_is_no_escape_stays_as_python_leaves_it(pieces: list[bytes]) -> None:
    encoded = b"".join(pieces)

    assert unescaped(encoded) == unquote_to_bytes(encoded)
