"""Describes the dataset for search engines: https://schema.org/Dataset."""

from markupsafe import Markup

from server.downloads.listing import ListedFile, Listing
from server.http.language import Language
from server.pages.jsonld import whole_dataset
from server.site.site import Site
from server.site.templating import Json, as_script


def about_dataset(site: Site, listing: Listing, language: Language) -> Markup:
    """Return the script's text for a page about the whole dataset."""
    described = whole_dataset(site, language)
    described["distribution"] = [_file(site, listing, entry) for entry in listing.offered()]
    return as_script(described)


def _file(site: Site, listing: Listing, entry: ListedFile) -> Json:
    return {
        "@type": "DataDownload",
        "name": entry.path,
        "contentUrl": site.addresses.absolute(f"download/{listing.version}/{entry.path}"),
        "encodingFormat": entry.media_type,
        "contentSize": f"{entry.size} B",
        "sha256": entry.sha256,
    }
