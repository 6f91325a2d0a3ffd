"""Parameters of pages, and the error for invalid values."""

from werkzeug.datastructures import MultiDict

from server.http.errors import HttpError, request_is_malformed
from server.http.language import Language
from server.http.negotiation import choose_language
from server.http.texts import text_of


def asked_language(arguments: MultiDict[str, str], accepted: str) -> Language:
    """Return the language in `lang`, else the one that `Accept-Language` prefers.

    Raises:
        HttpError: 400 if `lang` is neither `ja` nor `en`.
    """
    text = arguments.get("lang", "")
    if text and text not in list(Language):
        raise value_is_none_of("lang", text, ", ".join(Language))  # noqa: EM101 -- a parameter, no message
    return Language(text or choose_language(accepted))


def value_is_none_of(name: str, found: str, expected: str) -> HttpError:
    """Return 400 with the invalid value of a parameter and the valid ones."""
    detail = text_of("problem.parameter", name=name, expected=expected, found=found[:50])
    return request_is_malformed(detail)
