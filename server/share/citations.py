"""Citations of a page: BibTeX, RIS, and CSL-JSON."""

import json
import re
from dataclasses import dataclass

_SPECIAL = re.compile(r"([&%$#_{}~^\\])")


@dataclass(frozen=True, slots=True)
class Citation:
    """The data of a citation; `year` is that of the dataset's version, "" if unknown."""

    key: str
    title: str
    author: str
    site: str
    version: str
    year: str
    address: str
    language: str


def as_bibtex(one: Citation) -> str:
    """Return an entry of BibTeX."""
    fields = {
        "author": f"{{{_escaped(one.author)}}}",
        "title": f"{{{_escaped(one.title)}}}",
        "howpublished": _escaped(f"{one.site}, version {one.version}"),
        "year": one.year,
        "url": one.address,
        "language": one.language,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{one.key},\n" + ",\n".join(lines) + "\n}\n"


def as_ris(one: Citation) -> str:
    """Return a record of RIS, with the line ends of the format."""
    fields = (
        *(("TY", "DATA"), ("AU", one.author), ("TI", one.title), ("PB", one.site)),
        *(("PY", one.year), ("ET", one.version), ("UR", one.address), ("LA", one.language)),
    )
    lines = [f"{name}  - {value}" for name, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def as_csl(one: Citation) -> str:
    """Return an item of CSL-JSON."""
    item = {
        "id": one.key,
        "type": "dataset",
        "title": one.title,
        "author": [{"literal": one.author}],
        "container-title": one.site,
        "version": one.version,
        "URL": one.address,
        "language": one.language,
    }
    issued = {"issued": {"date-parts": [[int(one.year)]]}} if one.year else {}
    return json.dumps([item | issued], ensure_ascii=False, indent=1) + "\n"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
