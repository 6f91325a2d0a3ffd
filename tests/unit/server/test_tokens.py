"""Facts about a query from its tokens, before it is parsed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.engine.admission import check_facts
from server.engine.errors import ServiceRefused
from server.engine.limits import Limits, QueryDefaults
from server.query.operation import QueryKind
from server.query.position import Position
from server.query.scanner import read_query

ENDPOINT = "<http://other.example/sparql>"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT * {}", QueryKind.SELECT),
        ("select*{}", QueryKind.SELECT),
        ("# DELETE\nASK{}", QueryKind.ASK),
        ("PREFIX select: <http://e/> BASE <http://b/> DESCRIBE select:x", QueryKind.DESCRIBE),
        ("CONSTRUCT WHERE {?s ?p ?o}", QueryKind.CONSTRUCT),
        ("PREFIX : <http://e/> INSERT DATA { :a :b :c }", QueryKind.UPDATE),
        ("WITH <g> DELETE {} WHERE {}", QueryKind.UPDATE),
        ("", QueryKind.UNKNOWN),
        ('"SELECT"', QueryKind.UNKNOWN),
    ],
)
def test_the_kind_is_the_keyword_after_the_prologue(text: str, kind: QueryKind) -> None:
    assert read_query(text).kind is kind


@pytest.mark.parametrize(
    ("pattern", "endpoint"),
    [
        (f"SERVICE {ENDPOINT} {{}}", ENDPOINT[1:-1]),
        (f"sErViCe silent{ENDPOINT}{{}}", ENDPOINT[1:-1]),
        (f"FILTER EXISTS {{ {{ OPTIONAL {{ SERVICE {ENDPOINT} {{}} }} }} }}", ENDPOINT[1:-1]),
        ("SERVICE ?where {}", "?where"),
        ("SERVICE ex:a {}", "http://e/a"),
        ("SERVICE none:a {}", "none:a"),
        ("SERVICE # where?\n <http://x/> {}", "http://x/"),
        (r"SERVICE <http://\u0078/> {}", "http://x/"),
        (r"\u0053ERVICE <http://x/> {}", "http://x/"),
        ("SERVICEex:a{}", "http://e/a"),
        ("SERVICESILENT<http://x/>{}", "http://x/"),
        ("?s ?p trueSERVICE<http://x/>{}", "http://x/"),
        ("?s ?p true.SERVICE<http://x/>{}", "http://x/"),
        ("FILTER(1<2)SERVICE<http://x/>{}", "http://x/"),
    ],
)
def test_service_is_found_in_any_position(pattern: str, endpoint: str) -> None:
    facts = read_query(f"PREFIX ex: <http://e/> SELECT * {{ {pattern} }}")

    assert [service.endpoint for service in facts.services] == [endpoint]


# Oxigraph, which has no tokeniser, reads each of these as SERVICE; by the standard it is a string.
@pytest.mark.parametrize(
    "pattern",
    [
        f'FILTER(?s<?b#>"""\n) SERVICE {ENDPOINT} {{}} #"""\n',
        f'FILTER(?s<=?b#>"""\n) SERVICE {ENDPOINT} {{}} #"""\n',
        'FILTER(?s<ex:a#>"""\n) SERVICE SILENT ?x {} #"""\n',
        f"FILTER(1<'a'#>'''\n) SERVICE {ENDPOINT} {{}} #'''\n",
        f'VALUES ?x {{"""a" }} SERVICE {ENDPOINT} {{}}',
        "VALUES ?x {'''a' } SERVICE#\nex:a {}",
        "GRAPH ?g { } SERVICEex:a { }",
    ],
)
def test_service_is_suspected_where_the_engine_and_the_standard_may_read_differently(
    pattern: str,
) -> None:
    text = f"PREFIX ex: <http://e/> PREFIX SERVICEex: <http://f/> SELECT * {{ {pattern} }}"

    assert read_query(text).services


