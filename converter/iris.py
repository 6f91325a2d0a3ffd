"""Makes every IRI of the dataset: ASCII only, below one base."""

import re

from converter.model import EntryKey
from ontology.namespaces import CANONICAL_BASE, NAMESPACES

# An absolute IRI (RFC 3986) without user, query and fragment, to which paths are appended.
BASE_FORM = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?")
BASE = CANONICAL_BASE

PREFIXES: dict[str, str] = {"dg": f"{BASE}ontology#", **NAMESPACES}


def checked_base(iri: str) -> str:
    """Return the base of all IRIs with a `/` at its end.

    Raises:
        ValueError: The base is not an absolute http(s) IRI in ASCII, or has a query or fragment.
    """
    if not BASE_FORM.fullmatch(iri):
        message = f"expected an absolute http or https IRI in ASCII without ? and #, found “{iri}”"
        raise ValueError(message)
    return iri if iri.endswith("/") else f"{iri}/"


def entry_path(key: EntryKey) -> str:
    """Return the path of an entry below the base: `id/entry/1-24`."""
    return f"id/entry/{key}"


def absolute(path: str) -> str:
    """Return the IRI of a path below the base, or of a CURIE (`org:Post`)."""
    prefix, colon, local = path.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return BASE + path


def curie(iri: str) -> str:
    """Return an IRI as a CURIE, or unchanged if no known prefix fits."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
