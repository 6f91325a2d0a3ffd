"""Describes the files as DCAT distributions, each with size and checksum."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import pyoxigraph as ox

from converter.mapping.terms import Object, Statement, node, texts, typed
from converter.publication.catalogue.catalogue_iris import hyphened
from converter.publication.manifest import File, FileKind, Written
from converter.publication.words import LICENCE

IANA = "https://www.iana.org/assignments/media-types/"
COMPRESSED: Mapping[str, str] = {"gzip": "application/gzip", "zstd": "application/zstd"}
# https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/file-type
FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"
FILE_TYPES: Mapping[str, str] = {
    "application/n-quads": "RDF_N_QUADS",
    "application/trig": "RDF_TRIG",
    "text/turtle": "RDF_TURTLE",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "text/csv": "CSV",
}
DESCRIBED = frozenset({FileKind.DATASET, FileKind.LAYER, FileKind.TABLE, FileKind.EVIDENCE})


def iri_of(base: str, path: str) -> str:
    """Return the IRI of the distribution at a path: dots and slashes become hyphens."""
    return f"{base}id/distribution/{hyphened(path)}"


def distributions(
    base: str, version: str, files: Iterable[Written], layers: Collection[str]
) -> Iterator[Statement]:
    """Yield the distributions of the dataset and of its layers."""
    for written in files:
        file = written.file
        if file.kind in DESCRIBED:
            of = f"graph/{file.part}" if file.part in layers else "id/dataset/digigov"
            iri = ox.NamedNode(iri_of(base, file.path))
            url = ox.NamedNode(f"{base}download/{version}/{file.path}")
            yield ox.NamedNode(base + of), node("dcat:distribution"), iri
            if file.kind is FileKind.DATASET:
                yield ox.NamedNode(base + of), node("void:dataDump"), url
            yield from _distribution(iri, url, written)
            page = ox.NamedNode(f"{base}download")
            yield iri, node("dcat:accessURL"), page


def _distribution(iri: ox.NamedNode, url: ox.NamedNode, written: Written) -> Iterator[Statement]:
    file = written.file
    checksum = ox.NamedNode(f"{iri.value}#checksum")
    pairs: list[tuple[str, Object]] = [
        ("rdf:type", node("dcat:Distribution")),
        *texts("rdfs:label", {"ja": file.path, "en": file.path}),
        *texts("dct:title", {"ja": file.path, "en": file.path}),
        ("dcat:downloadURL", url),
        ("dcat:mediaType", ox.NamedNode(IANA + file.media_type)),
        ("dcat:byteSize", typed(str(written.size), "xsd:nonNegativeInteger")),
        ("dct:license", ox.NamedNode(LICENCE)),
        ("spdx:checksum", checksum),
        *_coding(file),
        *_format(file),
    ]
    yield from ((iri, node(predicate), value) for predicate, value in pairs)
    yield checksum, node("rdf:type"), node("spdx:Checksum")
    yield checksum, node("spdx:algorithm"), node("spdx:checksumAlgorithm_sha256")
    yield checksum, node("spdx:checksumValue"), typed(written.sha256, "xsd:hexBinary")


def _coding(file: File) -> Iterator[tuple[str, Object]]:
    if file.coding:
        yield "dcat:compressFormat", ox.NamedNode(IANA + COMPRESSED[file.coding])


def _format(file: File) -> Iterator[tuple[str, Object]]:
    code = FILE_TYPES.get(file.media_type.partition(";")[0])
    if code:
        yield "dct:format", ox.NamedNode(FILE_TYPE + code)
