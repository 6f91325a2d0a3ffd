"""The page about the survey and its limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.counts.definition import Count
from server.counts.view import View
from server.engine.row_values import number_of
from server.http.language import Language
from server.site.site import Frame, Site
from server.site.tables.cells import Cell
from server.site.tables.counted import address_of

# In the order of the page; texts `survey.{name}` (heading) and `survey.{name}_text`.
_POINTS = ("selection", "silence", "date", "counting", "technologies", "shares", "evidence")


@dataclass(frozen=True, slots=True)
class SurveySource:
    """A source document with its survey period and number of answers."""

    document: Cell
    period: str
    answers: Cell


@dataclass(frozen=True, slots=True)
class Point:
    """A limit or a rule of counting: heading and text."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class AboutSurvey:
    """The content of the page."""

    sources: Sequence[SurveySource]
    points: Sequence[Point]


def build_about_survey(site: Site, language: Language) -> AboutSurvey:
    """Return the content of the page in a language."""
    return AboutSurvey(
        sources=[
            SurveySource(
                site.reader(language).link(survey.source),
                survey.period(site.messages, language),
                _answers(site, survey.source, language),
            )
            for survey in site.surveys
        ],
        points=[
            Point(site.text(language, f"survey.{name}"), site.text(language, f"survey.{name}_text"))
            for name in _POINTS
        ],
    )


def about_survey_frame(site: Site, language: Language) -> Frame:
    """Return the frame of the page."""
    return Frame(
        language,
        "about/survey",
        site.text(language, "survey.title"),
        site.text(language, "survey.lead"),
        crumbs=[site.home(language)],
    )


def _answers(site: Site, source: str, language: Language) -> Cell:
    slug = source.removeprefix(site.addresses.iri("id/source/"))
    view = View().having(source=slug)
    rows = site.dataset.rows(Count("answers", view).counting(site.addresses.base))
    key = view.key("answers")
    href = address_of(site.addresses, language, key)
    return Cell(str(number_of(rows[0]["count"])), href, count=key)
