"""The body of an engine's answer → the bytes of this server's answer, checked to be whole."""

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
        AnswerBroken: the body is not a whole document.
        ResultTooLarge: the written result is longer than the job allows.
        Unrepresentable: the format cannot carry the result.
    """
    results = read_rows(body) if media_type == JSON else read_triples(body)
    try:
        return write(results, job)
    except NotWritableError as error:
        raise Unrepresentable(str(error)) from error
    except (SyntaxError, ValueError) as error:  # rows are parsed while they are written
        raise _broken(error) from error


def read_rows(body: bytes) -> Rows:
    """Return the result that SPARQL JSON holds; rows are parsed when they are asked for.

    Raises:
        AnswerBroken: it is not SPARQL JSON.
    """
    try:
        results = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QueryBoolean):
            # The parser has what it wants before the end of the document.
            json.loads(body)
    except (SyntaxError, ValueError) as error:
        raise _broken(error) from error
    return results


def body_to_rows(body: bytes) -> list[Row]:
    """Return the solutions that SPARQL JSON holds; unbound variables are absent.

    Raises:
        AnswerBroken: it is not SPARQL JSON, or not of a SELECT.
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
        AnswerBroken: it is not N-Triples, or its last line has no end.
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
