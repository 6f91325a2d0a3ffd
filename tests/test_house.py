"""Rules of the code that linter, type checker and import contracts cannot check."""

import ast
import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import seeds

ROOT = Path(__file__).parents[1]
PACKAGES = ("bench", "converter", "ontology", "seeds", "server", "shapes")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
BESIDE = sorted(path for name in ("docs", "tests") for path in (ROOT / name).rglob("*.py"))
# What linter or type checker is told to ignore on a line, and what stands behind it.
IGNORED = re.compile(r"# (?:noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])(?P<reason>.*)")
VAGUE_NAMES = {"base", "common", "constants", "helpers", "utils"}
LONGEST_FUNCTION = 40
LONGEST_MODULE = 250
MOST_MODULES = 20
# Statements allowed at module level: importing a module only defines names.
DEFINING = (
    ast.AnnAssign,
    ast.Assign,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.FunctionDef,
    ast.Import,
    ast.ImportFrom,
)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _defines(statement: ast.stmt) -> bool:
    """Return whether a statement defines names, is a docstring, or runs only in a main module."""
    if isinstance(statement, ast.If):
        return ast.unparse(statement.test) in {"TYPE_CHECKING", "__name__ == '__main__'"}
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return isinstance(statement, DEFINING)


def _attributes(module: Path) -> set[str]:
    nodes = list(ast.walk(_parsed(module)))
    imported = {name.name for one in nodes if isinstance(one, ast.ImportFrom) for name in one.names}
    return imported | {one.attr for one in nodes if isinstance(one, ast.Attribute)}


def test_every_seed_has_the_bytes_that_its_manifest_promises() -> None:
    documents = tomllib.loads(seeds.manifest().decode())["document"]

    found = {
        row["file"]: hashlib.sha256(seeds.document(row["file"])).hexdigest() for row in documents
    }

    assert found == {row["file"]: row["sha256"] for row in documents}


def _long_functions(module: Path) -> Iterator[str]:
    for one in ast.walk(_parsed(module)):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (one.end_lineno or one.lineno) - one.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{_name(module)}: {one.name} has {lines} lines"


def test_modules_and_functions_are_short() -> None:
    lengths = {_name(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}

    assert [line for path in MODULES for line in _long_functions(path)] == []
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}
    assert [_name(path) for path in MODULES if path.stem in VAGUE_NAMES] == []


def _bare_ignores(path: Path) -> Iterator[str]:
    """Yield the ignores with a reason neither behind them nor in a comment just above."""
    lines = ["", *path.read_text("utf-8").splitlines()]
    for number, (above, line) in enumerate(pairwise(lines), start=1):
        found = IGNORED.search(line)
        if found and not found["reason"].strip(" -#") and not above.lstrip().startswith("#"):
            yield f"{_name(path)}:{number}"


def test_every_ignored_check_has_a_reason() -> None:
    bare = [line for path in (*MODULES, *BESIDE) for line in _bare_ignores(path)]

    assert bare == []


def test_importing_a_module_only_defines_names() -> None:
    doing = [
        f"{_name(path)}:{one.lineno}"
        for path in MODULES
        for one in _parsed(path).body
        if not _defines(one)
    ]

    assert len(MODULES) > 100
    assert doing == []


def test_only_the_engine_uses_the_store() -> None:
    engine = ROOT / "server" / "engine"
    elsewhere = [path for path in MODULES if (ROOT / "server") in path.parents]

    touching = [
        _name(path)
        for path in elsewhere
        if engine not in path.parents and "Store" in _attributes(path)
    ]

    assert not touching


def test_the_top_of_the_server_has_only_command_application_and_settings() -> None:
    top = {path.stem for path in (ROOT / "server").glob("*.py")}

    assert top == {"__init__", "__main__", "app", "settings"}


def test_a_package_has_few_modules() -> None:
    rooms = Counter(path.parent for path in MODULES if path.stem != "__init__")

    assert {_name(room): count for room, count in rooms.items() if count > MOST_MODULES} == {}


def test_a_public_class_name_is_used_once() -> None:
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for one in _parsed(path).body:
            if isinstance(one, ast.ClassDef) and not one.name.startswith("_"):
                homes.setdefault(one.name, []).append(_name(path))

    shared = {name: paths for name, paths in homes.items() if len(paths) > 1}

    assert not shared


def test_the_tests_run_as_the_project_configures_them(request: pytest.FixtureRequest) -> None:
    config = request.config

    assert config.inipath == ROOT / "pyproject.toml"
    assert config.getini("filterwarnings")[0] == "error"
    assert config.pluginmanager.has_plugin("randomly")
    assert config.getoption("importmode") == "importlib"
