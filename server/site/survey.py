"""The surveys behind the figures: their names and periods, from the data."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine import Dataset, Pattern, Row
from server.engine.row_values import text_in
from server.http.language import Language
from server.site.tables.list_queries import list_query
from server.site.texts import Messages

_YEAR_AND_MONTH = 7
_DATES = tuple(ox.NamedNode(f"http://purl.org/dc/terms/{name}") for name in ("modified", "issued"))


@dataclass(frozen=True, slots=True)
class ServedSurvey:
    """A survey: its source document, and the months of its start and end.

    Months have the form `2020-06`, "" if unknown.
    """

    source: str
    start: str = ""
    end: str = ""

    def period(self, messages: Messages, language: Language) -> str:
        """Return its period as text, "" if unknown."""
        if not self.start or not self.end:
            return ""
        (year, month), (last_year, last_month) = self.start.split("-"), self.end.split("-")
        key = "within_year" if year == last_year else "across_years"
        return messages.text(
            language,
            "period.month" if self.start == self.end else f"period.{key}",
            year=year,
            month=_month_in_words(month, language),
            last_year=last_year,
            last_month=_month_in_words(last_month, language),
        )


@dataclass(frozen=True, slots=True)
class ShownSurvey:
    """Texts on the surveys: their periods, and the source of figures."""

    period: str
    source: str


def date_of(dataset: Dataset) -> str:
    """Return the date of the dataset's version, "" if unknown."""
    this = ox.NamedNode(f"{dataset.identity.base}id/dataset/digigov")
    dates = [
        quad.object.value
        for name in _DATES
        for quad in dataset.quads(Pattern(this, name))
        if isinstance(quad.object, ox.Literal)
    ]
    return max(dates, default="")


def surveys_of(dataset: Dataset) -> Sequence[ServedSurvey]:
    """Return the surveys of a dataset, the earliest first."""
    query = list_query("surveys").text(dataset.identity.base, Language.JA)
    rows = (row for row in dataset.rows(query) if "source" in row)
    return [
        ServedSurvey(text_in(row, "source"), _month(row, "start"), _month(row, "end"))
        for row in rows
    ]


def _month(row: Row, name: str) -> str:
    return text_in(row, name)[:_YEAR_AND_MONTH]


def _month_in_words(month: str, language: Language) -> str:
    return str(int(month)) if language is Language.JA else calendar.month_name[int(month)]
