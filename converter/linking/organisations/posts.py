"""Posts of digital specialists (table ③-1): one a post, also where it is printed twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from converter.authority.decisions import PostDecision, UnitDecision
from converter.authority.governments import Governments
from converter.findings import Evidence, Finding, Linked, Ref, Text
from converter.iris import entry_path
from converter.linking.merging import Merged, merge, reviewed, twice, unreviewed
from converter.linking.organisations.units import UnitRules
from converter.linking.text.quoting import quoted
from converter.linking.text.stated import ignored, label_of, stale
from converter.model import Column, Record, Table

POST = "post"
MERGE = "merged-post"
OPERATOR = "post-operator"


@dataclass(frozen=True, slots=True)
class PostTables:
    """The reviewed tables that the rules for posts read."""

    posts: tuple[PostDecision, ...]
    units: tuple[UnitDecision, ...]


class PostLinker:
    """Makes the findings of table ③-1."""

    def __init__(self, governments: Governments, tables: PostTables) -> None:
        """Keep the tables."""
        self._governments = governments
        self._tables = tables
        self._labels = {row.entry: row for row in tables.posts if row.label}

    def link(self, records: Sequence[Record]) -> Linked:
        """Return the findings of the posts among the records."""
        posts = [one for one in records if one.key.table is Table.POSTS]
        units = [one for one in records if one.key.table is Table.ORGANISATIONS]
        rules = UnitRules(self._tables.units, units)
        merges = merge(posts, [*twice(posts), *reviewed(self._tables.posts, posts)])
        findings = [one for post in posts for one in self._findings(post, merges.of(post), rules)]
        return Linked(
            tuple(findings),
            {post.key: (_post(merges.of(post)),) for post in posts},
            (
                *(one for post in posts for one in rules.unknown(post)),
                *unreviewed(merges),
                *stale(self._tables.posts, posts),
            ),
            ignored(self._tables.posts, [post.key for post in posts], "decisions/posts.tsv"),
        )

    def _findings(self, record: Record, merged: Merged, rules: UnitRules) -> Iterator[Finding]:
        post, entry = _post(merged), Ref(entry_path(record.key))
        whole = (Evidence(record.key, Column.NAME, 0, len(record.name)),)
        if merged.first != record.key:
            yield Finding(entry, "dg:describes", post, MERGE, merged.evidence, merged.reason)
            return
        yield Finding(entry, "dg:describes", post, POST, whole)
        yield Finding(post, "rdf:type", Ref("org:Post"), POST)
        yield from self._label(record, post, whole)
        yield from self._placed(record, post, rules)

    def _label(self, record: Record, post: Ref, whole: tuple[Evidence, ...]) -> Iterator[Finding]:
        """Yield the label: the name as printed, or a reviewed one where it states no title."""
        row = self._labels.get(str(record.key))
        words = quoted(record, row.quote) if row else ()
        if row and words:
            yield Finding(post, "rdfs:label", Text(row.label, "ja"), POST, words, row.reason)
        else:
            yield Finding(post, "rdfs:label", Text(label_of(record.name), "ja"), POST, whole)

    def _placed(self, record: Record, post: Ref, rules: UnitRules) -> Iterator[Finding]:
        """Yield where the post is: in the prefecture that reports it, and in the units named."""
        reporter = self._governments.prefecture(record.prefecture)
        yield Finding(post, "org:postIn", Ref(reporter.path), POST)
        yield Finding(post, "dg:operatedBy", Ref(reporter.path), OPERATOR)
        yield from rules.findings(record, reporter)
        for parent in list(rules.parents(record, reporter))[-1:]:
            yield Finding(post, "org:postIn", parent.ref, POST, (parent.evidence,))


def _post(merged: Merged) -> Ref:
    return Ref(f"id/post/{merged.first}")
