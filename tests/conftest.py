"""What all tests share: how examples are made up, and the bundled survey's dataset."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from second_edition import write_editions

from converter.__main__ import main

PROFILE = "HYPOTHESIS_PROFILE"

# No example is timed: a machine under load is no fault of the code.
settings.register_profile("local", deadline=None)
# Set by `.ci/run`: where a landing fails, its own change is at fault and not a new example.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
# Set by `make test-all`.
settings.register_profile("all", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get(PROFILE, "local"))


@pytest.fixture(scope="module", autouse=True)
def _collect_garbage() -> Iterator[None]:
    """Drop what the errors of a module hold: results of a query belong to the thread that ran it.

    Where another thread collects them, pyoxigraph warns, and the test that runs by then fails.
    """
    yield
    gc.collect()


@pytest.fixture(scope="session")
def bundled_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the bundled survey's dataset with every download, as the command writes it.

    It is made once a run: the first process that asks makes it, the others wait for it.
    """
    shared = _shared_by_all_processes(tmp_path_factory)
    folder = shared / "bundled-dataset"
    with FileLock(shared / "bundled-dataset.lock"):
        if not folder.exists():
            assert main(["--quiet", "--downloads", "-o", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the dataset of the bundled survey and of the second edition that is made of it."""
    shared = _shared_by_all_processes(tmp_path_factory)
    folder = shared / "two-editions"
    with FileLock(shared / "two-editions.lock"):
        if not folder.exists():
            sources = shared / "two-editions-sources"
            sources.mkdir()
            assert main(["--quiet", str(write_editions(sources)), "-o", str(folder)]) == 0
    return folder


def _shared_by_all_processes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of a run which tests were skipped, and why."""
    skipped = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    if skipped:
        terminalreporter.section("skipped")
        for reason, times in sorted(skipped.items()):
            terminalreporter.line(f"{times} × {reason}")


def _reason(report: pytest.TestReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
