"""Two datasets are compared statement by statement; the report begins with answers."""

import bz2
import gzip
import lzma
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard
from excerpts import excerpt
from published import DESCRIPTION

from converter.__main__ import main
from converter.errors import InputError
from converter.iris import BASE
from converter.mapping.terms import Layer, Statement, describe, in_layer, node, text
from converter.model import SurveyTable
from converter.publication.changes.change_report import in_words
from converter.publication.changes.comparison import compare
from converter.publication.changes.earlier import Earlier, read_earlier
from converter.publication.dumps import PublishedDataset
from converter.publication.folder import publish

PROCEDURE = node("id/procedure/1-1")


def quads(*statements: Statement) -> list[ox.Quad]:
    return in_layer(Layer.DERIVED, statements)


def labelled(label: str) -> list[ox.Quad]:
    return quads(*describe(PROCEDURE, ("rdfs:label", text(label, "ja"))))


def words(old: list[ox.Quad], new: list[ox.Quad]) -> str:
    return in_words(compare(new, Earlier("old", frozenset(old))), BASE)


def test_a_changed_label_is_reported_in_words() -> None:
    said = words(labelled("会議録"), labelled("会議録作成"))

    assert "1 statement added, 1 removed." in said
    assert "| graph/derived | 1 | 1 |" in said
    assert "### id/procedure (1)\n\n- id/procedure/1-1 “会議録作成”: changed\n" in said
    assert '  - rdfs:label: "会議録"@ja → "会議録作成"@ja\n' in said


def test_added_and_removed_resources_are_reported() -> None:
    assert "- id/procedure/1-1 “会議録”: new" in words([], labelled("会議録"))
    assert "- id/procedure/1-1 “会議録”: gone" in words(labelled("会議録"), [])


def test_an_existing_resource_with_more_statements_is_changed() -> None:
    more = labelled("会議録") + quads((PROCEDURE, node("dg:operatedBy"), node("id/pref/01")))

    said = words(labelled("会議録"), more)

    assert "- id/procedure/1-1 “会議録”: changed\n  - dg:operatedBy: <id/pref/01> added\n" in said
    assert "“会議録”: changed\n  - dg:operatedBy: <id/pref/01> removed\n" in words(
        more, labelled("会議録")
    )


ENTRY = node("id/entry/1-1")
PREFECTURE = quads(*describe(node("id/pref/01"), ("rdfs:label", text("北海道", "ja"))))


def entry(name: str, *further: Statement) -> list[ox.Quad]:
    stated = describe(
        ENTRY,
        ("rdfs:label", text(f"1-1 {name}", "ja")),
        ("dg:reportedBy", node("id/pref/01")),
        ("dg:statedName", text(name, "ja")),
        ("dg:implementationStatus", node("concept/status/planned")),
    )
    return PREFECTURE + quads(*stated, *further)


def test_a_changed_answer_leads_with_its_prefecture_and_field() -> None:
    said = words(entry("会議録"), entry("会議録作成"))

    assert said.split("\n\n", 2)[2].startswith(
        "## Answers: entries 0 new, 0 gone, 1 changed\n\n### Changed (1)\n\n"
        '- 1-1 (北海道)\n  - dg:statedName: "会議録"@ja → "会議録作成"@ja\n\n## Derived facts\n'
    )


def test_added_and_removed_entries_are_reported_as_answers_with_their_names() -> None:
    assert '### New (1)\n\n- 1-1 (北海道): "会議録"@ja\n' in words(PREFECTURE, entry("会議録"))
    assert '### Gone (1)\n\n- 1-1 (北海道): "会議録"@ja\n' in words(entry("会議録"), PREFECTURE)


def test_derived_facts_follow_the_answers_and_evidence_comes_last_as_counts() -> None:
    annotation = node("id/annotation/1-1-statedName-0-3-x")
    derived = quads(
        (PROCEDURE, node("dg:operatedBy"), node("id/pref/01")),
        (PROCEDURE, node("prov:wasGeneratedBy"), node("id/activity/procedure-operator")),
        *describe(annotation, ("rdf:type", node("oa:Annotation"))),
    )

    said = words(entry("会議録"), entry("会議録作成") + derived)

    offsets = [said.index(f"## {one}") for one in ("Answers", "Derived facts", "Evidence")]
    assert offsets == sorted(offsets)
    assert "| id/annotation | 1 | 0 |\n| id/procedure | 1 | 0 |\n" in said
    assert "1-1-statedName-0-3-x" not in said
    assert "prov:wasGeneratedBy" not in said


def test_an_entry_that_only_moved_to_another_page_is_no_changed_answer() -> None:
    page = (ENTRY, node("dg:page"), ox.Literal(2))

    said = words(entry("会議録"), entry("会議録", page))

    assert "## Answers: entries 0 new, 0 gone, 0 changed\n\n## Evidence" in said


def test_entries_are_listed_in_the_order_of_their_numbers() -> None:
    later = [
        statement
        for number in (10, 9)
        for statement in describe(
            node(f"id/entry/1-{number}"), ("dg:statedName", text("会議録", "ja"))
        )
    ]

    said = words([], quads(*later))

    assert said.index("- 1-9:") < said.index("- 1-10:")


