"""The tables in docs/data-model.md agree with the ontology."""

from pathlib import Path

import pytest

from converter.reporting.data_dictionary import MARK, with_tables

MANUAL = Path(__file__).parents[3] / "docs" / "data-model.md"


def test_the_manual_is_current() -> None:
    manual = MANUAL.read_text(encoding="utf-8")

    assert manual == with_tables(manual), f"run the command named in the file: {MARK}"


def test_a_manual_without_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one where the tables begin"):
        with_tables("# No mark\n")
