"""Probes: queries whose answers show what an engine can do; its name is never used for that."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pyoxigraph as ox

from server.engine.errors import EngineError
from server.engine.remote.client import (
    JSON,
    N_TRIPLES,
    AnswerBroken,
    Client,
    QueryRequest,
    Refusal,
    ReplicaLost,
)
from server.engine.remote.expected import Expected
from server.engine.remote.profile import ProbeResult, Profile
from server.engine.remote.results import read_rows, read_triples

# Time limit of a probe in seconds, and maximum bytes of its answer.
_SECONDS = 15.0
_BYTES = 16 << 20
# Seconds in which an available replica answers the lightest query, even under load.
_LOOK_SECONDS = 5.0
# One row more than the default limit of some engines.
_MANY_ROWS = 10_001
_BAD_QUERY = 400
_CHECKSUM = """\
SELECT ?found { GRAPH <%(base)sgraph/catalogue> {
  <%(base)sid/distribution/digigov-nq> <http://spdx.org/rdf/terms#checksum> ?checksum .
  ?checksum <http://spdx.org/rdf/terms#checksumValue> ?found } }"""

Found = tuple[bool, str]


@dataclass(frozen=True, slots=True)
class ProbedReplica:
    """A replica under test; `graphs` are the default graph of its queries, empty for its own."""

    client: Client
    url: str
    expected: Expected
    graphs: Sequence[str] = ()

    async def rows(self, query: str, graphs: Sequence[str] | None = None) -> list[list[str]]:
        """Return the values of each row; a boolean is a row with `true` or `false`."""
        chosen = self.graphs if graphs is None else graphs
        body = await self.client.ask(self.url, QueryRequest(query, JSON, _BYTES, chosen))
        results = read_rows(body)
        if isinstance(results, ox.QueryBoolean):
            return [["true" if results else "false"]]
        return [[_text(term) for term in row] for row in results]

    async def holds(self, pattern: str, graphs: Sequence[str] | None = None) -> bool:
        """Return the result of ASK with a pattern."""
        return await self.rows(f"ASK {{ {pattern} }}", graphs) == [["true"]]

    async def triples(self, query: str) -> set[ox.Triple]:
        """Return the triples that a CONSTRUCT returns."""
        request = QueryRequest(query, N_TRIPLES, _BYTES, self.graphs)
        return set(read_triples(await self.client.ask(self.url, request)))

    @property
    def dataset(self) -> str:
        """Return the IRI of the dataset, which only the catalogue describes."""
        return f"<{self.expected.base}id/dataset/digigov>"


def _text(term: object) -> str:
    return str(getattr(term, "value", ""))


async def _answers(replica: ProbedReplica) -> Found:
    passed = await replica.holds("", ())
    return passed, "ASK {} is " + ("" if passed else "not ") + "answered with true in SPARQL JSON"


async def _version(replica: ProbedReplica) -> Found:
    rows = await replica.rows(_CHECKSUM % {"base": replica.expected.base}, ())
    found = sorted(row[0].lower() for row in rows)
    if not found:
        return (
            False,
            "no catalogue of the dataset: load digigov.nq and catalogue.nq",
        )
    if found == [replica.expected.checksum]:
        return True, f"the same dataset, {found[0][:12]}…"
    shown = ", ".join(f"{one[:12]}…" for one in found)
    return False, (
        f"another version of the dataset: {shown}, expected {replica.expected.checksum[:12]}…; "
        "load the files that this server has into the engine, or serve those that it holds"
    )


async def _graphs(replica: ProbedReplica) -> Found:
    missing = [
        iri
        for iri in replica.expected.graphs
        if not await replica.holds(f"GRAPH <{iri}> {{ ?s ?p ?o }}", ())
    ]
    said = f"missing: {', '.join(missing)}" if missing else "all graphs of the dataset are there"
    return not missing, said


async def _union(replica: ProbedReplica) -> Found:
    found = await replica.holds(f"{replica.dataset} a ?type", ())
    return found, "the default graph " + ("is the union" if found else "is not the union: named")


async def _alone(replica: ProbedReplica) -> Found:
    rows = await replica.rows("SELECT ?g { GRAPH ?g {} }", ())
    named = {row[0] for row in rows if row[0]}  # an engine may give rows without a value
    others = sorted(named - {*replica.expected.graphs})
    if not named:
        return False, "the engine does not list its graphs: ours are named"
    return not others, f"other graphs: {', '.join(others)}" if others else "no other graph"


async def _datasets(replica: ProbedReplica) -> Found:
    catalogue = f"{replica.expected.base}graph/catalogue"
    source = f"{replica.expected.base}graph/source"
    pattern = f"{replica.dataset} a ?type"
    good = await replica.holds(pattern, [catalogue]) and not await replica.holds(pattern, [source])
    return good, "default-graph-uri is " + ("obeyed" if good else "not obeyed")


async def _graph_results(replica: ProbedReplica) -> Found:
    triples = await replica.triples(f"CONSTRUCT {{ {_own(replica)} }} WHERE {{ {_own(replica)} }}")
    return bool(triples), f"CONSTRUCT as N-Triples: {len(triples)} triples"


async def _describe(replica: ProbedReplica) -> Found:
    made = await replica.triples(f"CONSTRUCT {{ {_own(replica)} }} WHERE {{ {_own(replica)} }}")
    described = await replica.triples(f"DESCRIBE {replica.dataset}")
    same = described == made
    return same, "DESCRIBE " + ("gives what is stated" if same else "differs: sent as CONSTRUCT")


def _own(replica: ProbedReplica) -> str:
    return f"{replica.dataset} ?p ?o"


async def _whole_results(replica: ProbedReplica) -> Found:
    rows = await replica.rows(f"SELECT ?s {{ ?s ?p ?o }} LIMIT {_MANY_ROWS}")
    expected = min(_MANY_ROWS, replica.expected.quads)
    return len(rows) >= expected, f"{len(rows)} rows of {expected} that there are at least"


async def _booleans(replica: ProbedReplica) -> Found:
    rows = await replica.rows("SELECT (1 < 2 AS ?truth) {}")
    return rows == [["true"]], f"1 < 2 is {rows[0][0] if rows else 'nothing'}"


async def _wide_letters(replica: ProbedReplica) -> Found:
    found = await replica.holds('FILTER(REGEX("ＡＢ電子申請", "Ｂ電子"))')
    return found, "REGEX " + ("finds" if found else "does not find") + " full-width letters"


async def _negation(replica: ProbedReplica) -> Found:
    found = await replica.holds(f"FILTER NOT EXISTS {{ {replica.dataset} <urn:x-none> ?o }}")
    return found, "ASK with NOT EXISTS " + ("is true" if found else "is not true")


async def _errors(replica: ProbedReplica) -> Found:
    try:
        await replica.rows("SELECT * {")
    except Refusal as refusal:
        return refusal.status == _BAD_QUERY, f"a bad query is answered with {refusal.status}"
    return False, "a bad query is answered as if it were one"


class Probe(NamedTuple):
    """A test of an engine; an engine that fails a `required` one cannot be used."""

    name: str
    meaning: str
    run: Callable[[ProbedReplica], Awaitable[Found]]
    required: bool = True


PROBES = (
    Probe("answers", "The engine answers queries in SPARQL JSON.", _answers),
    Probe("version", "The engine holds the dataset that this server serves.", _version),
    Probe("graphs", "Every graph of the dataset is there.", _graphs),
    Probe("union", "The default graph is the union of all graphs.", _union, required=False),
    Probe("alone", "The engine holds no other graph.", _alone, required=False),
    Probe("datasets", "A dataset in the request is obeyed.", _datasets),
    Probe("graph-results", "CONSTRUCT is answered in N-Triples.", _graph_results),
    Probe("whole-results", "Long results are whole.", _whole_results),
    Probe("booleans", "A truth value is true or false.", _booleans),
    Probe("full-width", "REGEX finds full-width letters.", _wide_letters),
    Probe("negation", "ASK with NOT EXISTS has an answer.", _negation),
    Probe("describe", "DESCRIBE gives the statements about a resource.", _describe, required=False),
    Probe("errors", "A bad query is answered with status 400.", _errors, required=False),
)
# From here on requests name the graphs if the default graph is not their union.
_NAMING = ("union", "alone")


async def probe(client: Client, url: str, expected: Expected) -> Profile:
    """Return the profile of a replica."""
    findings: list[ProbeResult] = []
    replica = ProbedReplica(client, url, expected)
    for one in PROBES:
        passed, said = await _run(one, replica)
        findings.append(ProbeResult(one.name, one.meaning, one.required, passed, said))
        if one.name in _NAMING and not passed:
            replica = ProbedReplica(client, url, expected, expected.graphs)
        if not findings[0].passed:
            break
    return Profile(url, tuple(findings))


async def _run(one: Probe, replica: ProbedReplica) -> Found:
    try:
        async with asyncio.timeout(_SECONDS):
            return await one.run(replica)
    except TimeoutError:
        return False, f"no answer within {_SECONDS:g} s"
    except (ReplicaLost, AnswerBroken, Refusal, EngineError) as error:
        return False, str(error)


async def check_version(client: Client, url: str, expected: Expected) -> None:
    """Check a replica in use.

    Raises:
        ReplicaLost: The replica does not answer, or has another version of the dataset.
    """
    version = next(item for item in PROBES if item.name == "version")
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            passed, said = await version.run(ProbedReplica(client, url, expected))
    except TimeoutError as error:
        message = f"no answer within {_LOOK_SECONDS:g} s"
        raise ReplicaLost(message) from error
    if not passed:
        raise ReplicaLost(said)
