import pytest
from gold import Label, gold_entries, without_space

from converter.model import Column, EntryKey, Record, Survey, SurveyTable
from converter.pipeline import read_bundled_survey

TEXTS = {
    Column.NAME: ("name",),
    Column.DESCRIPTION: ("desc", "duties"),
    Column.PROFILE: ("tech_area", "overview"),
    Column.NOTE: ("note",),
}
CODES = {
    Column.STATUS: "status",
    Column.SHARING: "sharing",
    Column.RECRUITMENT: "category",
    Column.EMPLOYMENT: "employment",
}


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read_bundled_survey()


def as_labelled(record: Record, label: Label) -> Label:
    """Return a record in the form of a labelled entry, with the keys of the label."""
    section = (*record.section, "")
    texts = {key: record.texts.get(column, "") for column, keys in TEXTS.items() for key in keys}
    codes = {
        key: record.codes[column].printed for column, key in CODES.items() if column in record.codes
    }
    stated = {
        **texts,
        **codes,
        "field": section[0],
        "subfield": section[1],
        "prefecture": record.prefecture,
        "page": record.position.page,
    }
    return {key: without_space(value) for key, value in stated.items() if key in label}


def test_every_stated_field_of_the_labelled_entries_is_as_labelled(survey: Survey) -> None:
    labels = gold_entries()
    if not labels:
        pytest.skip("no labelled entries beside the checkout")
    records = {record.key: record for record in survey.records}

    for label in labels:
        key = EntryKey("", SurveyTable(str(label["table"])), int(str(label["no"])))
        found = as_labelled(records[key], label)

        assert found == {name: without_space(label[name]) for name in found}


def test_the_bundled_survey_has_594_entries_in_four_tables(survey: Survey) -> None:
    tables = [record.key.table for record in survey.records]

    counts = {table: tables.count(table) for table in SurveyTable}

    assert list(counts.values()) == [357, 123, 42, 72]


def test_only_one_heading_prints_a_wrong_number_of_entries(survey: Survey) -> None:
    def there(table: SurveyTable, path: tuple[str, ...]) -> int:
        inside = [record.section[: len(path)] == path for record in survey.records]
        return sum(
            found and record.key.table == table
            for found, record in zip(inside, survey.records, strict=True)
        )

    wrong = [
        (heading.table, heading.path, heading.printed_count, there(heading.table, heading.path))
        for heading in survey.sections
        if heading.printed_count != there(heading.table, heading.path)
    ]

    assert wrong == [(SurveyTable.POSTS, ("総務分野",), 25, 26)]


def test_pages_are_numbered_from_the_first_table(survey: Survey) -> None:
    pages = {
        table: [record.position.page for record in survey.records if record.key.table == table]
        for table in SurveyTable
    }

    ranges = [(found[0], found[-1]) for found in pages.values()]

    assert ranges == [(1, 28), (29, 39), (40, 44), (45, 50)]
