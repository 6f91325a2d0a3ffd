"""RDF files of other producers are read as meant, or refused in one plain line."""

import bz2
import gzip
import lzma
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from server.engine import DatasetError, LocalDataset

BOM = b"\xef\xbb\xbf"
NT = '<http://e/s> <http://e/p> "値" .\n'
TTL = "@prefix e: <http://e/> . e:s e:p '値' ."
TRIG = "@prefix e: <http://e/> . e:g { e:s e:p '値' }"
NQ = '<http://e/s> <http://e/p> "値" <http://e/g> .\n'
JSONLD = '{"@id":"http://e/s","http://e/p":"値"}'
ROOT = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/"'


def xml(value: str = "値", declaration: str = "", subset: str = "", root: str = ROOT) -> str:
    doctype = f"<!DOCTYPE rdf:RDF [{subset}]>" if subset else ""
    return (
        f'{declaration}{doctype}<rdf:RDF {root}><rdf:Description rdf:about="http://e/s">'
        f"<e:p>{value}</e:p></rdf:Description></rdf:RDF>"
    )


def declared(encoding: str) -> str:
    return xml(declaration=f'<?xml version="1.0" encoding="{encoding}"?>\n')


ZSTD = zstandard.ZstdCompressor()
READ: Mapping[str, bytes] = {
    # A byte order mark
    "mark.ttl": BOM + TTL.encode(),
    "mark.nt": BOM + NT.encode(),
    "mark.nq": BOM + NQ.encode(),
    "mark.trig": BOM + TRIG.encode(),
    "mark.n3": BOM + TTL.encode(),
    "mark.rdf": BOM + xml().encode(),
    "mark.jsonld": BOM + JSONLD.encode(),
    "mark.ttl.gz": gzip.compress(BOM + TTL.encode(), mtime=0),
    "mark-and-declaration.rdf": BOM + declared("utf-8").encode(),
    # Other encodings
    "utf-16.rdf": declared("UTF-16").encode("utf-16"),
    "utf-16-be.rdf": b"\xfe\xff" + declared("UTF-16").encode("utf-16-be"),
    "utf-16-without-mark.rdf": declared("UTF-16").encode("utf-16-le"),
    "utf-16-without-declaration.rdf": xml().encode("utf-16"),
    "utf-32.rdf": declared("UTF-32").encode("utf-32"),
    "utf-16.ttl": TTL.encode("utf-16"),
    "utf-16.jsonld": JSONLD.encode("utf-16"),
    "shift-jis.rdf": declared("Shift_JIS").encode("cp932"),
    "windows-31j.rdf": declared("windows-31j").encode("cp932"),
    "euc-jp.rdf": declared("EUC-JP").encode("euc_jp"),
    "iso-2022-jp.rdf": declared("ISO-2022-JP").encode("iso2022_jp"),
    "single-quotes.rdf": declared("Shift_JIS").replace('"', "'").encode("cp932"),
    "standalone.rdf": xml(
        declaration='<?xml version="1.0" encoding="euc-jp" standalone="yes"?>'
    ).encode("euc_jp"),
    "says-utf-16-but-is-not.rdf": declared("UTF-16").encode(),
    # Other names
    "a.owl": xml().encode(),
    "turtle.owl": TTL.encode(),
    "iri-first.owl": NT.encode(),
    "comment-first.owl": b"# an ontology\n" + TTL.encode(),
    "doctype-first.owl": xml(subset='<!ENTITY e "http://e/">').encode(),
    "a.xml": declared("utf-8").encode(),
    "a.n3": TTL.encode(),
    "a.json": JSONLD.encode(),
    "A.TTL": TTL.encode(),
    "A.RDF.GZ": gzip.compress(xml().encode(), mtime=0),
    "my.data.v2.ttl": TTL.encode(),
    # Compressed
    "a.ttl.zst": ZSTD.compress(TTL.encode()),
    "a.owl.zst": ZSTD.compress(xml().encode()),
    "a.nq.bz2": bz2.compress(NQ.encode()),
    "a.nt.xz": lzma.compress(NT.encode()),
    "frames.nt.zst": ZSTD.compress(b"# first\n") + ZSTD.compress(NT.encode()),
    "members.nt.gz": gzip.compress(b"# first\n", mtime=0) + gzip.compress(NT.encode(), mtime=0),
    # XML entities that are expanded
    "entities.owl": xml("&v;", subset='<!ENTITY v "値">').encode(),
    "nested-entities.owl": xml("&w;", subset='<!ENTITY v "値"><!ENTITY w "&v;">').encode(),
    "entity-in-namespace.owl": xml(
        subset='<!ENTITY e "http://e/">', root=ROOT.replace('"http://e/"', '"&e;"')
    ).encode(),
    # A base IRI in the file
    "base.ttl": "@base <http://e/> . <s> <p> '値' .".encode(),
    "base.rdf": xml(root=ROOT + ' xml:base="http://e/"').replace("http://e/s", "s").encode(),
    "base.jsonld": (
        '{"@context":{"@base":"http://e/","p":"http://e/p"},"@id":"s","p":"値"}'.encode()
    ),
}


