"""The bundled survey, open and served, and the figures that the gold tests measure."""

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
    """Return the dataset that the examples and the cookbook are counted in: of all editions."""
    is_same = whole_dataset == bundled_dataset
    return bundled_data if is_same else LocalDataset.open(whole_dataset)


@pytest.fixture(scope="session")
def site(bundled_site: Client) -> Client:
    """Return a client of its site."""
    return bundled_site


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, float], None]:
    """Return what notes a measured share, to be shown below the results."""
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
