"""Every line of the access log is valid JSON about one request, for any client input."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from server.middleware.access_log import Exchange, line_of

EXCHANGES = st.builds(
    Exchange,
    method=st.text(),
    path=st.text(),
    status=st.integers(100, 599),
    size=st.integers(-1, 1 << 40),
    seconds=st.floats(0, 100),
    client=st.text(),
    agent=st.text(),
    cached=st.booleans(),
    query=st.text(),
)


@given(EXCHANGES, st.floats(0, 4e9))
def test_a_line_has_the_values_of_its_request_and_response(
    exchange: Exchange, moment: float
) -> None:
    line = line_of(moment, exchange)

    assert line.count("\n") == 1
    document = json.loads(line)
    written = datetime.fromisoformat(document.pop("time"))
    assert abs((written - datetime.fromtimestamp(moment, UTC)).total_seconds()) <= 0.001
    assert document.pop("query", "") == exchange.query
    assert document == {
        "client": exchange.client,
        "method": exchange.method,
        "path": exchange.path,
        "status": exchange.status,
        "bytes": exchange.size,
        "ms": round(exchange.seconds * 1000, 2),
        "cached": exchange.cached,
        "agent": exchange.agent,
    }


def test_the_log_has_no_control_characters() -> None:
    hostile = "\x1b[2J\x00\x7f\x85\x9b\u2028\u2029"
    exchange = Exchange("GET", hostile, 200, 0, 0.0, "::1", hostile, cached=False, query=hostile)

    line = line_of(0.0, exchange)

    assert line[:-1].isprintable()
    assert json.loads(line)["path"] == hostile
