"""The redirects of w3id.org, applied as Apache's mod_rewrite does.

https://httpd.apache.org/docs/2.4/rewrite/flags.html
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from converter.iris import BASE

FILE = Path(__file__).parents[2] / "deploy" / "w3id" / ".htaccess"
HOST = "https://digigov.example/"


@dataclass(frozen=True, slots=True)
class Rule:
    """A RewriteRule of a directory: its pattern matches the path without a leading slash."""

    pattern: re.Pattern[str]
    substitution: str
    flags: frozenset[str]


def rules() -> Iterator[Rule]:
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("RewriteRule"):
            _, pattern, substitution, flags = line.split()
            yield Rule(re.compile(pattern), substitution, frozenset(flags.strip("[]").split(",")))


def redirected(path: str, query: str = "") -> tuple[int, str]:
    """Return the status and the target of the redirect of a path below `jp-digigov/`."""
    for rule in rules():
        if found := rule.pattern.search(path):
            (status,) = (int(flag[2:]) for flag in rule.flags if flag.startswith("R="))
            address = re.sub(r"\$(\d)", lambda one: found[int(one[1])], rule.substitution)
            # A substitution without a question mark keeps the query string (QSA is not needed).
            return status, f"{address}?{query}" if query else address
    pytest.fail(f"no rule for {path!r}")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 302),
        ("ontology", 302),
        ("ontology/1.0.0", 302),
        ("graph/derived", 302),
        ("download/1.0.0/digigov.ttl", 302),
        ("sparql", 307),
        ("id/entry/1-339", 303),
        ("id/pref/01", 303),
        ("id/mapping-set/technologies", 303),
        ("concept/technology", 303),
        ("concept/technology/chatbot", 303),
    ],
)
def test_a_path_is_redirected_by_its_kind_of_resource(path: str, status: int) -> None:
    assert redirected(path) == (status, HOST + path)


def test_the_query_string_stays() -> None:
    assert redirected("sparql", "query=ASK%7B%7D") == (307, f"{HOST}sparql?query=ASK%7B%7D")


def test_every_rule_ends_the_rewriting_and_leaves_escapes_alone() -> None:
    assert all({"L", "NE"} <= rule.flags for rule in rules())


def test_no_rule_redirects_a_client_back_to_w3id() -> None:
    assert all(not rule.substitution.startswith(BASE) for rule in rules())
    assert {rule.substitution.removesuffix("$1") for rule in rules()} == {HOST}


def test_the_folder_is_named_as_the_base_of_the_dataset() -> None:
    assert BASE == "https://w3id.org/jp-digigov/"
    assert (FILE.parent / "README.md").read_text("utf-8").startswith("# jp-digigov\n")