@pytest.mark.parametrize("name", READ)
def test_a_file_of_another_producer_is_read_as_meant(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(READ[name])

    rows = LocalDataset.open(tmp_path / name).rows("SELECT ?o { <http://e/s> <http://e/p> ?o }")

    assert rows == [{"o": ox.Literal("値")}]


def entities(depth: int, times: int) -> bytes:
    rows = "".join(
        f'<!ENTITY a{number} "{f"&a{number - 1};" * times}">' for number in range(1, depth)
    )
    return xml(f"&a{depth - 1};", subset=f'<!ENTITY a0 "{"x" * times}">{rows}').encode()


TRIPLE = "<http://e/s> <http://e/p> "
REFUSED: Mapping[str, tuple[bytes, str]] = {
    # References to other files
    "remote.jsonld": (b'{"@context":"https://schema.org/"}', "@context https://schema.org/ is"),
    "list.json": (b'{"@context":[{}, "http://a/c"]}', "nothing is fetched from the network"),
    "scoped.jsonld": (
        b'{"@context":{"a":{"@id":"http://e/a","@context":"http://r/"}},"a":{"http://e/b":1}}',
        "its @context http://r/ is elsewhere",
    ),
    "import.jsonld": (b'{"@context":{"@version":1.1,"@import":"http://r/"}}', "http://r/ is else"),
    "relative-context.jsonld": (b'{"@context":"context.jsonld"}', "context.jsonld is elsewhere"),
    # XML entities that expand too much
    "bomb.rdf": (entities(10, 10), "limit on input amplification"),
    "bomb.owl": (entities(10, 10), "limit on input amplification"),
    "bomb-in-utf-16.rdf": (entities(10, 10).decode().encode("utf-16"), "amplification"),
    "quadratic.rdf": (
        xml("&a;" * 3000, subset=f'<!ENTITY a "{"x" * 30_000}">').encode(),
        "amplification",
    ),
    "loop.rdf": (
        xml("&a;", subset='<!ENTITY a "&b;"><!ENTITY b "&a;">').encode(),
        "recursive entity reference",
    ),
    "deep.nt": (
        ("<http://e/s> <http://e/p> " + f"<<( {TRIPLE}" * 100_000 + "1").encode(),
        "line 1: more than 100 triples nested",
    ),
    "deep-subjects.ttl": (b"\n" + b"<<" * 100_000, "line 2: more than 100 triples nested"),
    "deep.rdf": (
        xml("<e:C><e:p>" * 300_000 + "</e:p></e:C>" * 300_000).encode(),
        "line 1: more than 1,000 elements within one another",
    ),
    "deep-collection.rdf": (
        xml().replace("<e:p>", "\n" + '<e:p rdf:parseType="Collection"><e:C>' * 300_000).encode(),
        "line 2: more than 1,000 elements within one another",
    ),
    "deep-namespaces.owl": (
        xml("".join(f'<e:C xmlns:n{i}="http://e/{i}"><e:p>' for i in range(9000))).encode(),
        "more than 1,000 elements within one another",
    ),
    "attributes.rdf": (
        xml("<e:C " + " ".join(f"e:a{i}='x'" for i in range(300_000)) + "/>").encode(),
        "line 1: an element with more than 1,000 attributes",
    ),
    "deep.jsonld": (b'{"http://e/p":' * 300_000, "Max stack size of 65536 reached"),
    "deep-context.jsonld": (b'{"@context":' + b"[" * 300_000, "Max stack size of 65536 reached"),
    # Bytes that do not match the declared encoding
    "unknown.rdf": (declared("x-unknown").encode(), "encoding “x-unknown” is unknown"),
    "no-text.rdf": (declared("zlib").encode(), "encoding “zlib” is unknown"),
    "false.rdf": (declared("EUC-JP").encode("cp932"), "not euc-jp, which it says it is"),
    "false-mark.ttl": (b"\xff\xfe\x00\xd8", "not utf-16-le, which it says it is"),
    "latin.ttl": ("<http://e/s> <http://e/p> 'é' .".encode("latin-1"), "latin.ttl:1: broken RDF"),
    # Relative IRIs without a base
    "relative.ttl": (b"<a> <b> <c> .", "relative.ttl:1: a relative IRI, and no base"),
    "relative.trig": (b"\n<g> { <http://e/a> a <http://e/b> }", "relative.trig:2: a relative IRI"),
    "empty-iri.ttl": (b"<> a <http://e/C> .", "a relative IRI, and no base"),
    "relative.rdf": (xml().replace("http://e/s", "s").encode(), "a relative IRI, and no base"),
    "id.rdf": (xml().replace("rdf:about", "rdf:ID").replace("http://e/s", "s").encode(), "no base"),
    "relative.jsonld": (
        b'{"@id":"a/b","http://e/p":1}',
        "the relative IRI “a/b”, and no base to resolve it",
    ),
    "relative-value.jsonld": (b'{"@id":"http://e/s","http://e/p":{"@id":"c"}}', "IRI “c”, and no"),
    "relative-graph.jsonld": (b'{"@id":"g","@graph":[{"@id":"http://e/s","http://e/p":1}]}', "“g”"),
    # Files that are not RDF
    "a.zst": (ZSTD.compress(TTL.encode()), "no known kind of RDF file"),
    "a.txt": (NT.encode(), "no known kind of RDF file; expected one of .nq"),
    "damaged.ttl.zst": (ZSTD.compress(TTL.encode())[:-4], "not a whole .zst file"),
    "cut-at-a-line.nt.zst": (ZSTD.compress(NT.encode() * 9000)[:-4], "not a whole .zst file"),
    "damaged.ttl.gz": (gzip.compress(TTL.encode(), mtime=0)[:-9], "not a whole .gz file"),
    "garbage.ttl.gz": (b"\x1f\x8b\x08\0\0\0\0\0\0\0" + b"\xff" * 9, "not a whole .gz file"),
    "damaged.ttl.xz": (lzma.compress(TTL.encode())[:-9], "not a whole .xz file"),
    "rule.n3": (b"@prefix e: <http://e/>. {?a e:b e:c} => {?a e:d 1}.", "broken RDF"),
    "ontology.owl": (
        b'<Ontology xmlns="http://www.w3.org/2002/07/owl#" ontologyIRI="http://e/"/>',
        "OWL/XML, which is not RDF",
    ),
    "page.xml": (b"<html><body>", "broken RDF"),
    "rows.json": (b'[{"a": 1,', "broken RDF"),
}


# Compressed files that expand too much. They are made by their test, because that takes long.
TOO_MANY_TIMES = "more than 500 times its size"
BOMBS: Mapping[str, Callable[[bytes], bytes]] = {
    "bomb.nt.zst": ZSTD.compress,
    "bomb.nt.gz": gzip.compress,
    "bomb.nt.bz2": bz2.compress,
}


@pytest.mark.parametrize("name", [*REFUSED, *BOMBS])
def test_a_file_that_cannot_be_served_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    content, said = REFUSED.get(name) or (BOMBS[name](b"\n" * (65 << 20)), TOO_MANY_TIMES)
    (tmp_path / name).write_bytes(content)
    start = time.monotonic()

    with pytest.raises(DatasetError) as refused:
        LocalDataset.open(tmp_path / name)

    assert said in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / name))
    assert "\n" not in str(refused.value)
    assert "w3id.org" not in str(refused.value)
    assert time.monotonic() - start < 10


def test_an_entity_of_another_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    path = tmp_path / "a.rdf"
    path.write_text(xml("&s;", subset=f'<!ENTITY s SYSTEM "{tmp_path}/secret.txt">'), "utf-8")

    with suppress(DatasetError):
        assert "secret" not in str(LocalDataset.open(path).rows("SELECT ?o { ?s ?p ?o }"))


@pytest.mark.parametrize("kind", ["a.nq", "b.ttl"])
def test_a_device_is_refused_as_a_file(tmp_path: Path, kind: str) -> None:
    (tmp_path / kind).symlink_to("/dev/zero")

    with pytest.raises(DatasetError, match="a device or a pipe; expected an RDF file"):
        LocalDataset.open(tmp_path / kind)
