"""The figures that the gold tests measure, shown at the end of every run."""

from collections.abc import Callable

import pytest

FIGURES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


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
