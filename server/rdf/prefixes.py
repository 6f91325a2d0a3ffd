"""Common prefixes: queries may use them without declaration, and Turtle is written with them."""

from collections.abc import Mapping

from ontology.namespaces import NAMESPACES

# The prefixes of the dataset, and further ones that queries about it use.
WELL_KNOWN: Mapping[str, str] = {
    **NAMESPACES,
    "dcterms": NAMESPACES["dct"],
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
}

# Further prefixes for suggestions in error messages; these must be declared.
ELSEWHERE: Mapping[str, str] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "dbo": "http://dbpedia.org/ontology/",
    "dbr": "http://dbpedia.org/resource/",
    "dbpedia-ja": "http://ja.dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dctype": "http://purl.org/dc/dcmitype/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "fn": "http://www.w3.org/2005/xpath-functions#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "gn": "http://www.geonames.org/ontology#",
    "ic": "http://imi.go.jp/ns/core/rdf#",
    "jps": "https://jpsearch.go.jp/term/property#",
    "locn": "http://www.w3.org/ns/locn#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "qb": "http://purl.org/linked-data/cube#",
    "sioc": "http://rdfs.org/sioc/ns#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "time": "http://www.w3.org/2006/time#",
    "wikibase": "http://wikiba.se/ontology#",
}


def common_prefixes(base: str | None) -> dict[str, str]:
    """Return prefix → namespace, sorted; `base` (with `/` at its end) adds the dataset's `dg`."""
    own = {} if base is None else {"dg": f"{base}ontology#"}
    return dict(sorted({**WELL_KNOWN, **own}.items()))


def writing_prefixes(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes with only the first name of each namespace."""
    names = {namespace: name for name, namespace in reversed(list(prefixes.items()))}
    return dict(sorted((name, namespace) for namespace, name in names.items()))
