"""Common prefixes: a query may use them undeclared, and Turtle answers are written with them."""

from collections.abc import Mapping

# No namespace here has local names with slashes: Turtle would escape them, which confuses readers.
WELL_KNOWN: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
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
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

# Further prefixes that an error message can complete; they are not declared for anybody.
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
    """Return prefix → namespace, sorted; `base` (ends with `/`) adds the dataset's own `dg`."""
    own = {} if base is None else {"dg": f"{base}ontology#"}
    return dict(sorted({**WELL_KNOWN, **own}.items()))


def writing_prefixes(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes with one name for each namespace, the first."""
    names = {namespace: name for name, namespace in reversed(list(prefixes.items()))}
    return dict(sorted((name, namespace) for namespace, name in names.items()))
