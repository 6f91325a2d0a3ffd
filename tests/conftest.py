"""Shared by all tests: profiles of Hypothesis, and the dataset of the bundled survey."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import pytest
import second_edition
from endpoint import Client
from filelock import FileLock
from hypothesis import settings
from installed import installed_digest
from website import website

from converter.__main__ import main
from converter.documents import bundled_documents
from server.engine import LocalDataset

PROFILE = "HYPOTHESIS_PROFILE"
# The slowest files, slowest first. The first converts the survey; meanwhile the second, which
# needs only the sample, keeps the other process busy.
LONGEST = (
    "tests/http/test_engines_agree.py",
    "tests/browser/test_pages_looks.py",
    "tests/browser/test_query_editor.py",
    "tests/golden/test_counts.py",
    "tests/browser/test_exploring.py",
    "tests/http/test_editions.py",
    "tests/http/test_attack.py",
    "tests/unit/converter/test_convert_command.py",
    "tests/golden/test_pdf_layouts.py",
    "tests/test_distribution.py",
    "tests/http/test_pages_crawl.py",
    "tests/shapes/test_mutations.py",
    "tests/golden/test_pdf_prints.py",
    "tests/golden/test_edition_counts.py",
    "tests/shapes/test_inference.py",
    "tests/clients/test_mcp_clients.py",
    "tests/http/test_survival.py",
    "tests/http/test_lifecycle.py",
    "tests/golden/test_comparisons.py",
    "tests/unit/converter/test_convert_streams.py",
    "tests/golden/test_downloads_readers.py",
    "tests/unit/server/test_engine.py",
    "tests/golden/test_cookbook.py",
    "tests/golden/test_pdf_sample.py",
    "tests/golden/test_pdf_stamps.py",
    "tests/http/test_data_of_others.py",
    "tests/golden/test_prefecture_sheets.py",
    "tests/golden/test_explore_views.py",
    "tests/unit/converter/test_validation.py",
    "tests/unit/converter/test_pdf_faults.py",
)

# No deadline for an example: a busy machine is not an error in the code.
settings.register_profile("local", deadline=None)
# Set by `.ci/run`: a landing fails because of its own change and not because of a new example.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
# Set by `make test-all`.
settings.register_profile("all", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get(PROFILE, "local"))


@pytest.fixture(scope="module", autouse=True)
def _collect_garbage() -> None:
    """Free query results that exceptions of the previous module still refer to.

    A result must be freed by its own thread: otherwise pyoxigraph warns and the current test fails.
    Most objects that exist now stay until the end, so they are excluded from later collections.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def bundled_dataset(pytestconfig: pytest.Config) -> Path:
    """Return the dataset of the survey of 2020 alone, with every download."""
    return _made_once(
        pytestconfig,
        "bundled-dataset",
        lambda folder: [str(second_edition.write_first(folder)), "--downloads"],
    )


@pytest.fixture(scope="session")
def whole_dataset(pytestconfig: pytest.Config, bundled_dataset: Path) -> Path:
    """Return the dataset of all bundled editions, as `make dataset` writes it."""
    if len(bundled_documents()) == 1:
        return bundled_dataset
    return _made_once(pytestconfig, "whole-dataset", lambda _: ["--downloads"])


@pytest.fixture(scope="session")
def two_editions(pytestconfig: pytest.Config) -> Path:
    """Return the dataset of the bundled survey and a second edition made from its text.

    It is not validated here: tests/shapes/test_editions.py does so.
    """
    return _made_once(
        pytestconfig,
        "two-editions",
        lambda folder: ["--no-validate", str(second_edition.write_editions(folder))],
    )


def _made_once(
    config: pytest.Config, name: str, arguments: Callable[[Path], Sequence[str]]
) -> Path:
    """Return the dataset that the command writes; `arguments` get a new folder for their files.

    It is made once for the installed code and data and kept in pytest's cache: the first process
    that needs it makes it, the others wait.
    """
    assert config.cache
    kept = config.cache.mkdir(name)
    folder = kept / installed_digest(Path(second_edition.__file__))
    with FileLock(kept / "lock"):
        if not folder.exists():
            made = kept / "unfinished"
            shutil.rmtree(made, ignore_errors=True)
            made.mkdir()
            given = arguments(made)
            assert main(["--quiet", *given, "-o", str(made / "dataset")]) == 0
            (made / "dataset").rename(folder)
            shutil.rmtree(made)
            _forget_all_but_newest(kept)
    return folder


def _forget_all_but_newest(kept: Path, count: int = 3) -> None:
    folders = (path for path in kept.iterdir() if path.is_dir())
    for old in sorted(folders, key=lambda path: path.stat().st_mtime)[:-count]:
        shutil.rmtree(old)


@pytest.fixture(scope="session")
def bundled_data(bundled_dataset: Path) -> LocalDataset:
    """Return the bundled dataset, opened once in each process."""
    return LocalDataset.open(bundled_dataset)


@pytest.fixture(scope="session")
def bundled_site(bundled_data: LocalDataset) -> Client:
    """Return a client of the site of the bundled dataset; the site has no state except caches."""
    return website(dataset=bundled_data)


@pytest.fixture(scope="session")
def edition_data(two_editions: Path) -> LocalDataset:
    """Return the dataset of two editions, opened once in each process."""
    return LocalDataset.open(two_editions)


@pytest.fixture(scope="session")
def edition_site(edition_data: LocalDataset) -> Client:
    """Return a client of the site of two editions."""
    return website(dataset=edition_data)


def pytest_xdist_auto_num_workers() -> int:
    """Return one process more than CPUs, because many tests wait for a server or a time limit."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import the tests without garbage collection, which takes 3 s and frees nothing here."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(trylast=True)  # the order of the rest stays random
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slowest files first, so that no process has to wait for another at the end."""
    ranks = {name: index for index, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.location[0], len(ranks)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end of a run which tests were skipped or are known to fail, and why."""
    for outcome in ("skipped", "xfailed"):
        reasons = Counter(map(_reason, terminalreporter.stats.get(outcome, ())))
        if reasons:
            terminalreporter.section(outcome)
        for reason, times in sorted(reasons.items()):
            terminalreporter.line(f"{times} × {reason}")


def _reason(report: pytest.TestReport) -> str:
    if known := getattr(report, "wasxfail", ""):
        return str(known)
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
