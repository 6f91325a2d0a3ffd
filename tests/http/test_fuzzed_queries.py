"""Any text sent as a query gets a result or a refusal, never a server error."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from endpoint import BASE, Reply, call, open_dataset
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from looping import started

from server.app import create_fixed_app
from server.engine import Limits, QueryDefaults
from server.rdf.formats import FORMATS
from server.rdf.prefixes import common_prefixes
from server.settings import Settings

Ask = Callable[[str], Reply]

VARIABLES = st.sampled_from(["?s", "?p", "?o", "?g"])
IRIS = st.sampled_from(
    ["<http://example.org/a>", "<http://example.org/漢字>", "<relative>", "rdfs:label", "skos:x"]
)
LITERALS = st.sampled_from(
    ['"x"@ja', '"x"^^xsd:integer', "5", "1e400", '"\\u0000"', "true", "'''𠮷'''", "-0.0"]
)
ODDITIES = st.sampled_from(["_:b", "[]", "()", "(1 ?s)", "[ a ?o ]"])
NODES = st.one_of(VARIABLES, VARIABLES, IRIS, ODDITIES)
TERMS = st.one_of(VARIABLES, IRIS, LITERALS)
EXPRESSIONS = st.recursive(
    TERMS,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/=<>"), inner),
        st.builds(
            "{}({})".format,
            st.sampled_from(["STR", "STRLEN", "IRI", "xsd:decimal", "MD5", "ABS", "xsd:f", "zz:f"]),
            inner,
        ),
        st.builds("REGEX(STR({}), {})".format, inner, st.sampled_from(['"("', '"(a+)+$"', '""'])),
        st.builds("IF({}, {}, {})".format, inner, inner, inner),
        st.builds("EXISTS {{ ?s {} ?o }}".format, inner),
    ),
    max_leaves=8,
)
PATHS = st.recursive(
    st.one_of(IRIS, st.just("a")),
    lambda inner: st.one_of(
        st.builds("({}){}".format, inner, st.sampled_from("*+?")),
        st.builds("({}{}{})".format, inner, st.sampled_from("/|"), inner),
        st.builds("^{}".format, inner),
        st.builds("!({})".format, IRIS),
    ),
    max_leaves=5,
)
PATTERNS = st.recursive(
    st.builds("{} {} {} .".format, NODES, st.one_of(VARIABLES, PATHS), st.one_of(NODES, LITERALS)),
    lambda inner: st.one_of(
        st.builds("{} {}".format, inner, inner),
        st.builds("OPTIONAL {{ {} }}".format, inner),
        st.builds("{{ {} }} UNION {{ {} }}".format, inner, inner),
        st.builds("GRAPH {} {{ {} }}".format, st.one_of(VARIABLES, IRIS), inner),
        st.builds("MINUS {{ {} }}".format, inner),
        st.builds("FILTER ({})".format, EXPRESSIONS),
        st.builds("BIND ({} AS ?{})".format, EXPRESSIONS, st.sampled_from("opxy")),
        st.builds("SERVICE {} {{ {} }}".format, IRIS, inner),
        st.builds("{{ SELECT ?s (COUNT({}) AS ?n) {{ {} }} GROUP BY ?s }}".format, TERMS, inner),
        st.builds("VALUES (?s ?o) {{ ({} UNDEF) }}".format, st.one_of(IRIS, LITERALS)),
    ),
    max_leaves=8,
)
HEADS = st.one_of(
    st.sampled_from(["SELECT *", "ASK", "SELECT DISTINCT ?s", "DESCRIBE ?s", "DELETE"]),
    st.builds("CONSTRUCT {{ {} {} {} }}".format, NODES, VARIABLES, NODES),
    st.builds("DESCRIBE {} FROM {}".format, VARIABLES, IRIS),
    st.builds("SELECT ({} AS ?y)".format, EXPRESSIONS),
)
TAILS = st.one_of(
    st.sampled_from(["", "", "LIMIT 5", "OFFSET -1", "LIMIT 99999999999999999999", "GROUP BY ?s"]),
    st.builds("ORDER BY ({})".format, EXPRESSIONS),
    st.builds("HAVING ({})".format, EXPRESSIONS),
)
QUERIES = st.builds("{} WHERE {{ {} }} {}".format, HEADS, PATTERNS, TAILS)


@st.composite
def _damaged(draw: st.DrawFn) -> str:
    """Return a query in which a piece is removed, doubled or replaced."""
    text = draw(QUERIES)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(start + 9, len(text))))
    return text[:start] + draw(st.text(max_size=5)) * draw(st.integers(0, 3)) + text[end:]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    folder = tmp_path_factory.mktemp("data")
    dataset = open_dataset(folder)
    shared = QueryDefaults(prefixes=common_prefixes(BASE), base=BASE)
    with started(folder / "data.trig", Limits(seconds=2), shared) as engine:
        application = create_fixed_app(dataset, engine.engine, Settings(access_log=False))
        yield lambda target: engine.loop.run(call(application, target))


# The health checks measure the drawing of examples, and it may be slow: it nests queries deeply.
@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(QUERIES, _damaged(), st.text()), st.sampled_from([item.name for item in FORMATS]))
def test_no_query_makes_the_server_fail(client: Ask, query: str, form: str) -> None:
    text = quote(query.encode("utf-8", "replace"), safe="")

    reply = client(f"/sparql?nocache=1&query={text}&format={form}")

    assert reply.status in {200, 400, 403, 406, 422, 504, 507}, reply.body.decode()


def test_the_generator_makes_queries_that_are_answered(client: Ask) -> None:
    """Check that the test above is not useless: enough of its queries must be valid."""
    statuses: list[int] = []

    @settings(  # likewise
        max_examples=100, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(QUERIES)
    def ask(query: str) -> None:
        statuses.append(client(f"/sparql?query={quote(query, safe='')}").status)

    ask()

    assert statuses.count(200) >= 10
