"""Finds terms of a query that do not occur in the dataset, and similar ones that do."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from server.engine import Dataset, Pattern
from server.http.texts import BilingualText, text_of
from server.query.scanner import QueryFacts
from server.query.terminals import IRI, LOCAL, RUN, STRING
from server.rdf.addresses import is_iri
from server.rdf.prefixes import common_prefixes
from server.rdf.query_files import read_query

# IRIs and strings are matched first, because a comment cannot start inside them.
_TERM = re.compile(
    rf"(?P<iri>{IRI})|(?P<string>{STRING})|#[^\n\r]*|(?P<variable>[?$]\w+)"
    rf"|(?P<prefix>(?:{RUN})?):(?P<local>{LOCAL})",
    re.DOTALL,
)
_DECLARATION = re.compile(rf"\b(?:PREFIX\s+(?:{RUN})?:|BASE)\s*{IRI}", re.IGNORECASE)
# Namespaces of functions and datatypes, which do not occur in data.
_FUNCTIONS = ("http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/2005/xpath-functions")
# Maximum unknown terms of one query that are named.
MOST_UNKNOWN = 3
_NEAREST = 5
_CUTOFF = 0.6
# Maximum characters of a name to compare, because the comparison takes quadratic time.
_LONGEST_COMPARED = 60


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A term, as written, that does not occur in the dataset, with the most similar terms."""

    written: str
    near: Sequence[str]

    def hint(self) -> BilingualText:
        """Return the sentence that names the term and the similar ones."""
        key = "unknown_term_near" if self.near else "unknown_term"
        return text_of(f"page.{key}", term=self.written, near=", ".join(self.near))


def unknown_terms_field(terms: Sequence[UnknownTerm]) -> Sequence[tuple[str, str]]:
    """Return the header field for unknown terms: strings with a parameter (RFC 9651, 3.1).

    Fields are ASCII: a term with other letters is left out.
    """
    members = [
        f'"{term.written}";near="{" ".join(term.near)}"'
        for term in terms
        if term.written.isascii() and "".join(term.near).isascii()
    ]
    return (("Query-Unknown-Terms", ", ".join(members)),) if members else ()


@dataclass(frozen=True)
class QueryTerms:
    """The terms that queries over a dataset can name."""

    dataset: Dataset

    def unknown(self, query: str, facts: QueryFacts) -> Iterator[UnknownTerm]:
        """Yield the terms of a query that do not occur in the dataset."""
        base = self.dataset.identity.base
        for written, iri in terms_in(query, facts, base):
            known = iri.startswith(_FUNCTIONS) or not _is_ours(iri, base)
            if not known and is_iri(iri) and not exists(self.dataset, iri):
                yield UnknownTerm(written, self.nearest(iri))

    def nearest(self, iri: str) -> list[str]:
        """Return the known terms that are most similar to an unknown one."""
        prefixes = common_prefixes(self.dataset.identity.base)
        return [_shortened(one, prefixes) for one in self._similar(iri)[:_NEAREST]]

    def _similar(self, iri: str) -> Sequence[str]:
        """Return the terms whose last part differs only in case, else those with a similar one.

        Names of classes begin with a capital, those of properties do not: similar terms of the
        other kind are left out if there are any of the same. Concepts are similar to concepts
        alone, and terms of the same vocabulary come first.
        """
        end, concepts = _end_of(iri), f"{self.dataset.identity.base}concept/"
        by_end = {
            name: kept
            for name, terms in _terms_by_end(self.dataset).items()
            if (kept := [one for one in terms if _agree_on(concepts, one, iri)])
        }
        folded, own = end.casefold(), iri.removesuffix(end)
        found = by_end.get(folded)
        if found is None:
            ends = difflib.get_close_matches(folded[:_LONGEST_COMPARED], by_end, 3, _CUTOFF)
            near = [term for one in ends for term in by_end[one]]
            is_class = end[:1].isupper()
            found = [one for one in near if _end_of(one)[:1].isupper() == is_class] or near
        return sorted(found, key=lambda one: not one.startswith(own))


def _agree_on(start: str, one: str, other: str) -> bool:
    """Return whether both IRIs begin so, or neither does."""
    return one.startswith(start) == other.startswith(start)


@lru_cache(maxsize=1)
def _terms_by_end(dataset: Dataset) -> Mapping[str, Sequence[str]]:
    """Return classes, properties and concepts by the last part of their IRIs."""
    found: dict[str, list[str]] = {}
    for row in dataset.rows(read_query("server.sparql", "terms", dataset.identity.base)):
        term = row["term"]
        if isinstance(term, ox.NamedNode):
            found.setdefault(_end_of(term.value).casefold(), []).append(term.value)
    return found


def terms_in(query: str, facts: QueryFacts, base: str) -> Iterator[tuple[str, str]]:
    """Yield each term of a query once: as written, and as an IRI."""
    prefixes: dict[str, str] = dict(common_prefixes(base))
    prefixes |= {item.name: item.iri for item in facts.declared if item.iri is not None}
    seen: set[str] = set()
    for match in _TERM.finditer(_DECLARATION.sub(" ", query)):
        iri = _iri(match, prefixes)
        if iri and iri not in seen:
            seen.add(iri)
            yield match[0], iri


def exists(dataset: Dataset, iri: str) -> bool:
    """Return whether an IRI occurs in the dataset."""
    this = ox.NamedNode(iri)
    return any(
        dataset.has(pattern)
        for pattern in (Pattern(subject=this), Pattern(predicate=this), Pattern(object=this))
    )


def _iri(match: re.Match[str], prefixes: Mapping[str, str]) -> str:
    if match["iri"]:
        return match["iri"][1:-1]
    if match["prefix"] is None or not match["local"]:
        return ""
    namespace = prefixes.get(match["prefix"])
    return f"{namespace}{match['local'].replace(chr(92), '')}" if namespace else ""


def _is_ours(iri: str, base: str) -> bool:
    """Return whether a term is below the base or in a vocabulary of the dataset."""
    return iri.startswith((base, *common_prefixes(base).values()))


def _end_of(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]


def _shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    for name, namespace in prefixes.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.isidentifier():
            return f"{name}:{local}"
    return f"<{iri}>"
