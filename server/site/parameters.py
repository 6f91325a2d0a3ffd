"""Parameters of pages, and the error for invalid values."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from server.http.errors import HttpError, request_is_malformed
from server.http.language import Language
from server.http.negotiation import choose_language
from server.http.texts import BilingualText, text_of

# Maximum characters of a value in a message.
_SHOWN = 50
# Digits of a whole number, and the number for longer ones.
_DIGITS, MANY = 5, 100_000


def requested_language(arguments: MultiDict[str, str], accepted: str) -> Language:
    """Return the language in `lang`, else the one that `Accept-Language` prefers.

    Raises:
        HttpError: 400 if `lang` is neither `ja` nor `en`.
    """
    text = arguments.get("lang", "")
    if text and text not in list(Language):
        raise value_is_none_of("lang", text, ", ".join(Language))  # noqa: EM101 -- a parameter, no message
    return Language(text or choose_language(accepted))


def value_is_none_of(name: str, found: str, expected: str | BilingualText) -> HttpError:
    """Return 400 with the invalid value of a parameter and the valid ones."""
    detail = text_of("problem.parameter", name=name, expected=expected, found=found[:_SHOWN])
    return request_is_malformed(detail)


def value_is_unknown(
    name: str, found: str, near: Sequence[str], *, are_meant: bool = True
) -> HttpError:
    """Return 400 with a value that the dataset does not have, and with others.

    `are_meant`: the others are similar; else they are examples.
    """
    key = "unknown_value" if near else "unknown_value_alone"
    values = {"name": name, "found": found[:_SHOWN], "near": ", ".join(near)}
    called = "_called" if near and are_meant else ""
    return request_is_malformed(text_of(f"problem.{key}{called}", **values))


def whole_number(name: str, text: str) -> int:
    """Return the number in a parameter, 0 without one, and `MANY` for more than five digits.

    Raises:
        HttpError: 400 if the text is not an integer from 1.
    """
    if not text:
        return 0
    digits = text.lstrip("0")
    if not (digits and text.isascii() and text.isdigit()):
        raise value_is_none_of(name, text, text_of("problem.from_one"))
    return int(digits) if len(digits) <= _DIGITS else MANY


def page_number(text: str) -> int:
    """Return the page number in a parameter, 1 without one; one beyond the last means the last.

    Raises:
        HttpError: 400 if the text is not an integer from 1.
    """
    return whole_number("page", text) or 1
