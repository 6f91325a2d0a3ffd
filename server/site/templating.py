"""Loads the templates of pages; formats their numbers, and their JSON-LD."""

import json
import os
import re
from collections.abc import Sequence
from functools import lru_cache

import jinja2
from markupsafe import Markup, escape

from server.engine.dataset_path import cache_folder
from server.http.language import Language
from server.site.tables.cells import Cell
from server.site.tables.list_figures import unit_key

# Japanese letters, with the digits among them.
_JAPANESE = re.compile(r"((?:[\u3001-\u30ff\u3400-\u9fff\uff01-\uff9f]+[0-9]*)+)")

Json = str | int | bool | list["Json"] | dict[str, "Json"]


def grouped(number: str | int) -> str:
    """Return a number with its digits in groups of three; other texts unchanged."""
    text = str(number)
    return f"{int(text):,}" if text.isascii() and text.isdigit() else text


def in_languages(text: str, language: str) -> str:
    """Return a text of a page with Japanese words of an English one marked as such."""
    if language == Language.JA or text.isascii():
        return text
    parts = _JAPANESE.split(text)
    marked = (
        Markup('<span lang="ja">{}</span>').format(part) if index % 2 else escape(part)
        for index, part in enumerate(parts)
    )
    return Markup("").join(marked)


def as_script(value: Json) -> Markup:
    """Return JSON that is safe in a script element, because it cannot close it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 -- escaped for a script element just above


def breadcrumb_list(crumbs: Sequence[Cell], title: str, origin: str) -> Markup:
    """Return a trail that ends with a page as JSON-LD (https://schema.org/BreadcrumbList)."""
    named = [(crumb.text, {"item": f"{origin}{crumb.href}"}) for crumb in crumbs]
    items: list[Json] = [
        {"@type": "ListItem", "position": position, "name": name, **item}
        for position, (name, item) in enumerate([*named, (title, {})], 1)
    ]
    return as_script(
        {"@context": "https://schema.org/", "@type": "BreadcrumbList", "itemListElement": items}
    )


@lru_cache(maxsize=1)
def load_templates() -> jinja2.Environment:
    """Return the templates; each is compiled on first use, and cached on disk."""
    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("server", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_compiled_templates(),
    )
    templates.filters["grouped"] = grouped
    templates.filters["in_languages"] = in_languages
    templates.filters["unit_key"] = unit_key
    templates.filters["breadcrumb_list"] = breadcrumb_list
    return templates


def _compiled_templates() -> jinja2.BytecodeCache | None:
    """Return the cache of compiled templates, None if its folder is not writable."""
    folder = cache_folder() / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None
