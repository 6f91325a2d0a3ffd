"""Citations of a page: BibTeX, RIS, and CSL-JSON."""

import json
from dataclasses import dataclass

# Characters with a meaning in TeX. BibTeX counts braces even behind a backslash.
_TEX = {
    **{character: f"\\{character}" for character in "&%$#_"},
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
_ESCAPES = str.maketrans(_TEX)


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
        "title": f"{{{_escaped(_line(one.title))}}}",
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
        *(("TY", "DATA"), ("AU", one.author), ("TI", _line(one.title)), ("PB", one.site)),
        *(("PY", one.year), ("ET", one.version), ("UR", one.address), ("LA", one.language)),
    )
    lines = [f"{name}  - {value}" for name, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def as_csl(one: Citation) -> str:
    """Return an item of CSL-JSON."""
    item = {
        "id": one.key,
        "type": "dataset",
        "title": _line(one.title),
        "author": [{"literal": one.author}],
        "container-title": one.site,
        "version": one.version,
        "URL": one.address,
        "language": one.language,
    }
    issued = {"issued": {"date-parts": [[int(one.year)]]}} if one.year else {}
    return json.dumps([item | issued], ensure_ascii=False, indent=1) + "\n"


def _line(text: str) -> str:
    """Return a text in one line: a printed name may have several."""
    return " ".join(text.split())


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
