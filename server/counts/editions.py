"""Placeholders of queries that restrict results to an edition of the survey.

After a pattern, `${edition_x}` restricts the entry ?x to an edition, and `${described_x}` restricts
the thing ?x to those that the edition describes. Others apply to all editions together:
`${latest_x}` restricts ?x to the latest of the things that continue each other, `${history_x}`
finds the editions of that thing, and `${listed_editions}` selects them; `${stated_x}` finds the
edition of the entry ?x, and `${column_edition}` selects it.
"""

import re
from collections.abc import Mapping
from string import Template

from server.counts.facets import EDITION, EVERY, facet_named

_DESCRIBED, _LATEST, _HISTORY, _LISTED = "described", "latest", "history", "listed"
_STATED, _COLUMN = "stated", "column"
_KINDS = (EDITION, _DESCRIBED, _LATEST, _HISTORY, _LISTED, _STATED, _COLUMN)
_PLACEHOLDERS = tuple(f"{kind}_" for kind in _KINDS)

# The replacements if all editions are shown; {} is the variable of the thing.
_OF_ALL = {
    _LATEST: " FILTER NOT EXISTS {{ ?later dg:continues ?{} }}",
    _HISTORY: " ?{} dg:continues*/dg:describedIn/dg:edition ?edition .",
    _LISTED: ' (GROUP_CONCAT(DISTINCT STR(?edition); SEPARATOR=" ") AS ?editionList)',
    _STATED: " ?{} dg:edition ?edition .",
    _COLUMN: " ?edition",
}

# The text after a variable for an entry or a thing, where triples begin.
_OF_ENTRIES = (
    r"a dg:\w*Entry|dg:(?:statedName|reportedBy|describes|implementationStatus|sharingStatus"
    r"|sharingReason|offersToShare|policyField|recruitment|employment|organisationKind)"
)
_OF_THINGS = (
    r"a (?:dg:(?:Procedure|SharedSystem|StaffingMeasure)|org:Post)|dg:(?:usesTechnology"
    r"|concernsTechnology|procedureType|primaryProcedureType|systemType|automatedTask|actsOn"
    r"|specialistOrigin|headCount|chairedBy|participation)"
)
_SUBJECT = re.compile(rf"(\?\w+) (?:(?P<entry>(?:{_OF_ENTRIES})\b)|(?P<thing>(?:{_OF_THINGS})\b))")


def in_edition(query: str, base: str, edition: str) -> str:
    """Return a query restricted to an edition at all its patterns for entries and things."""
    if edition in {"", EVERY}:
        return query
    iri = f"<{base}{facet_named(EDITION).prefix}{edition}>"

    def held(found: re.Match[str]) -> str:
        own = "dg:edition" if found["entry"] else "dg:describedIn/dg:edition"
        return f"{found[1]} {own} {iri} ; {found['entry'] or found['thing']}"

    return _SUBJECT.sub(held, query)


def is_of_edition(placeholder: str) -> bool:
    """Return whether a placeholder is one of these."""
    return placeholder.startswith(_PLACEHOLDERS)


def held_to(template: Template, base: str, edition: str) -> Mapping[str, str]:
    """Return the replacements for these placeholders, empty texts if no edition is chosen."""
    names = filter(is_of_edition, template.get_identifiers())
    return {name: _pattern(name, base, edition) for name in names}


def _pattern(placeholder: str, base: str, edition: str) -> str:
    kind, _, name = placeholder.partition("_")
    if edition == EVERY:
        return _OF_ALL.get(kind, "").format(name)
    path = "dg:describedIn/dg:edition" if kind == _DESCRIBED else "dg:edition"
    iri = f"<{base}{facet_named(EDITION).prefix}{edition}>"
    return f" ?{name} {path} {iri} ." if edition and kind not in _OF_ALL else ""