def test_equal_datasets_have_no_changes() -> None:
    assert words(labelled("会議録"), labelled("会議録")) == (
        "# Changes since old\n\n0 statements added, 0 removed.\n"
    )


def test_a_part_is_reported_under_its_resource() -> None:
    part = ox.NamedNode(f"{PROCEDURE.value}#quote")

    said = words([], quads(*describe(part, ("rdfs:label", text("語句", "ja")))))

    assert "- id/procedure/1-1: new" in said


def test_a_file_of_one_graph_is_compared_by_its_triples(tmp_path: Path) -> None:
    old = tmp_path / "old.ttl"
    triples = [quad.triple for quad in labelled("会議録")]
    ox.serialize(triples, str(old), format=ox.RdfFormat.TURTLE)

    changes = compare(labelled("会議録"), read_earlier(old))

    assert (changes.added, changes.removed) == ([], [])
    assert changes.earlier == "old.ttl"


NQ = b"<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\n"
TTL = b"@prefix e: <http://e/> . e:s e:p e:o ."
ZSTD = zstandard.ZstdCompressor()
READABLE = {
    "old.nq.gz": gzip.compress(NQ, mtime=0),
    "old.nq.zst": ZSTD.compress(NQ),
    "old.nq.bz2": bz2.compress(NQ),
    "old.nq.xz": lzma.compress(NQ),
    "old.ttl.gz": gzip.compress(TTL, mtime=0),
    "OLD.TTL.ZST": ZSTD.compress(TTL),
    "two-members.nq.gz": gzip.compress(NQ, mtime=0)
    + gzip.compress(NQ.replace(b"e/o", b"e/o2"), mtime=0),
    "two-frames.nq.zst": ZSTD.compress(NQ) + ZSTD.compress(NQ.replace(b"e/o", b"e/o2")),
    "marked.nq": b"\xef\xbb\xbf" + NQ,
    "marked.ttl": b"\xef\xbb\xbf" + TTL,
    "marked.nt.gz": gzip.compress(b"\xef\xbb\xbf<http://e/s> <http://e/p> <http://e/o> .", mtime=0),
}


@pytest.mark.parametrize("name", READABLE)
def test_an_earlier_dataset_may_be_compressed_or_marked(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(READABLE[name])

    earlier = read_earlier(tmp_path / name)

    assert earlier.name == name
    assert len(earlier.quads) == (2 if name.startswith("two") else 1)


BOMB = ZSTD.compress(b"\n" * (1 << 21))


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("old.nq", None, "nothing readable"),
        ("old.csv", b"", "no known kind of RDF file"),
        ("old.csv.gz", b"", "no known kind of RDF file"),
        ("old.zst", b"", "no known kind of RDF file"),
        ("old.nq", b"<a", "broken RDF"),
        ("old.nq", b"", "no statement"),
        ("old.nq.gz", gzip.compress(b"", mtime=0), "no statement"),
        ("old.nq.gz", b"<a", r"a damaged \.gz file"),
        ("old.nq.gz", gzip.compress(NQ, mtime=0)[:-9], r"a damaged \.gz file"),
        ("old.nq.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\0" + b"\xff" * 9, r"a damaged \.gz file"),
        ("old.nq.zst", b"<a", r"a damaged \.zst file"),
        ("old.nq.zst", ZSTD.compress(NQ * 9)[:-4], r"a damaged \.zst file"),
        ("old.nq.zst", BOMB, "expands to more than 1 MiB"),
        ("old.nq.gz", gzip.compress(b"\n" * (1 << 21), mtime=0), "expands to more than 1 MiB"),
    ],
)
def test_a_dataset_that_cannot_be_read_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: bytes | None,
    found: str,
) -> None:
    monkeypatch.setattr("converter.publication.changes.earlier.LONGEST", 1 << 20)
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(InputError, match=found):
        read_earlier(tmp_path / name)


def test_a_folder_can_be_compared_with_its_replacement(tmp_path: Path) -> None:
    publish(tmp_path / "data", PublishedDataset.of(labelled("会議録"), (), DESCRIPTION))
    survey = tmp_path / "small.txt"
    survey.write_text("\n".join(excerpt(SurveyTable.ORGANISATIONS, entries=2)), encoding="utf-8")

    status = main(
        [str(survey), "-o", str(tmp_path / "data"), "--compare", str(tmp_path / "data"), "--quiet"]
    )

    removed = (tmp_path / "data/changes/removed.nq").read_text(encoding="utf-8")
    assert status == 0
    assert removed.count("\n") == 1
    assert "id/entry/3-2-1" in (tmp_path / "data/changes/README.md").read_text(encoding="utf-8")


def test_a_folder_with_an_empty_dataset_is_refused_as_broken(tmp_path: Path) -> None:
    (tmp_path / "digigov.nq").touch()

    with pytest.raises(InputError, match=r"digigov\.nq: found no statement"):
        read_earlier(tmp_path)


def test_an_unreadable_earlier_dataset_ends_with_2_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["-o", str(tmp_path / "out"), "--compare", str(tmp_path / "none.nq")])

    assert status == 2
    assert "expected a dataset folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
