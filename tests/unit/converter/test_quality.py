"""The report on data quality: linked and unlinked words."""

from dataclasses import replace
from pathlib import Path

import pytest
import surveys
from linked import linked_editions

from converter.errors import ConversionError
from converter.findings import Linked, Remark
from converter.model import EntryKey, SurveyTable
from converter.publication.report import write_report
from converter.reporting.data_quality import REMARKS, data_quality, summary

ROOT = Path(__file__).parents[3]
KEY = EntryKey("", SurveyTable.PROCEDURES, 24)
NOTHING = Linked((), {})


def test_the_data_quality_document_is_up_to_date() -> None:
    surveys, linked = linked_editions()

    text = data_quality(surveys, linked)

    document = (ROOT / "docs" / "data-quality.md").read_text("utf-8")
    assert document == text, "docs/data-quality.md is out of date: run make data-quality"
    assert {remark.kind for one in linked for remark in one.remarks} <= set(REMARKS)


def test_a_heading_with_another_count_than_its_entries_is_reported() -> None:
    survey = surveys.survey()
    sections = (replace(survey.sections[0], printed_count=25), *survey.sections[1:])

    text = data_quality((replace(survey, sections=sections),), ())

    assert "- test-2021, 1 > 総務分野: 25 printed, 1 found" in text
    assert "会議録作成・テープおこし:" not in text


def test_the_summary_counts_remarks_by_kind() -> None:
    remarks = (Remark(KEY, "unknown-body", "謎組合"), Remark(KEY, "unknown-body", "別組合"))

    lines = summary((replace(NOTHING, remarks=remarks),))

    assert lines == ("linked nothing", f"      2  {REMARKS['unknown-body']}")


def test_a_row_is_reported_as_ignored_only_if_every_document_lacks_its_entry() -> None:
    first, second = replace(NOTHING, notes=("a", "b")), replace(NOTHING, notes=("b", "c"))

    text = data_quality((), (first, second))

    assert text.endswith("## Reviewed rows ignored\n\n- b\n")


def test_words_of_a_remark_cannot_break_their_table_cell() -> None:
    remark = Remark(KEY, "unknown-body", "謎|\n組合")

    text = data_quality((), (replace(NOTHING, remarks=(remark,)),))

    assert "| 1-24 | 謎\\| 組合 |" in text


def test_a_report_replaces_an_earlier_one_and_leaves_no_other_file(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("earlier", "utf-8")

    write_report(report, "技術\n")

    assert [file.name for file in tmp_path.iterdir()] == ["report.md"]
    assert report.read_text("utf-8") == "技術\n"


def test_a_report_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    report = tmp_path / "file" / "report.md"
    (tmp_path / "file").touch()

    with pytest.raises(ConversionError, match=r"cannot be written \(File exists"):
        write_report(report, "")
