"""Loads the templates of pages, and formats their numbers."""

import os
from functools import lru_cache

import jinja2

from server.engine.dataset_path import cache_folder
from server.site.tables.list_figures import unit_key


def grouped(number: str | int) -> str:
    """Return a number with its digits in groups of three; other texts unchanged."""
    text = str(number)
    return f"{int(text):,}" if text.isascii() and text.isdigit() else text


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
    templates.filters["unit_key"] = unit_key
    return templates


def _compiled_templates() -> jinja2.BytecodeCache | None:
    """Return the cache of compiled templates, None if its folder is not writable."""
    folder = cache_folder() / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None
