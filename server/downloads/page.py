"""The page of downloads: every file with its size, triples and checksum."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.downloads.dataset_jsonld import about_dataset
from server.downloads.listing import ListedFile, Listing
from server.http.language import Language
from server.site.site import Frame, Site
from server.site.tables.cells import Cell

_STEP = 1000
_UNITS = ("B", "kB", "MB", "GB")
# In the order of the page: from the statements to their description.
_LAYERS = ("source", "derived", "reference", "links", "ontology", "shapes")


@dataclass(frozen=True, slots=True)
class Offer:
    """A file on the page; `twins` are its compressed copies."""

    href: str
    path: str
    format: str
    media_type: str
    size: str
    triples: str
    sha256: str
    twins: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class FileSection:
    """A section of the page: title, description and files."""

    slug: str
    title: str
    lead: str
    offers: Sequence[Offer]

    @property
    def has_triples(self) -> bool:
        """Return whether its files are RDF."""
        return any(offer.triples for offer in self.offers)


def download_page(site: Site, listing: Listing, language: Language) -> str:
    """Return the page that lists the files."""
    frame = Frame(
        language,
        "download",
        site.text(language, "download.title"),
        site.text(language, "download.lead"),
        crumbs=[site.home(language)],
    )
    return site.render(
        "download.html",
        frame,
        listing=listing,
        sections=_sections(site, listing, language),
        jsonld=about_dataset(site, listing, language),
        manifest=site.addresses.url(f"download/{listing.version}/manifest.json"),
    )


def _sections(site: Site, listing: Listing, language: Language) -> list[FileSection]:
    def section(kind: str, part: str = "") -> FileSection:
        slug = part or kind
        key = f"{kind}_{part}" if part else kind
        offers = [_offer(site, listing, entry) for entry in listing.of_kind(kind, part)]
        return FileSection(
            f"{kind}-{slug}" if part else slug,
            site.text(language, f"download.{key}"),
            site.text(language, f"download.{key}_lead"),
            offers,
        )

    tables = [section("table", part) for part in listing.parts("table")]
    layers = [section("layer", part) for part in _LAYERS]
    found = [section("dataset"), *tables, *layers, section("evidence")]
    others = [section(kind) for kind in ("catalogue", "report", "changes", "citation")]
    return [one for one in (*found, *others) if one.offers]


def _offer(site: Site, listing: Listing, entry: ListedFile) -> Offer:
    twins = [(coding, listing.twin(entry, coding)) for coding in ("gzip", "zstd")]
    return Offer(
        _url(site, listing, entry),
        entry.path,
        entry.format,
        entry.media_type,
        size_of(entry.size),
        "" if entry.triples is None else f"{entry.triples:,}",
        entry.sha256,
        [
            Cell(f"{coding} {size_of(twin.size)}", _url(site, listing, twin))
            for coding, twin in twins
            if twin
        ],
    )


def _url(site: Site, listing: Listing, entry: ListedFile) -> str:
    return site.addresses.url(f"download/{listing.version}/{entry.path}")


def size_of(count: int) -> str:
    """Return a number of bytes in decimal units: `4.7 MB`."""
    size, unit = float(count), 0
    while size >= _STEP and unit + 1 < len(_UNITS):
        size, unit = size / _STEP, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if not unit else f"{size:.1f} {_UNITS[unit]}"
