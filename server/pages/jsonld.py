"""Describes the subject of a page for search engines: schema.org as JSON-LD."""

from collections.abc import Mapping

import pyoxigraph as ox
from markupsafe import Markup

from server.engine import Row, Term
from server.engine.row_values import term_text, text_in
from server.http.language import Language
from server.pages.evidence import local_name
from server.pages.resource import Resource
from server.rdf.query_files import read_query
from server.site.site import Site
from server.site.templating import Json, as_script

_TYPES: Mapping[str, str] = {
    "entry": "CreativeWork",
    "procedure": "GovernmentService",
    "system": "SoftwareApplication",
    "post": "Role",
    "organisation": "GovernmentOrganization",
    "prefecture": "AdministrativeArea",
    "municipality": "AdministrativeArea",
    "body": "Organization",
    "source": "Report",
    "scheme": "DefinedTermSet",
    "topic": "DefinedTerm",
    "code": "DefinedTerm",
    "ontology": "DefinedTermSet",
}

# Kinds that are creative works: only these can be part of the dataset in schema.org.
_WORKS = frozenset({"entry", "source", "scheme", "ontology"})
_SKOS = "http://www.w3.org/2004/02/skos/core#"
# Property → its name in schema.org, and the kinds that may have it (empty: all).
_SAID: Mapping[str, tuple[str, frozenset[str]]] = {
    "http://purl.org/dc/terms/identifier": ("identifier", frozenset()),
    "http://schema.org/sameAs": ("sameAs", frozenset()),
    f"{_SKOS}closeMatch": ("sameAs", frozenset()),
    f"{_SKOS}exactMatch": ("sameAs", frozenset()),
    f"{_SKOS}inScheme": ("inDefinedTermSet", frozenset({"topic", "code"})),
    f"{_SKOS}notation": ("termCode", frozenset({"topic", "code"})),
    "operatedBy": ("provider", frozenset({"procedure", "system"})),
    "describedIn": ("subjectOf", frozenset()),
    "describes": ("about", frozenset({"entry"})),
    "reportedBy": ("author", frozenset({"entry"})),
    "statedDescription": ("text", frozenset({"entry"})),
}
_UNSAID: tuple[str, frozenset[str]] = ("", frozenset())
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def about_resource(site: Site, resource: Resource, language: Language) -> Markup:
    """Return the text of the script element for a resource's page."""
    path = site.addresses.path(resource.iri) or ""
    described: dict[str, Json] = {
        "@context": "https://schema.org/",
        "@id": resource.iri,
        "@type": _TYPES.get(resource.kind.name, "Thing"),
        "name": resource.title.text,
        "url": site.addresses.absolute(f"{language}/{path}"),
        **_said(site, resource, language),
    }
    relation = "isPartOf" if resource.kind.name in _WORKS else "subjectOf"
    described.setdefault(relation, _dataset(site, language))
    if resource.definition:
        described["description"] = resource.definition[0].text
    if resource.other_title:
        described["alternateName"] = resource.other_title
    return as_script(described)


def _said(site: Site, resource: Resource, language: Language) -> dict[str, Json]:
    """Return the statements about a resource that schema.org can express."""
    found: dict[str, list[Json]] = {}
    for statement in site.statements.about(resource.iri):
        name, kinds = _SAID.get(local_name(statement.property, site.addresses.base), _UNSAID)
        if name and (not kinds or resource.kind.name in kinds):
            values = [_value(site, item.term, language) for item in statement.values]
            found.setdefault(name, []).extend(values)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(site: Site, term: Term, language: Language) -> Json:
    """Return a text, an external IRI, or a resource of the dataset with its name."""
    if not isinstance(term, ox.NamedNode):
        return term_text(term)
    if not term.value.startswith(site.addresses.base):
        return term.value
    return {"@id": term.value, "name": site.reader(language).link(term.value).text}


def about_site(site: Site, summary: str, language: Language) -> Markup:
    """Return the text of the script element for the start page: the dataset."""
    return as_script(whole_dataset(site, language) | {"description": summary})


def whole_dataset(site: Site, language: Language) -> dict[str, Json]:
    """Return the description of the dataset for data search engines."""
    if not site.about.is_survey:
        return {"@context": "https://schema.org/", **_dataset(site, language)}
    described: dict[str, Json] = {
        "@context": "https://schema.org/",
        **_dataset(site, language),
        "identifier": dataset_iri(site),
        "version": site.dataset.identity.version,
        "inLanguage": ["ja", "en"],
        "isAccessibleForFree": True,
        "spatialCoverage": {"@type": "Place", "name": site.text(language, "site.country")},
    }
    rows = site.dataset.rows(coverage_query(site))
    periods = [f"{text_in(row, 'start')}/{text_in(row, 'end')}" for row in rows if "start" in row]
    words = {text_in(row, "word") for row in rows if _lang(row, "word") == language}
    if periods:
        described["temporalCoverage"] = periods[0]
    if words:
        described["keywords"] = list[Json](sorted(words))
    return described


def coverage_query(site: Site) -> str:
    """Return the query for the period of the dataset and its keywords."""
    dataset = ox.NamedNode(dataset_iri(site))
    return read_query("server.pages", "coverage", site.addresses.base, dataset=dataset)


def dataset_iri(site: Site) -> str:
    """Return the IRI of the dataset."""
    return f"{site.addresses.base}id/dataset/digigov"


def _dataset(site: Site, language: Language) -> dict[str, Json]:
    if not site.about.is_survey:
        return _dataset_of_others(site, language)
    return {
        "@type": "Dataset",
        "@id": dataset_iri(site),
        "name": site.text(language, "site.name"),
        "description": site.text(language, "site.description"),
        "url": site.addresses.absolute(f"{language}/download"),
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": site.text(language, "cite.author")},
    }


def _dataset_of_others(site: Site, language: Language) -> dict[str, Json]:
    """Return the description of another dataset; a missing author or licence stays missing."""
    licences = list[Json](site.about.licences)
    return {
        "@type": "Dataset",
        "name": site.text(language, "site.name"),
        "description": site.text(language, "site.description"),
        "url": site.addresses.absolute(f"{language}/"),
        **({"license": licences[0] if len(licences) == 1 else licences} if licences else {}),
    }


def _lang(row: Row, name: str) -> str:
    term = row.get(name)
    return (term.language or "") if isinstance(term, ox.Literal) else ""
