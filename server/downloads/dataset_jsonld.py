"""The dataset for search engines: https://schema.org/Dataset."""

from markupsafe import Markup

from server.downloads.listing import Entry, Listing
from server.languages import Language
from server.pages.jsonld import Json, as_script, dataset_iri
from server.pages.site import Site

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def about_dataset(site: Site, listing: Listing, language: Language) -> Markup:
    """Return the script's text for a page about the whole dataset."""
    described: dict[str, Json] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": dataset_iri(site),
        "name": site.text(language, "site.name"),
        "description": site.text(language, "site.description"),
        "url": site.addresses.absolute(f"{language}/download"),
        "version": listing.version,
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": ["ja", "en"],
        "creator": {"@type": "Organization", "name": site.text(language, "cite.author")},
        "spatialCoverage": {"@type": "Country", "name": "Japan"},
        "identifier": dataset_iri(site),
        "distribution": [_file(site, listing, entry) for entry in listing.entries.values()],
    }
    return as_script(described)


def _file(site: Site, listing: Listing, entry: Entry) -> Json:
    return {
        "@type": "DataDownload",
        "name": entry.path,
        "contentUrl": site.addresses.absolute(f"download/{listing.version}/{entry.path}"),
        "encodingFormat": entry.media_type,
        "contentSize": f"{entry.size} B",
        "sha256": entry.sha256,
    }
