"""Reviewed bodies that an entry states to be parts of the organisation it describes."""

from collections.abc import Iterator, Sequence

from converter.authority.decisions import SubBodyDecision
from converter.authority.governments import Government
from converter.findings import Finding, Ref, Text
from converter.linking.text.stated import applied
from converter.model import Record

RULE = "sub-body"
FILE = "decisions/sub-bodies.tsv"


def sub_bodies(
    record: Record, whole: Ref, reporter: Government, rows: Sequence[SubBodyDecision]
) -> Iterator[Finding]:
    """Yield the bodies of the rows that quote the record, as parts of `whole`."""
    code = reporter.path.rpartition("/")[2]
    for row, words in applied(rows, record):
        part = Ref(f"id/organisation/{code}-{row.slug}")
        kind = Ref("org:OrganizationalCollaboration")
        yield Finding(part, "rdf:type", kind, RULE, words, row.reason)
        yield Finding(part, "rdfs:label", Text(row.name, "ja"), RULE, words)
        yield Finding(part, "rdfs:label", Text(row.name_en, "en"), RULE)
        yield Finding(part, "org:subOrganizationOf", whole, RULE, words, row.reason)
