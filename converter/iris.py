"""IRIs of the dataset: every one is made here, ASCII only, below one base."""

import re

from converter.model import EntryKey

# RFC 3986 without user, query and fragment: what may stand before a path of the dataset.
BASE_FORM = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?")
BASE = "https://w3id.org/jp-digigov/"

PREFIXES: dict[str, str] = {
    "dg": f"{BASE}ontology#",
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "sssom": "https://w3id.org/sssom/",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def checked_base(iri: str) -> str:
    """Return a base for all IRIs, ending in `/`.

    Raises:
        ValueError: It is no absolute http(s) IRI in ASCII, or has a query or fragment.
    """
    if not BASE_FORM.fullmatch(iri):
        message = f"“{iri}” is no absolute http or https IRI in ASCII without ? and #"
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
    """Return an IRI as a CURIE of the known prefixes, else as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
