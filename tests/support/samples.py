"""The rebuilt PDF of the survey, where it lies beside the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = (os.environ.get("DIGIGOV_SAMPLES", ""), str(ROOT.parent / "shared" / "samples"))


def rebuilt_pdf() -> Path | None:
    """Return the path of the rebuilt survey; None where it is absent."""
    files = (Path(folder) / "nga-2020-rebuilt.pdf" for folder in filter(None, FOLDERS))
    return next((file for file in files if file.is_file()), None)
