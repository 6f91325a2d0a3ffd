"""What tests of several folders share: the dataset of the bundled survey, made once a run."""

from pathlib import Path

import pytest

from converter.__main__ import main


@pytest.fixture(scope="session")
def bundled_dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the dataset, as the command writes it."""
    folder = tmp_path_factory.mktemp("bundled") / "dataset"
    assert main(["--quiet", "-o", str(folder)]) == 0
    return folder
