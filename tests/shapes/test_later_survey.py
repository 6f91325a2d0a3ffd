"""A correct later survey, or a part of one, breaks no shape, so its conversion is not refused."""

import dataclasses
from pathlib import Path

import later_survey
import pytest
import second_edition
from excerpts import excerpt
from later_survey import Cells

import converter.pipeline
from converter.__main__ import main
from converter.authority.governments import load_governments
from converter.model import SurveyTable
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


def test_a_part_of_the_survey_of_2020_converts(tmp_path: Path) -> None:
    part = tmp_path / "nga-2020.txt"
    part.write_text("\n".join(excerpt(SurveyTable.ORGANISATIONS, entries=2)), encoding="utf-8")

    status = main(["--quiet", str(part), "-o", str(tmp_path / "dataset")])

    assert status == 0


@pytest.mark.slow  # converts as many entries as the bundled survey has
def test_a_whole_later_survey_converts_without_the_first(tmp_path: Path) -> None:
    survey = tmp_path / "later.txt"
    survey.write_text(second_edition.second_text(), encoding="utf-8")

    status = main(["--quiet", str(survey), "-o", str(tmp_path / "dataset")])

    assert status == 0


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
