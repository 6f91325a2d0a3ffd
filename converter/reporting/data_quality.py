"""Reports what a conversion linked and what it could not, for users and `docs/data-quality.md`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from converter.findings import Finding, Linked, Ref, Remark
from converter.model import Record, SectionHeading, Survey
from converter.reporting.spellings import spellings_report
from converter.tables import load_tables

# The explanation of each kind of remark, in the order of the report.
REMARKS: Mapping[str, str] = {
    "entry-without-technology": "The entry names no technology of the vocabulary",
    "technology-given-up": "The reason column says that a technology is given up",
    "unknown-technology-name": "The words look like a technology that no concept covers",
    "procedure-without-type": "Neither name, description nor heading tells the first type",
    "no-system-type": "Neither name, heading nor description tells the type of system",
    "no-organisation-kind": "The heading is no known kind of organisation",
    "unknown-body": "The words look like a public body that stands in no reference table",
    "label-without-translation": "No reviewed row translates the label; it stays in Japanese",
    "text-without-translation": "No reviewed row translates the text; it stays in Japanese",
    "unit-without-slug": "A unit is named that no reviewed row gives an identifier",
    "merge-not-reviewed": "Two entries seem to describe one thing; no reviewed row confirms it",
    "continuation-undecided": "Several things could continue, or be continued; none is chosen",
    "thing-without-earlier-one": "No thing of an earlier edition has this name in the prefecture",
    "thing-without-later-one": "No thing of the next edition has this name in the prefecture",
}
CLASSES: Mapping[str, str] = {
    "dg:Procedure": "procedures",
    "dg:SharedSystem": "shared systems",
    "org:Post": "posts",
    "dg:StaffingMeasure": "staffing measures",
    "org:OrganizationalUnit": "organisational units",
    "org:OrganizationalCollaboration": "cross-departmental bodies",
    "org:FormalOrganization": "councils",
}


def summary(linked: Sequence[Linked]) -> tuple[str, ...]:
    """Return the lines that the command prints: things, remarks by kind, unused reviewed rows."""
    findings = [finding for one in linked for finding in one.findings]
    remarks = Counter(remark.kind for one in linked for remark in one.remarks)
    notes = len(_ignored(linked))
    things = ", ".join(f"{count:,} {name}" for name, count in _things(findings) if count)
    return (
        f"linked {things or 'nothing'}",
        *(f"  {remarks[kind]:>5,}  {REMARKS[kind]}" for kind in REMARKS if remarks[kind]),
        *([f"  {notes:>5,}  reviewed rows ignored: no entry has their words"] * bool(notes)),
    )


def data_quality(surveys: Iterable[Survey], linked: Sequence[Linked]) -> str:
    """Return the report in Markdown: documents, things, evidence, and what was not understood."""
    findings = [finding for one in linked for finding in one.findings]
    remarks = [remark for one in linked for remark in one.remarks]
    notes = _ignored(linked)
    surveys = tuple(surveys)
    parts = (
        _head(),
        _documents(surveys),
        _linked(findings),
        _rules(findings),
        _spellings([record for survey in surveys for record in survey.records]),
        _remarks(remarks),
    )
    lines = [line for part in parts for line in part]
    lines += ["", "## Reviewed rows ignored", "", *(f"- {note}" for note in notes)]
    return "\n".join([*lines, *([] if notes else ["None."]), ""])


def _ignored(linked: Sequence[Linked]) -> list[str]:
    """Return the notes on reviewed rows that no document uses."""
    notes = [set(one.notes) for one in linked]
    return sorted(set.intersection(*notes)) if notes else []


def _head() -> Iterator[str]:
    yield "# Data quality"
    yield ""
    yield "Made by `make data-quality`; a test fails when it is out of date."


def _documents(surveys: Sequence[Survey]) -> Iterator[str]:
    yield from ("", "## Documents", "", "| document | entries | sections |", "|---|---:|---:|")
    for survey in surveys:
        yield f"| {survey.document} | {len(survey.records):,} | {len(survey.sections)} |"
    differing = [line for survey in surveys for line in _differing(survey)]
    yield from ("", "Headings whose printed count is not the number of entries below them:", "")
    yield from differing or ("None.",)
    remarks = [f"- {survey.document}: {text}" for survey in surveys for text in survey.remarks]
    if remarks:
        yield from ("", "What was read otherwise than printed, or left out:", "", *remarks)


def _differing(survey: Survey) -> Iterator[str]:
    for heading in survey.sections:
        found = _entries_below(heading, survey)
        if heading.printed_count not in (None, found):
            path = " > ".join((str(heading.table), *heading.path))
            yield f"- {survey.document}, {path}: {heading.printed_count} printed, {found} found"


def _entries_below(heading: SectionHeading, survey: Survey) -> int:
    depth = len(heading.path)
    return sum(
        record.key.table is heading.table and record.section[:depth] == heading.path
        for record in survey.records
    )


def _things(findings: Iterable[Finding]) -> Iterator[tuple[str, int]]:
    """Yield the plural name of each class and the number of its things."""
    typed = {
        (finding.subject, finding.value.path)
        for finding in findings
        if finding.predicate == "rdf:type" and isinstance(finding.value, Ref)
    }
    counts = Counter(kind for _, kind in typed)
    yield from ((name, counts[kind]) for kind, name in CLASSES.items())


def _linked(findings: Sequence[Finding]) -> Iterator[str]:
    yield from ("", "## Things", "", "| things | number |", "|---|---:|")
    yield from (f"| {name} | {count:,} |" for name, count in _things(findings))


def _rules(findings: Sequence[Finding]) -> Iterator[str]:
    yield from ("", "## Statements by rule", "")
    yield "A statement rests on quoted words, or on its rule alone (who reported, of what class)."
    yield from ("", "| rule | statements | with quoted words |", "|---|---:|---:|")
    counts = Counter(finding.rule for finding in findings)
    quoting = Counter(finding.rule for finding in findings if finding.evidence)
    yield from (f"| {rule} | {counts[rule]:,} | {quoting[rule]:,} |" for rule in sorted(counts))


def _spellings(records: Sequence[Record]) -> Iterator[str]:
    yield from ("", "## Spellings that the rules look for", "")
    yield "How many entries have the words of each spelling; labels do not count."
    yield "Then what the rules find in each tenth of the entries without the spellings that stand"
    yield "in no other entry, reviewed rows set aside: what they would find in entries that nobody"
    yield "has read yet. `python -m converter.reporting.spellings` prints both tables."
    yield ""
    yield from spellings_report(records, load_tables())


def _remarks(remarks: Sequence[Remark]) -> Iterator[str]:
    for kind, meaning in REMARKS.items():
        found = [remark for remark in remarks if remark.kind == kind]
        yield from ("", f"## {meaning}", "")
        if not found:
            yield "None."
            continue
        yield from ("| entry | words |", "|---|---|")
        yield from (f"| {one.entry} | {_cell(one.words)} |" for one in found)


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
