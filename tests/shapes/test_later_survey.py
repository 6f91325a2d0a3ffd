"""A correct cell of a later survey breaks no shape, so its conversion is not refused."""

import dataclasses
from pathlib import Path

import later_survey
import pytest
from later_survey import Cells

import converter.pipeline
from converter.__main__ import main
from converter.authority.governments import load_governments
from converter.tables import load_tables


def test_plausible_cells_of_a_later_survey_convert(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = later_survey.cells()
    tables = load_tables()
    texts = (*tables.texts, *later_survey.translations(entries))
    monkeypatch.setattr(
        converter.pipeline, "load_tables", lambda: dataclasses.replace(tables, texts=texts)
    )
    manifest = later_survey.write_survey(tmp_path, entries)

    status = main([str(manifest), "-o", str(tmp_path / "dataset")])

    assert (status, capsys.readouterr().err) == (0, "")
    quads = (tmp_path / "dataset" / "digigov.nq").read_text("utf-8")
    assert [one for one in entries if one.description_en not in quads] == []


@pytest.mark.slow  # publishes and checks 1,700 municipalities
def test_a_later_survey_may_name_every_municipality(tmp_path: Path) -> None:
    others: dict[str, list[str]] = {}
    for one in load_governments().others:
        others.setdefault(one.prefecture, []).append(one.name)
    entries = [named(prefecture, names) for prefecture, names in others.items()]
    manifest = later_survey.write_survey(tmp_path, entries)

    status = main(["--quiet", str(manifest), "-o", str(tmp_path / "dataset")])

    assert (len(entries), status) == (47, 0)


def named(prefecture: str, names: list[str]) -> Cells:
    """Return a shared system whose note lists municipalities."""
    note = "共同利用団体：" + "、".join(names)
    return Cells("2", "総務分野", prefecture, "", "電子申請システム", "", "受付", note, "", "")
