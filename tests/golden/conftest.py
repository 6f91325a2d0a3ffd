"""The bundled survey as a dataset and as a site, and the shares that the gold tests measure."""

from collections.abc import Callable
from pathlib import Path

import pytest
from endpoint import Client

from server.engine import LocalDataset

FIGURES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


@pytest.fixture(scope="session")
def dataset(bundled_data: LocalDataset) -> LocalDataset:
    """Return the bundled dataset."""
    return bundled_data


@pytest.fixture(scope="session")
def whole(whole_dataset: Path, bundled_dataset: Path, bundled_data: LocalDataset) -> LocalDataset:
    """Return the dataset of all editions, in which examples and cookbook are counted."""
    is_same = whole_dataset == bundled_dataset
    return bundled_data if is_same else LocalDataset.open(whole_dataset)


@pytest.fixture(scope="session")
def site(bundled_site: Client) -> Client:
    """Return a client of its site."""
    return bundled_site


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, float], None]:
    """Return a function that notes a measured share, shown after the test results."""
    figures = request.config.stash.setdefault(FIGURES, [])

    def note(name: str, share: float) -> None:
        figures.append(f"{name}: {share:.3f}")

    return note


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    figures = config.stash.get(FIGURES, [])
    if figures:
        terminalreporter.section("labelled entries")
        for line in sorted(figures):
            terminalreporter.line(line)
