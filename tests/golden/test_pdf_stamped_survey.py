"""The whole survey, stamped or with hidden text, gives its records or is refused with places."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pdf_makers import (
    Css,
    Layout,
    cases,
    chromium_pdf,
    needs_chromium,
    reportlab_pdf,
    survey_to_sheets,
)
from pdf_stamps import BELOW, HIDDEN, STAMPS, Draw, below, level, stamped
from read_pdf import compared, pdf_to_survey, survey_in_text

from converter.errors import InputError

BLACK: Mapping[str, Draw] = {
    "words in the table's own type": level("取扱注意取扱注意取扱注意", 7, (0, 0, 0)),
    "a word in the table's own type": level("済", 7, (0, 0, 0)),
}
PRINTS: Mapping[str, Css] = {
    "bold by a copy 0.7 pt to the right": Css(extra="td { text-shadow: 0.7pt 0 0 black }"),
    "spaced header": Css(page=(842, 595), extra="th { letter-spacing: 1em; text-align: center }"),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sheets = survey_to_sheets(survey_in_text())
    return reportlab_pdf(tmp_path_factory.mktemp("whole") / "survey.pdf", sheets, Layout())


@pytest.mark.slow
@pytest.mark.parametrize("draw", cases({**STAMPS, **HIDDEN}, fast=99))
def test_the_stamped_survey_gives_its_records_with_a_note(
    draw: Draw, whole: Path, tmp_path: Path
) -> None:
    survey = pdf_to_survey(stamped(whole, tmp_path / "survey.pdf", draw))

    assert compared(survey.records) == compared(survey_in_text().records)
    assert any(remark.startswith("left out: text ") for remark in survey.remarks)


@pytest.mark.slow
@pytest.mark.parametrize("draw", cases(BELOW, fast=99))
def test_the_survey_over_hidden_text_gives_its_records(draw: Draw, tmp_path: Path) -> None:
    sheets = survey_to_sheets(survey_in_text())
    path = reportlab_pdf(tmp_path / "survey.pdf", sheets, below(Layout(), draw))

    assert compared(pdf_to_survey(path).records) == compared(survey_in_text().records)


@pytest.mark.slow
@pytest.mark.parametrize("draw", cases(BLACK, fast=99))
def test_words_over_the_survey_in_its_own_type_are_refused_with_their_places(
    draw: Draw, whole: Path, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        pdf_to_survey(stamped(whole, tmp_path / "survey.pdf", draw))

    assert caught.value.faults
    assert all(
        fault.page and ("entry " in fault.found or "in the section" in fault.found)
        for fault in caught.value.faults
    )


@needs_chromium
@pytest.mark.slow
@pytest.mark.parametrize("css", cases(PRINTS, fast=99))
def test_the_survey_in_other_type_gives_its_records(css: Css, tmp_path: Path) -> None:
    path = chromium_pdf(tmp_path / "survey.pdf", survey_to_sheets(survey_in_text()), css)

    assert compared(pdf_to_survey(path).records) == compared(survey_in_text().records)
