"""The hand-labelled entries, where they lie beside the checkout."""

import csv
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
FOLDERS = (os.environ.get("DIGIGOV_GOLD", ""), str(ROOT.parent / "shared" / "gold"))

Label: TypeAlias = Mapping[str, object]


def gold_entries() -> tuple[Label, ...]:
    """Return the labelled entries; none where the file is absent."""
    return _labels("entries-dev.jsonl")


def gold_answers() -> tuple[Label, ...]:
    """Return the entries labelled with reasons, offers, tasks and systems; none without file."""
    return _labels("reasons-dev.jsonl")


def _labels(name: str) -> tuple[Label, ...]:
    for folder in filter(None, FOLDERS):
        file = Path(folder) / name
        if file.is_file():
            return tuple(json.loads(line) for line in file.read_text("utf-8").splitlines())
    return ()


def reference_ids(vocabulary: str) -> frozenset[str]:
    """Return the ids that the labels know (`technology`); the labels say nothing on later ones."""
    for folder in filter(None, FOLDERS):
        file = Path(folder).parent / "reference" / f"{vocabulary}.csv"
        if file.is_file():
            with file.open(encoding="utf-8", newline="") as rows:
                return frozenset(row["id"] for row in csv.DictReader(rows))
    return frozenset()


def without_space(text: object) -> str:
    """Return a text without any white space, as the labels are given."""
    return re.sub(r"\s", "", str(text or ""))
