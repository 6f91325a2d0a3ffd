"""The queries of the server are files, and there is one way to fill in their placeholders."""

import ast
import re
from pathlib import Path
from string import Template

import pyoxigraph as ox
import pytest

from server.rdf.query_files import filled, read_query

SERVER = Path(__file__).parents[3] / "server"
BASE = "https://example.org/"
# Recognises a query in code: a query form with a pattern. These packages generate queries.
QUERY = re.compile(r"\b(SELECT|CONSTRUCT|DESCRIBE)\b[^{]*\{.*[?$]\w", re.DOTALL)
WRITERS = {
    "server/api/interfaces.py": "an example of a query in the description of the interface",
    "server/engine/remote/probes.py": "queries that find out what an engine can do",
    "server/engine/remote/remote_dataset.py": "a pattern of quads, written for an engine elsewhere",
    "server/load/graph_store.py": "a query that counts what a database elsewhere holds",
    "server/load/steps.py": "queries that find out what a database elsewhere holds",
}


def _texts(path: Path) -> list[str]:
    """Return the string literals of a module, with a variable for each formatted value."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    filled_in = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    return [
        *(
            one.value
            for one in nodes
            if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ),
        *("".join(_part(part) for part in node.values) for node in filled_in),
    ]


def _part(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "?x"


def test_no_query_of_the_server_stands_in_code() -> None:
    modules = {path.relative_to(SERVER.parent).as_posix(): path for path in SERVER.rglob("*.py")}

    found = {name for name, path in modules.items() if any(map(QUERY.search, _texts(path)))}

    assert found == set(WRITERS)


def test_a_term_is_filled_in_as_sparql_writes_it() -> None:
    query = Template("SELECT * { $this rdfs:label $text }")

    text = filled(query, BASE, this=ox.NamedNode(f"{BASE}a"), text=ox.Literal('"$this"\n'))

    assert text == (
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        r'SELECT * { <https://example.org/a> rdfs:label "\"$this\"\n" }'
    )


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="subject"):
        read_query("server.search", "texts", BASE)


@pytest.mark.parametrize("name", ["missing", "../server/findings"])
def test_a_missing_file_is_named(name: str) -> None:
    with pytest.raises(FileNotFoundError, match=name):
        read_query("server.search", name, BASE)
