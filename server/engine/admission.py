"""What is known of a query before it goes to a worker: may it go, and as which job."""

import re

from server.engine.answer import Limits, Setting
from server.engine.embedded.wire import Job, packed
from server.engine.errors import QueryTooComplex, ServiceRefused
from server.query.operation import Operation, QueryKind
from server.query.scanner import QueryFacts, read_query
from server.rdf.formats import Format

# How an absolute IRI begins (RFC 3986, 3.1).
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def checked(operation: Operation, limits: Limits, setting: Setting) -> QueryFacts:
    """Return the facts of a query that may be evaluated.

    Raises:
        QueryTooComplex: it is too long, or nested too deeply for the parser.
        ServiceRefused: it asks an endpoint that the setting does not allow.
    """
    if len(operation.query) > limits.query:
        message = f"the query is longer than {limits.query} characters"
        raise QueryTooComplex(message)
    facts = read_query(operation.query)
    if facts.depth > limits.nesting:
        message = f"brackets are nested {facts.depth} deep; {limits.nesting} is the limit"
        raise QueryTooComplex(message)
    for service in facts.services:
        if service.endpoint not in setting.services:
            place = service.position
            raise ServiceRefused(service.endpoint, place.line, place.column)
    return facts


def job_of(
    operation: Operation, facts: QueryFacts, form: Format, limit: int, setting: Setting
) -> Job:
    """Return the job for a worker; its result has at most `limit` bytes."""
    # Only what is needed: to parse all common prefixes takes as long as a simple query.
    undeclared = {
        item.name: setting.prefixes[item.name]
        for item in facts.used
        if item.name in setting.prefixes
    }
    makes_graph = facts.kind in {QueryKind.CONSTRUCT, QueryKind.DESCRIBE}
    return Job(
        query=operation.query,
        form=form.name,
        prefixes=undeclared,
        writing=_writing(facts, undeclared, setting) if makes_graph else b"",
        base=setting.base,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        limit=limit,
    )


def _writing(facts: QueryFacts, undeclared: dict[str, str], setting: Setting) -> bytes:
    """Return what a graph is written with: first the prefixes of the query itself."""
    # A relative one cannot be given to the writers; the parser reads it in the query itself.
    declared = {
        item.name: item.iri for item in facts.declared if item.iri and _SCHEME.match(item.iri)
    }
    if not declared and not undeclared:
        return setting.writing
    own = {**undeclared, **declared}
    others = {name: iri for name, iri in setting.prefixes.items() if name not in own}
    return packed(tuple({**own, **others}.items()))
