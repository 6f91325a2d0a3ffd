"""An operation → the job for a worker."""

import re

from server.engine.embedded.wire import Job, packed
from server.engine.limits import QueryDefaults
from server.query.operation import Operation, QueryKind
from server.query.scanner import QueryFacts
from server.rdf.formats import Format

# The beginning of an absolute IRI (RFC 3986, 3.1).
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def job_of(operation: Operation, facts: QueryFacts, form: Format, setting: QueryDefaults) -> Job:
    """Return the job for a worker; its limit is set later."""
    # Only the prefixes that are used: parsing all common ones takes as long as a simple query.
    undeclared = {
        item.name: setting.prefixes[item.name]
        for item in facts.used
        if item.name in setting.prefixes
    }
    makes_graph = facts.kind in {QueryKind.CONSTRUCT, QueryKind.DESCRIBE}
    has_dataset = facts.has_from or bool(operation.default_graphs or operation.named_graphs)
    return Job(
        query=operation.query,
        form=form.name,
        prefixes=undeclared,
        writing=_writing(facts, undeclared, setting) if makes_graph else b"",
        base=setting.base,
        default_graphs=operation.default_graphs,
        named_graphs=operation.named_graphs,
        union=setting.union and not has_dataset,
        rows=operation.rows or 0,
    )


def _writing(facts: QueryFacts, undeclared: dict[str, str], setting: QueryDefaults) -> bytes:
    """Return the prefixes for writing a graph: those of the query first."""
    # The writers do not take a relative IRI; the parser reads it in the query itself.
    declared = {
        item.name: item.iri for item in facts.declared if item.iri and _SCHEME.match(item.iri)
    }
    own = {**undeclared, **declared}
    others = {name: iri for name, iri in setting.prefixes.items() if name not in own}
    return packed(tuple({**own, **others}.items()))
