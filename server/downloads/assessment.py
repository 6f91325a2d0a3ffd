"""The self-assessment: each criterion with its claim, its demonstration and its tests."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby

from server.downloads.listing import Listing
from server.http.language import Language
from server.site.site import Frame, Site
from server.site.texts import load_messages

MARKDOWN_HEAD = """\
# Self-assessment

What this dataset and its server meet, with a command or query that shows it, and the test that
fails where it is not so. The command `python -m server.downloads > docs/self-assessment.md` writes
this file; the server shows the same at `/en/about/assessment`.
"""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A claim: texts by language, a command or query that shows it, and the ids of its tests."""

    group: str
    name: Mapping[str, str]
    what: Mapping[str, str]
    show: str
    tests: Sequence[str]

    @property
    def is_query(self) -> bool:
        """Return whether `show` is SPARQL."""
        return self.show.startswith(("SELECT", "ASK", "CONSTRUCT"))

    @property
    def is_test(self) -> bool:
        """Return whether `show` runs tests, which is for developers alone."""
        return "pytest" in self.show


def load_criteria() -> Sequence[Criterion]:
    """Read the criteria, in their order."""
    text = (files("server.downloads") / "assessment.toml").read_text("utf-8")
    return [
        Criterion(row["group"], row["name"], row["what"], row["show"], row["tests"])
        for row in tomllib.loads(text)["criterion"]
    ]


def assessment_page(site: Site, listing: Listing, language: Language) -> str:
    """Return the page of the self-assessment."""
    frame = Frame(
        language,
        "about/assessment",
        site.text(language, "assessment.title"),
        site.text(language, "assessment.lead"),
        crumbs=[site.home(language)],
    )
    checks = {name.lower() + "s": count for name, count in listing.validation.items()}
    key = "shacl" if len(checks) > 1 else "shacl_unknown"
    return site.render(
        "assessment.html",
        frame,
        groups=[
            (site.text(language, _title(group)), list(rows))
            for group, rows in _grouped(load_criteria())
        ],
        shacl=site.text(language, f"assessment.{key}", **checks),
    )


def as_markdown(criteria: Iterable[Criterion]) -> str:
    """Return the self-assessment in English as Markdown."""
    parts, messages = [MARKDOWN_HEAD], load_messages()
    for group, rows in _grouped(criteria):
        parts.append(f"\n## {messages.text(Language.EN, _title(group))}\n")
        parts += (
            f"\n### {row.name['en']}\n\n{row.what['en']}\n\n```\n{row.show}\n```\n\n"
            + "".join(f"- `{test}`\n" for test in row.tests)
            for row in rows
        )
    return "".join(parts)


def _title(group: str) -> str:
    return f"assessment.group_{group}"


def _grouped(criteria: Iterable[Criterion]) -> Iterable[tuple[str, Iterable[Criterion]]]:
    return groupby(criteria, key=lambda one: one.group)
