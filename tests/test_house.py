"""The house keeps its own rules."""

import hashlib
import tomllib

import seeds


def test_every_seed_has_the_bytes_that_its_manifest_promises() -> None:
    documents = tomllib.loads(seeds.manifest().decode())["document"]

    found = {
        row["file"]: hashlib.sha256(seeds.document(row["file"])).hexdigest() for row in documents
    }

    assert found == {row["file"]: row["sha256"] for row in documents}
