"""A later edition: cells that are unchanged have the same derived facts, whatever their numbers.

The edition is made of the bundled survey: fifty entries get other numbers, a hundred other cells.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256

from linked import bundled_survey

from converter.authority.authorities import load_authorities
from converter.findings import Finding, Ref, Text
from converter.linking.joining import survey_to_findings
from converter.model import Column, EntryKey, Record, Survey, SurveyTable
from converter.tables import load_tables

EDITION = "test-2022"
SHIFTED = 50
CHANGED = 100
# The number of an entry in an IRI or a label.
NUMBER = re.compile(rf"(?:{EDITION}-)?(?:1|2|3-1|3-2)-\d+|(?<=②)\d+")


@cache
def pairs() -> tuple[tuple[Record, Record], ...]:
    """Return each entry with that of the second edition, the unchanged and the changed ones."""
    records = bundled_survey().records
    ordered = sorted(records, key=lambda one: sha256(str(one.key).encode()).digest())
    changed = {one.key for one in ordered[:CHANGED]}
    return tuple((one, _later(one, is_changed=one.key in changed)) for one in records)


def _later(record: Record, *, is_changed: bool) -> Record:
    """Return the entry of the second edition: the last fifty of table 1 are printed one later."""
    key = record.key
    is_shifted = key.table is SurveyTable.PROCEDURES and key.number > 357 - SHIFTED
    number = key.number + 1 if is_shifted else key.number
    texts = dict(record.texts) | ({Column.NAME: f"新たな{record.name}"} if is_changed else {})
    return replace(record, key=EntryKey(EDITION, key.table, number), texts=texts)


def facts(survey: Survey) -> Mapping[EntryKey, frozenset[str]]:
    """Return what is derived of each entry and of what it describes, without entry numbers."""
    authorities = load_authorities()
    linked = survey_to_findings(
        survey, authorities.vocabulary, authorities.governments, load_tables()
    )
    by_subject: dict[str, list[Finding]] = {}
    for one in linked.findings:
        by_subject.setdefault(one.subject.path, []).append(one)
    return {
        key: frozenset(
            _fact(one)
            for path in (f"id/entry/{key}", *(ref.path for ref in things))
            for one in by_subject.get(path, ())
        )
        for key, things in linked.things.items()
    }


def _fact(finding: Finding) -> str:
    value = finding.value
    text = (
        value.path if isinstance(value, Ref) else value.value if isinstance(value, Text) else value
    )
    return NUMBER.sub("N", f"{finding.subject.path} {finding.predicate} {text}")


def test_unchanged_cells_have_the_same_facts_under_other_numbers() -> None:
    first = bundled_survey()
    second = replace(first, edition=EDITION, records=tuple(later for _, later in pairs()))
    earlier, now = facts(first), facts(second)

    unchanged = [(old, new) for old, new in pairs() if old.texts == new.texts]
    differing = {
        str(old.key): earlier[old.key] ^ now[new.key]
        for old, new in unchanged
        if earlier[old.key] != now[new.key]
    }

    assert len(unchanged) == len(first.records) - CHANGED
    assert sum(old.key.number != new.key.number for old, new in pairs()) == SHIFTED
    # What several entries describe, or name, is said by the changed ones as well.
    assert not {key: several for key, several in differing.items() if not _is_shared(key)}


def _is_shared(key: str) -> bool:
    """Return whether a changed entry describes the same thing, or one that the entry names."""
    changed = {str(old.key) for old, new in pairs() if old.texts != new.texts}
    together = (
        {"2-56", "2-57", "2-58"},
        {"2-90", "2-91"},
        {"2-33", "2-34"},
        {"2-43", "2-44"},
        {"2-50", "2-51"},
        {"2-61", "2-62"},
        {"2-97", "2-98"},
        {"3-1-9", "3-1-27"},
        {"3-1-25", "3-2-27"},
        {"3-1-19", "3-2-47"},
        {"3-1-21", "3-2-50"},
        {"3-2-11", "3-2-12"},
    )
    return any(key in several and several & changed for several in together)
