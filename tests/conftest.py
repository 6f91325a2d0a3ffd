"""What all tests share: how examples are made up, and the bundled survey's dataset."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from converter.__main__ import main

PROFILE = "HYPOTHESIS_PROFILE"

# No example is timed: a machine under load is no fault of the code.
settings.register_profile("local", deadline=None)
# Set by `.ci/run`: where a landing fails, its own change is at fault and not a new example.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile(os.environ.get(PROFILE, "local"))


@pytest.fixture(scope="session")
def bundled_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the dataset, made once a run as the command writes it."""
    folder = tmp_path_factory.mktemp("bundled") / "dataset"
    assert main(["--quiet", "-o", str(folder)]) == 0
    return folder
