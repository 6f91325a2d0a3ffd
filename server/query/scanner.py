"""Reads facts from the tokens of a query text before it is parsed.

The terminals are those of SPARQL 1.1 Query, 19.8. There is no recursion or backtracking, so the
time is linear in the length of any text.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from server.query.operation import QueryKind
from server.query.position import START, Position, position_of
from server.query.service_guard import doubtful_services
from server.query.terminals import GAP, IRI, LOCAL, OTHER, RUN, SPACE, STRING

# Maximum characters of a text with cached facts, because longer queries are hardly repeated. The
# facts of the worst text of this length take about 150 kB.
_SHORT = 2_000
_MOST_KEPT = 256

# A match skips irrelevant text, then takes one relevant token; the end of the text is a token.
_TOKEN = re.compile(
    rf"(?:{SPACE}|{IRI}|{STRING}|{OTHER})*+"
    rf"(?:(?P<open>[({{\[])|(?P<close>[)}}\]])|(?P<prefix>(?:{RUN})?):(?P<local>{LOCAL})"
    rf"|(?P<word>{RUN})|(?P<end>\Z)|(?P<stray>.))",
    re.DOTALL,
)
_DECLARATION = re.compile(rf"{GAP}({RUN})?:{GAP}({IRI})")
_ENDPOINT = re.compile(
    rf"{GAP}(?:SILENT{GAP})?(?:(?P<iri>{IRI})|(?P<variable>[?$]\w++)"
    rf"|(?P<prefix>(?:{RUN})?):(?P<local>{LOCAL}))?",
    re.IGNORECASE | re.DOTALL,
)
_SKIP = re.compile(GAP)
_GROUP = re.compile(rf"{GAP}\{{")
_CALL = re.compile(rf"{GAP}\(")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FRESH_NODE = re.compile(r"_:|[\[(]")

_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)
_PROLOGUE = frozenset({"PREFIX", "BASE", "VERSION"})
_VOLATILE = ("NOW", "RAND", "UUID", "BNODE")  # UUID also matches STRUUID


@dataclass(frozen=True, slots=True)
class Prefix:
    """A prefix with its first position; `iri` is None if it is used without a declaration."""

    name: str
    iri: str | None
    position: Position


@dataclass(frozen=True, slots=True)
class ServiceClause:
    """A SERVICE clause; `endpoint` is the IRI if known, else as written; "" if ambiguous."""

    endpoint: str
    position: Position


@dataclass(frozen=True, slots=True)
class QueryFacts:
    """Facts about a query text.

    `volatile`: two evaluations may give different results. `depth` is the deepest nesting of
    brackets.
    """

    kind: QueryKind
    declared: tuple[Prefix, ...]
    used: tuple[Prefix, ...]
    services: tuple[ServiceClause, ...]
    has_from: bool
    volatile: bool
    depth: int


def read_query(text: str) -> QueryFacts:
    """Return the facts of any text; an empty one is of kind UNKNOWN."""
    return _kept(text) if len(text) <= _SHORT else _read(text)


def _read(text: str) -> QueryFacts:
    facts = _Reader(text).read()
    plain = resolve_escapes(text)
    if plain == text:
        return facts
    # SPARQL resolves codepoint escapes before parsing (19.2); they must not hide a SERVICE.
    hidden = _Reader(plain).read()
    seen = {item.endpoint for item in facts.services}
    return QueryFacts(
        kind=facts.kind if facts.kind is not QueryKind.UNKNOWN else hidden.kind,
        declared=facts.declared,
        used=facts.used,
        services=facts.services
        + tuple(item for item in hidden.services if item.endpoint not in seen),
        has_from=facts.has_from or hidden.has_from,
        volatile=facts.volatile or hidden.volatile,
        depth=max(facts.depth, hidden.depth),
    )


_kept = lru_cache(maxsize=_MOST_KEPT)(_read)


def resolve_escapes(text: str) -> str:
    r"""Return the text with \uXXXX and \UXXXXXXXX resolved, except invalid code points."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    surrogate = 0xD800 <= number < 0xE000  # noqa: PLR2004 - the surrogates
    return match[0] if surrogate or number > 0x10FFFF else chr(number)  # noqa: PLR2004 - the last code point


