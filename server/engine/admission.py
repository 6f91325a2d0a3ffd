"""Refuses queries by their text alone, before anything is evaluated."""

from server.engine.errors import QueryTooComplex, ServiceRefused
from server.engine.limits import Limits, QueryDefaults
from server.query.scanner import QueryFacts


def check_length(query: str, limits: Limits) -> None:
    """Refuse a text that is too long to read.

    Raises:
        QueryTooComplex: The text has more characters than the limit.
    """
    if len(query) > limits.query:
        message = f"the query is longer than {limits.query} characters"
        raise QueryTooComplex(message)


def check_facts(facts: QueryFacts, limits: Limits, setting: QueryDefaults) -> None:
    """Refuse a query that must not be evaluated.

    Raises:
        QueryTooComplex: The query is nested too deeply for the parser.
        ServiceRefused: SERVICE has an endpoint that the settings do not allow.
    """
    if facts.depth > limits.nesting:
        message = f"brackets are nested {facts.depth} deep; {limits.nesting} is the limit"
        raise QueryTooComplex(message)
    for service in facts.services:
        # An ambiguous clause has the endpoint "", which no setting may allow.
        if not service.endpoint or service.endpoint not in setting.services:
            position = service.position
            raise ServiceRefused(service.endpoint, position.line, position.column)
