"""Body of an engine's answer → bytes of this server's answer, checked for completeness."""

import json

import pyoxigraph as ox

from server.engine.dataset import Row
from server.engine.embedded.evaluation import write
from server.engine.embedded.serialisation import NotWritableError
from server.engine.embedded.wire import Job
from server.engine.errors import Unrepresentable
from server.engine.remote.client import JSON, AnswerBroken

Rows = ox.QuerySolutions | ox.QueryBoolean


def body_to_answer(body: bytes, media_type: str, job: Job) -> bytes:
    """Return the result of a job in its format, from SPARQL JSON or N-Triples.

    Raises:
        AnswerBroken: The body is not a complete document.
        ResultTooLarge: the written result is longer than the job allows.
        Unrepresentable: The format cannot represent the result.
    """
    results = read_rows(body) if media_type == JSON else read_triples(body)
    try:
        return write(results, job)
    except NotWritableError as error:
        raise Unrepresentable(str(error)) from error
    except (SyntaxError, ValueError) as error:  # rows are parsed during writing
        raise _broken(error) from error


def read_rows(body: bytes) -> Rows:
    """Return the result in SPARQL JSON; rows are parsed lazily.

    Raises:
        AnswerBroken: The body is not SPARQL JSON.
    """
    try:
        results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            # The parser stops before the end of the document, so check the rest.
            json.loads(body)
    except (SyntaxError, ValueError) as error:
        raise _broken(error) from error
    return results


def body_to_rows(body: bytes) -> list[Row]:
    """Return the solutions in SPARQL JSON; unbound variables are absent.

    Raises:
        AnswerBroken: The body is not SPARQL JSON, or not the result of a SELECT.
    """
    results = read_rows(body)
    if isinstance(results, ox.QueryBoolean):
        message = "a truth value where rows are expected"
        raise AnswerBroken(message)
    names = [variable.value for variable in results.variables]
    try:
        return [
            {name: term for name in names if (term := row[name]) is not None} for row in results
        ]
    except (SyntaxError, ValueError) as error:
        raise _broken(error) from error


def read_triples(body: bytes) -> list[ox.Triple]:
    """Return the triples of an N-Triples document.

    Raises:
        AnswerBroken: The body is not N-Triples, or its last line has no line feed.
    """
    if body and not body.endswith(b"\n"):
        message = "the last line of the graph has no end"
        raise AnswerBroken(message)
    try:
        return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)]
    except (SyntaxError, ValueError) as error:
        raise _broken(error) from error


def _broken(error: Exception) -> AnswerBroken:
    return AnswerBroken(f"the answer is not a whole document: {error}")