@dataclass(slots=True)
class _Reader:
    """Goes over the tokens of one text and collects facts."""

    text: str
    kind: QueryKind = QueryKind.UNKNOWN
    declared: dict[str, Prefix] = field(default_factory=dict)
    used: dict[str, Prefix] = field(default_factory=dict)
    services: list[ServiceClause] = field(default_factory=list)
    has_from: bool = False
    volatile: bool = False
    depth: int = 0
    level: int = 0
    graph: int = -1
    seen: set[int] = field(default_factory=set)
    position: int = 0
    marked: int = 0
    marked_position: Position = START

    def read(self) -> QueryFacts:
        """Return the facts of the whole text."""
        while (match := _TOKEN.match(self.text, self.position)) and match.lastgroup != "end":
            self.position = match.end()
            self._take(match)
        self._add_ambiguous_service()
        return QueryFacts(
            self.kind,
            tuple(self.declared.values()),
            tuple(self.used.values()),
            tuple(self.services),
            self.has_from,
            self.volatile,
            self.depth,
        )

    def _add_ambiguous_service(self) -> None:
        unseen = (start for start in doubtful_services(self.text) if start not in self.seen)
        if (start := next(unseen, None)) is not None:
            self.services.append(ServiceClause("", position_of(self.text[:start])))

    def _take(self, match: re.Match[str]) -> None:
        if match["word"]:
            self._word(match["word"].upper(), match)
        elif match["open"]:
            self.level += 1
            self.depth = max(self.depth, self.level)
        elif match["close"]:
            self.level -= 1
        elif match["prefix"] is not None:
            self._name(match["prefix"], match)

    def _word(self, word: str, match: re.Match[str]) -> None:
        if self.kind is QueryKind.UNKNOWN and word not in _PROLOGUE:
            self._first(word, match)
        if word == "PREFIX":
            self._declaration()
        elif "SERVICE" in word:
            # Also inside words: a parser without word boundaries accepts `trueSERVICE`.
            self.seen.add(match.start("word") + word.index("SERVICE"))
            self._service(match.end(), match.start("word"))
        elif word == "FROM":
            self.has_from = True
        elif word.endswith(_VOLATILE) and _CALL.match(self.text, self.position):
            self.volatile = True
        elif word == "GRAPH" and (gap := _SKIP.match(self.text, self.position)):
            self.graph = gap.end()

    def _first(self, word: str, match: re.Match[str]) -> None:
        if word in _UPDATES:
            self.kind = QueryKind.UPDATE
        elif word in QueryKind.__members__:
            self.kind = QueryKind[word]
        if self.kind is QueryKind.CONSTRUCT:
            self.volatile = _template_makes_nodes(self.text, match.end())

    def _declaration(self) -> None:
        if match := _DECLARATION.match(self.text, self.position):
            name = match[1] or ""
            found_position = self._position_at(match.start(1) if match[1] else self.position)
            self.declared.setdefault(
                name, Prefix(name, resolve_escapes(match[2][1:-1]), found_position)
            )
            self.position = match.end()

    def _name(self, prefix: str, match: re.Match[str]) -> None:
        start = match.start("prefix")
        if (
            "SERVICE" in prefix.upper()
            and self.graph != start
            and _GROUP.match(self.text, match.end())
        ):
            word_end = start + prefix.upper().index("SERVICE") + len("SERVICE")
            self.seen.add(word_end - len("SERVICE"))
            self._service(word_end, start)
        elif prefix not in self.used:
            self.used[prefix] = Prefix(prefix, None, self._position_at(start))

    def _service(self, after: int, start: int) -> None:
        match = _ENDPOINT.match(self.text, after)
        if match is None:
            return
        found_position = self._position_at(start)
        if match["iri"]:
            self.services.append(ServiceClause(resolve_escapes(match["iri"][1:-1]), found_position))
        elif match["prefix"] is not None and match["prefix"] in self.declared:
            iri = f"{self.declared[match['prefix']].iri}{match['local']}"
            self.services.append(ServiceClause(iri, found_position))
        else:
            written = self.text[after : match.end()].strip()
            self.services.append(ServiceClause(written or "(no endpoint)", found_position))

    def _position_at(self, offset: int) -> Position:
        # Counted from the last position, so that a text with many names takes linear time.
        step = position_of(self.text[self.marked : offset])
        column = step.column if step.line > 1 else self.marked_position.column + step.column - 1
        self.marked_position = Position(self.marked_position.line + step.line - 1, column)
        self.marked = offset
        return self.marked_position


def _template_makes_nodes(text: str, start: int) -> bool:
    """Return whether a CONSTRUCT template has blank nodes, whose labels differ each time."""
    opening = _GROUP.match(text, start)
    if opening is None:
        return False
    end = text.find("}", opening.end())
    return _FRESH_NODE.search(text, opening.end(), end if end >= 0 else len(text)) is not None
