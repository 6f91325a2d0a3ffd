"""Which concept scheme the printed codes of a column belong to."""

from collections.abc import Mapping

from converter.model import Column, SurveyTable

_SCHEMES: Mapping[Column, str] = {
    Column.STATUS: "status",
    Column.RECRUITMENT: "recruitment",
    Column.EMPLOYMENT: "employment",
}
# The same circled number means different things in the two tables.
_SHARING: Mapping[SurveyTable, str] = {
    SurveyTable.PROCEDURES: "joint-use",
    SurveyTable.SYSTEMS: "further-joint-use",
}


def scheme_of(table: SurveyTable, column: Column) -> str:
    """Return the id of the scheme (such as `status`) of a column of `rows.CODE_COLUMNS`."""
    return _SHARING[table] if column is Column.SHARING else _SCHEMES[column]
