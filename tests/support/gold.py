"""The hand-labelled entries, where they lie beside the checkout."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

ROOT = Path(__file__).parents[2]
PLACES = (os.environ.get("DIGIGOV_GOLD", ""), str(ROOT.parent / "shared" / "gold"))

Label: TypeAlias = Mapping[str, object]


def gold_entries() -> tuple[Label, ...]:
    """Return the labelled entries; none where the file is absent."""
    return _labels("entries-dev.jsonl")


def gold_answers() -> tuple[Label, ...]:
    """Return the entries labelled with reasons, offers, tasks and systems; none without file."""
    return _labels("reasons-dev.jsonl")


def _labels(name: str) -> tuple[Label, ...]:
    for place in filter(None, PLACES):
        file = Path(place) / name
        if file.is_file():
            return tuple(json.loads(line) for line in file.read_text("utf-8").splitlines())
    return ()


def without_space(text: object) -> str:
    """Return a text without any white space, as the labels are given."""
    return re.sub(r"\s", "", str(text or ""))
