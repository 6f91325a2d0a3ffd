"""The cookbook shows the results that the graph gives, and its notebook runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cookbook import FOLDER, NOTEBOOK, PAGES, Recipes
from live import serving

from server.engine import LocalDataset
from server.findings.values import example_named
from server.http.language import Language


@pytest.fixture(scope="module")
def files(whole: LocalDataset) -> dict[Path, str]:
    return dict(Recipes(whole).files())


def test_queries_tables_and_charts_agree_with_the_graph(files: dict[Path, str]) -> None:
    stale = [path.name for path, text in files.items() if path.read_text("utf-8") != text]

    assert stale == [], "run `make cookbook`"


def test_no_chart_is_left_over(files: dict[Path, str]) -> None:
    there = set((FOLDER / "images").glob("cookbook-*.svg"))

    assert there == {path for path in files if path.suffix == ".svg"}


@pytest.mark.parametrize("language", Language)
def test_thirteen_questions_have_a_chart_each(language: Language) -> None:
    questions = (FOLDER / PAGES[language]).read_text("utf-8").split("\n## ")[1:]

    assert len(questions) == 13
    assert all("](images/cookbook-" in question for question in questions)


def test_both_languages_ask_the_same_questions() -> None:
    texts = [(FOLDER / name).read_text("utf-8") for name in PAGES.values()]

    one, other = ([line for line in text.split("\n") if line[:4] == "<!--"] for text in texts)
    assert one == other


def test_the_notebook_runs_and_its_tables_are_complete(whole_dataset: Path, tmp_path: Path) -> None:
    cells = json.loads((FOLDER / NOTEBOOK).read_text("utf-8"))["cells"]
    code = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    names = [
        line.split(" = ask(")[0] for text in code for line in text.split("\n") if 'ask("' in line
    ]
    script = tmp_path / "notebook.py"
    lengths = [f'print("{name}", len({name}))' for name in names]
    quoted = "assert set(quotes.page) and all(quotes.quote)"
    script.write_text("\n".join([*code, *lengths, quoted]), "utf-8")

    with serving(whole_dataset, "--workers", "1") as address:
        # Figures are drawn but not displayed.
        wanted = {"DIGIGOV_ENDPOINT": f"{address}sparql", "MPLBACKEND": "Agg"}
        done = subprocess.run(
            [sys.executable, str(script)],
            env=os.environ | wanted | {"MPLCONFIGDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    citation, *lines = done.stdout.splitlines()
    rows = dict(line.split() for line in lines)
    promised = {name: str(example_named(name.replace("_", "-")).rows) for name in names}
    assert rows == promised
    assert len(rows) == len(set(names)) == 21
    assert "digigov" in citation
