"""A small page of the endpoint, and its frame if there is no site."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from server.http.texts import text_of

# https://html.spec.whatwg.org/multipage/parsing.html#preprocessing-the-input-stream
_NOT_HTML = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_BARE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/static/site.css"></head>
<body><main id="main" class="wide"><h1>{title}</h1>{content}
<p><a href="/{language}/">{home}</a></p></main></body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page in `ja` or `en`: `content` is HTML, the rest is plain text.

    `query` is its query; `path` is that of the page in both languages, "" if it has one only.
    """

    title: str
    content: str
    language: str
    query: str = ""
    path: str = ""


Layout = Callable[[Page], str]


def bare(page: Page) -> str:
    """Return the page as a complete document without the site's frame and styles."""
    home = text_of("page.home").in_language(page.language)
    title = escape(page.title)
    content = visible(page.content)
    return _BARE.format(language=page.language, title=title, content=content, home=home)


def visible(text: str) -> str:
    """Return the text with U+FFFD for each character that HTML does not allow."""
    return _NOT_HTML.sub("\ufffd", text)
