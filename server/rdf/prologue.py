"""The PREFIX lines before a query."""

import re

from server.rdf.prefixes import common_prefixes

_PREFIXED = re.compile(r"(?<![\w<:])([a-z]+):[A-Za-z]")
_STRING = re.compile(r'"[^"]*"|<[^>]*>')


def prologue(body: str, base: str) -> str:
    """Return the PREFIX lines that a query text needs."""
    used = set(_PREFIXED.findall(_STRING.sub("", body)))
    known = common_prefixes(base)
    lines = [f"PREFIX {name}: <{known[name]}>\n" for name in sorted(used & set(known))]
    return "".join(lines)
