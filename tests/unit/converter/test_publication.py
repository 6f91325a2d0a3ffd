"""The dataset folder is complete or unchanged, and the same input gives the same bytes."""

import json
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
from surveys import DOCUMENT, survey

from converter.authority.authorities import load_authorities
from converter.errors import ConversionError
from converter.iris import BASE
from converter.mapping.rebasing import rebase
from converter.mapping.source import survey_to_quads
from converter.publication.dumps import PublishedDataset
from converter.publication.folder import publish
from converter.publication.manifest import BuildDescription
from converter.publication.order import sorted_quads

QUADS = survey_to_quads(survey(), DOCUMENT, load_authorities())
DESCRIPTION = BuildDescription("digigov", "1.0.0", BASE, (DOCUMENT,), {"Warning": 1})


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_order_of_quads_does_not_change_a_byte(tmp_path: Path) -> None:
    publish(tmp_path / "one", PublishedDataset.of(QUADS, QUADS[:9], DESCRIPTION))
    publish(
        tmp_path / "two", PublishedDataset.of([*reversed(QUADS), *QUADS], QUADS[8::-1], DESCRIPTION)
    )

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_every_dump_holds_the_dataset_that_the_manifest_counts(tmp_path: Path) -> None:
    publish(tmp_path / "data", PublishedDataset.of(QUADS, (), DESCRIPTION))

    files = json.loads((tmp_path / "data/manifest.json").read_text(encoding="utf-8"))["files"]

    for file in files:
        content = (tmp_path / "data" / file["path"]).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file["bytes"], file["sha256"])
        form = ox.RdfFormat.from_media_type(file["mediaType"])
        assert (form is None) == (file["triples"] is None)
        assert not form or len(list(ox.parse(content, format=form))) == file["triples"]


def test_turtle_states_the_class_first_and_sorts_numbers_naturally(tmp_path: Path) -> None:
    publish(tmp_path / "data", PublishedDataset.of(QUADS, (), DESCRIPTION))

    turtle = (tmp_path / "data/digigov.ttl").read_text(encoding="utf-8")

    assert "\nentry:1-24 a dg:Entry , dg:ProcedureEntry ;\n" in turtle
    numbered = [ox.NamedNode(f"{BASE}id/entry/1-{number}") for number in (10, 9, 100)]
    quads = [ox.Quad(one, one, one) for one in numbered]
    assert [quad.subject for quad in sorted_quads(quads)] == [numbered[n] for n in (1, 0, 2)]


def test_an_earlier_dataset_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    publish(folder, PublishedDataset.of(QUADS, (), DESCRIPTION), downloads=True)

    publish(folder, PublishedDataset.of(QUADS[:5], (), DESCRIPTION))

    assert not any(path.is_dir() for path in folder.iterdir())
    assert json.loads(contents(folder)["manifest.json"])["counts"]["quads"] == 5
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_folder_with_other_files_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("precious", encoding="utf-8")

    with pytest.raises(ConversionError, match="expected an empty or a new folder"):
        publish(tmp_path, PublishedDataset.of(QUADS, (), DESCRIPTION))

    assert list(contents(tmp_path)) == ["thesis.tex"]


def test_another_base_changes_every_iri_and_every_literal_that_is_an_iri() -> None:
    base = "http://localhost:8000/"
    literal = ox.Quad(
        ox.NamedNode(BASE), ox.NamedNode(BASE), ox.Literal(f"{BASE}ontology#"), ox.NamedNode(BASE)
    )

    moved = rebase([*QUADS, literal], base)

    assert BASE not in "\n".join(map(str, moved))
    assert rebase(QUADS, BASE) == QUADS
    assert f"{base}id/entry/1-24" in str(moved)
