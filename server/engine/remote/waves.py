"""Combines several of the server's own queries into one, and splits the result.

Each query or kind of pattern is a branch of a UNION and binds its number. A branch for quad
patterns has their terms in VALUES; a branch for a SELECT has that query as a subquery.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from server.engine.dataset import Pattern, Row

_PREFIX = re.compile(r"\s*PREFIX\s+(?P<name>[\w-]*):\s*<(?P<iri>[^>]*)>", re.IGNORECASE)
_PART = "_part"
_ENDS = ("_s", "_p", "_o", "_g")


@dataclass(frozen=True, slots=True)
class Wave:
    """The queries of one request; patterns that bind the same positions share a branch."""

    patterns: Sequence[Pattern]
    queries: Sequence[str]

    def text(self) -> str:
        """Return the combined query; a single query is returned unchanged."""
        if not self.patterns and len(self.queries) == 1:
            return self.queries[0]
        prefixes: dict[str, str] = {}
        branches = [_of_patterns(shape, found) for shape, found in self._shapes().items()]
        for query in self.queries:
            declared, body = without_prologue(query)
            prefixes |= declared
            branches.append(f"{{ {body}\n}}")
        numbered = (f"{{ {one} BIND({part} AS ?{_PART}) }}" for part, one in enumerate(branches))
        head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())
        union = " UNION\n".join(numbered)
        return f"{head}SELECT * WHERE {{\n{union}\n}}"

    def answers(
        self, rows: Sequence[Row]
    ) -> tuple[Mapping[Pattern, Sequence[ox.Quad]], Mapping[str, Sequence[Row]]]:
        """Return the quads of each pattern, and the rows of each query."""
        if not self.patterns and len(self.queries) == 1:
            return {}, {self.queries[0]: rows}
        shapes = list(self._shapes())
        quads: dict[Pattern, list[ox.Quad]] = {pattern: [] for pattern in self.patterns}
        solutions: dict[str, list[Row]] = {query: [] for query in self.queries}
        for row in rows:
            part = int(getattr(row[_PART], "value", ""))
            if part >= len(shapes):
                own = {name: term for name, term in row.items() if name != _PART}
                solutions[self.queries[part - len(shapes)]].append(own)
            else:
                quad = _quad(row)
                quads[_pattern_of(quad, shapes[part])].append(quad)
        return quads, solutions

    def _shapes(self) -> Mapping["Shape", Sequence[Pattern]]:
        found: dict[Shape, list[Pattern]] = {}
        for pattern in self.patterns:
            found.setdefault(_shape(pattern), []).append(pattern)
        return found


# Which of subject, predicate, object and graph a pattern binds.
Shape = tuple[bool, ...]


def can_nest(query: str, beside: Iterable[str]) -> bool:
    """Return whether a query can be combined with others: its prefixes have the same meaning."""
    declared, body = without_prologue(query)
    known = [without_prologue(other)[0] for other in beside]
    agrees = all(other.get(name, iri) == iri for other in known for name, iri in declared.items())
    return agrees and not re.search(r"\bFROM\b", body)


def without_prologue(query: str) -> tuple[dict[str, str], str]:
    """Return the prefixes that a query declares, and the rest of the query."""
    found: dict[str, str] = {}
    while declared := _PREFIX.match(query):
        found[declared["name"]] = declared["iri"]
        query = query[declared.end() :]
    return found, query.strip()


def ends_of(pattern: Pattern) -> tuple[object, ...]:
    """Return subject, predicate, object and graph of a pattern; None matches anything."""
    return pattern.subject, pattern.predicate, pattern.object, pattern.graph


def _shape(pattern: Pattern) -> Shape:
    return tuple(end is not None for end in ends_of(pattern))


def _of_patterns(shape: Shape, patterns: Sequence[Pattern]) -> str:
    names = " ".join(f"?{name}" for name, is_bound in zip(_ENDS, shape, strict=True) if is_bound)
    values = " ".join(
        f"({' '.join(str(end) for end in ends_of(pattern) if end is not None)})"
        for pattern in patterns
    )
    given = f"VALUES ({names}) {{ {values} }} " if names else ""
    return f"{given}GRAPH ?_g {{ ?_s ?_p ?_o }}"


def _quad(row: Row) -> ox.Quad:
    subject, predicate, object_, graph = (row[name] for name in _ENDS)
    return ox.Quad(subject, predicate, object_, graph)  # type: ignore[arg-type] # the terms of a quad


def _pattern_of(quad: ox.Quad, shape: Shape) -> Pattern:
    ends = (quad.subject, quad.predicate, quad.object, quad.graph_name)
    return Pattern(*(end if bound else None for end, bound in zip(ends, shape, strict=True)))  # type: ignore[arg-type] # in the order of a pattern
