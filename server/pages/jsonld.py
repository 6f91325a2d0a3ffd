"""What a page is about, for search engines: schema.org as JSON-LD."""

import json
from collections.abc import Mapping

from markupsafe import Markup

from server.languages import Language
from server.pages.resource import Resource
from server.pages.site import Site

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

Json = str | bool | list["Json"] | dict[str, "Json"]


def about_resource(site: Site, resource: Resource, language: Language) -> Markup:
    """Return the script's text for a resource's page."""
    path = site.addresses.path(resource.iri) or ""
    described: dict[str, Json] = {
        "@context": "https://schema.org/",
        "@id": resource.iri,
        "@type": _TYPES.get(resource.kind.name, "Thing"),
        "name": resource.title.text,
        "url": site.addresses.absolute(f"{language}/{path}"),
        "isPartOf": _dataset(site, language),
    }
    if resource.definition:
        described["description"] = resource.definition[0].text
    if resource.other_title:
        described["alternateName"] = resource.other_title
    return as_script(described)


def about_site(site: Site, summary: str, language: Language) -> Markup:
    """Return the script's text for the start page: the dataset."""
    described = _dataset(site, language)
    described.update(
        {
            "@context": "https://schema.org/",
            "description": summary,
            "version": site.dataset.identity.version,
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "inLanguage": ["ja", "en"],
        }
    )
    return as_script(described)


def dataset_iri(site: Site) -> str:
    """Return the IRI of the dataset."""
    return f"{site.addresses.base}id/dataset/digigov"


def _dataset(site: Site, language: Language) -> dict[str, Json]:
    return {
        "@type": "Dataset",
        "@id": dataset_iri(site),
        "name": site.text(language, "site.name"),
        "url": site.addresses.absolute(f"{language}/"),
    }


def as_script(value: Json) -> Markup:
    """Return JSON that may stand in a script element: it cannot end it."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 -- escaped for a script element just above
