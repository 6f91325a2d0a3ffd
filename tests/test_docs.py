"""Links, commands, options and queries in README and manuals work."""

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from converter.__main__ import main as convert
from converter.iris import BASE, PREFIXES
from server.command.serving import main as serve
from server.load.__main__ import main as load

ROOT = Path(__file__).parents[1]
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
DOCUMENTS = (*(ROOT / name for name in TOP), *sorted((ROOT / "docs").glob("*.md")))
PACKAGES = ("converter", "ontology", "seeds", "server", "shapes")
# Other names in the architecture: files of a dataset or checkout, and a type of a library.
ELSEWHERE = {"catalogue.nq", "digigov.nq", "pyoxigraph.Quad", "pyproject.toml"}
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
QUERY = re.compile(r"```sparql\n(.*?)```", re.DOTALL)
CODE = re.compile(r"```\w*\n.*?```|`[^`\n]+`", re.DOTALL)
COMMAND = re.compile(r"(?:^|`)make ([a-z][a-z-]*(?: [a-z][a-z-]*)*)", re.MULTILINE)
# Options of other programs: curl, pytest, and the scripts in `bench/`.
FOREIGN = {
    "--bind",
    "--cache-clear",
    "--dist",
    "--file",
    "--format",
    "--location",
    "--max-time",
    "--no-indexes",
    "--now",
    "--prefix",
    "--timeout-s",
    "--union-default-graph",
    "--data-urlencode",
    "--samples",
    "--starts",
    "--times",
    "--write",
}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _queries() -> list[str]:
    return [query for path in DOCUMENTS for query in QUERY.findall(path.read_text("utf-8"))]


@cache
def _store(folder: Path) -> ox.Store:
    store = ox.Store()
    store.bulk_load(path=str(folder / "digigov.nq"), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_a_link_points_to_a_file(document: Path) -> None:
    links = LINK.findall(document.read_text("utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_a_named_make_target_exists(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))

    code = "\n".join(CODE.findall(document.read_text("utf-8")))
    named = {name for words in COMMAND.findall(code) for name in words.split()}

    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_a_named_option_exists(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (convert, load, serve):
        with pytest.raises(SystemExit):
            command(["--help"])
    output = capsys.readouterr().out

    named = set(OPTION.findall(document.read_text("utf-8"))) - FOREIGN

    assert named <= set(OPTION.findall(output))


@pytest.mark.parametrize("query", _queries())
def test_a_query_has_answers(query: str, bundled_dataset: Path) -> None:
    found = _store(bundled_dataset).query(
        query, prefixes=PREFIXES, base_iri=BASE, use_default_graph_as_union=True
    )

    assert isinstance(found, ox.QuerySolutions)
    assert next(iter(found), None) is not None


def test_the_changelog_has_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]

    assert f"\n## {version} – " in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_no_change_and_no_decision_is_stated_twice() -> None:
    """Git's union merge of these files keeps both versions of a line that two branches changed."""
    changes = re.findall(r"^- (.{30})", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    titles = re.findall(
        r"^## (.+)", (ROOT / "docs" / "decisions.md").read_text("utf-8"), re.MULTILINE
    )

    assert changes
    assert titles
    assert [start for start, number in Counter([*changes, *titles]).items() if number > 1] == []


def test_every_decision_has_its_date_and_its_status() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text("utf-8")
    decisions = re.findall(r"^## (.+)\n(.*)", text, re.MULTILINE)

    dated = r"\d{4}-\d\d-\d\d, (accepted|superseded by “[^”]+”)\. "
    assert decisions
    assert [title for title, start in decisions if not re.match(dated, start)] == []


def test_each_file_of_decisions_is_described_with_its_columns() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    described = dict(re.findall(r"^- `(ontology/decisions/[^`]+)`: `([^`]+)`", text, re.MULTILINE))

    files = sorted((ROOT / "ontology" / "decisions").glob("*.tsv"))

    assert described == {_name(path): _columns(path) for path in files}


def _columns(path: Path) -> str:
    lines = path.read_text("utf-8").splitlines()
    return next(line for line in lines if not line.startswith("#")).replace("\t", " ")


def test_the_architecture_quotes_the_docstring_of_each_package() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    shown = dict(re.findall(r"^\| `((?:converter|server)/\w+)/` \| (.+) \|$", text, re.MULTILINE))

    files = [path for top in ("converter", "server") for path in (ROOT / top).glob("*/__init__.py")]

    assert shown == {_name(path.parent): _first_line(path) for path in files}


def _first_line(module: Path) -> str:
    docstring = ast.get_docstring(ast.parse(module.read_text("utf-8")))
    assert docstring
    return docstring.partition("\n")[0]


def test_the_architecture_names_existing_modules_and_members() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:[a-z_]+\.)+[A-Za-z_]+)(?:\(\))?`", text))
    files = set(re.findall(r"`([a-z_/]+\.py)`", text))

    assert len(named) > 20
    assert {
        name for name in named if not (_is_module_or_member(name) or _ending(name))
    } == ELSEWHERE
    assert {name for name in files if not _ending(name)} == set()


@cache
def _files() -> tuple[str, ...]:
    found = (path for top in PACKAGES for path in (ROOT / top).rglob("*") if path.is_file())
    return tuple(f"/{_name(path)}" for path in found)


def _ending(name: str) -> list[str]:
    """Return the files of the project whose paths end with this name."""
    return [path for path in _files() if path.endswith(f"/{name}")]


def _is_module_or_member(name: str) -> bool:
    home, _, member = name.replace(".", "/").rpartition("/")
    if _ending(f"{home}/{member}.py") or _ending(f"{home}/{member}/__init__.py"):
        return True
    return any(member in _defined(ROOT / path[1:]) for path in _ending(f"{home}.py"))


def _defined(module: Path) -> set[str]:
    statements = ast.parse(module.read_text("utf-8")).body
    targets = {
        node.id
        for one in statements
        if isinstance(one, ast.Assign | ast.AnnAssign)
        for node in ast.walk(one)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return targets | {
        one.name
        for one in statements
        if isinstance(one, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_the_manual_for_contributors_names_existing_files() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`((?:converter|docs|ontology|seeds|server|shapes|tests)/[^`{\s]*)`", text)

    assert named
    assert [path for path in named if not (ROOT / path.removesuffix("...")).exists()] == []