def test_no_setting_allows_an_ambiguous_service() -> None:
    # One SERVICE is plain and allowed; the other is hidden from a parser with a tokeniser.
    hidden = f'FILTER(?s<?b#>"""\n) SERVICE {ENDPOINT} {{}} #"""\n'

    facts = read_query(f"SELECT * {{ SERVICE {ENDPOINT} {{}} {hidden} }}")

    assert {service.endpoint for service in facts.services} > {ENDPOINT[1:-1]}
    with pytest.raises(ServiceRefused):
        check_facts(facts, Limits(), QueryDefaults(services=frozenset({ENDPOINT[1:-1], ""})))


@pytest.mark.parametrize(
    "pattern",
    [
        '?s ?p "SERVICE <http://x/> {}"',
        "?s ?p '''a 'SERVICE <http://x/> {}''b'''",
        r'?s ?p "a\"SERVICE <http://x/> {}"',
        "# SERVICE <http://x/> {}\n",
        "?s <http://e/SERVICE> ?service",
        "?s service:p service:o ; ex:SERVICE _:SERVICE",
        "GRAPH service:g { ?s ?p ?o }",
        "GRAPH # one\n service:g { ?s ?p ?o }",
        "?service ?p <urn:x#y> ; ex:service ?o",
        "# SERVICE <http://x/> {}\n?s ?p <http://x#y>, 'a', \"\"\"b\"\"\", '''c'''",
        '?s ?p "x"@SERVICE',
    ],
)
def test_service_inside_other_tokens_is_not_a_keyword(pattern: str) -> None:
    assert read_query(f"SELECT * {{ {pattern} }}").services == ()


def test_positions_are_lines_and_columns_of_the_text_as_sent() -> None:
    text = 'PREFIX ex: <http://e/>\r\nSELECT * {\n ?s ex:p "𠮷" ; 県:名 ?o . SERVICE ?x {} }'

    facts = read_query(text)

    assert [(item.name, item.iri, item.position) for item in facts.declared] == [
        ("ex", "http://e/", Position(1, 8))
    ]
    assert [(item.name, item.position) for item in facts.used] == [
        ("ex", Position(3, 5)),
        ("県", Position(3, 16)),
    ]
    assert facts.services[0].position == Position(3, 25)


@pytest.mark.parametrize("call", ["NOW()", "rand ()", "UUID(\n)", "StrUUID()", "BNODE('a')"])
def test_a_query_whose_answer_may_change_is_volatile(call: str) -> None:
    assert read_query(f"SELECT ({call} AS ?x) {{}}").volatile


@pytest.mark.parametrize(
    ("text", "volatile"),
    [
        ("CONSTRUCT { [] ?p ?o } WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p _:b } WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }", True),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p [] }", False),
        ("SELECT ?now { ?s :uuid ?now . FILTER(?now = 'RAND()') }", False),
    ],
)
def test_new_blank_nodes_make_an_answer_volatile(text: str, *, volatile: bool) -> None:
    assert read_query(text).volatile is volatile


def test_depth_counts_every_kind_of_bracket() -> None:
    assert read_query("SELECT * { { ?s ?p [ ?q ( 1 2 ) ] } }").depth == 4
    assert read_query("ASK " + "{" * 100_000 + "}" * 100_000).depth == 100_000
    assert read_query('ASK { ?s ?p "((((" } # [[[').depth == 1


def test_from_is_recognised_only_as_a_keyword() -> None:
    assert read_query("SELECT * FROM <http://g> {}").has_from
    assert not read_query("SELECT ?from { ?from ex:FROM 'FROM' }").has_from


@given(st.text(alphabet="SERVICE \"'\\<>{}()#:.?_a\n\\u0041@-^|", max_size=200))
def test_any_text_is_read_to_its_end(text: str) -> None:
    facts = read_query(text)

    assert facts.depth >= 0


@pytest.mark.parametrize(
    "piece",
    [
        '"""\\',
        "'''\"\"\"",
        "<a",
        "((",
        "a.",
        "a.a:",
        "\\u0041",
        "SERVICE ",
        "x:y ",
        "'",
        "<a#",
        "service#",
    ],
)
def test_a_long_text_of_any_piece_is_read(piece: str) -> None:
    # Would take minutes if reading any token took quadratic time.
    text = piece * (400_000 // len(piece))

    assert read_query(text).kind is QueryKind.UNKNOWN
