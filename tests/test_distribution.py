"""The wheel, installed without a checkout, does what the README says."""

import json
import os
import subprocess
import sys
import sysconfig
import urllib.parse
import urllib.request
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from live import serving

from converter.documents import bundled_documents
from converter.iris import BASE

ROOT = Path(__file__).parents[1]
# Folders from which commands read; all their files must be in the wheel.
PACKAGES = ("converter", "ontology", "seeds", "server", "shapes")
BUNDLE_SOURCES = "server/frontend/"
# Subjects that only a validated dataset has.
OF_VALIDATION = (f"<{BASE}id/report/", f"<{BASE}id/result/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True)
    return next(folder.glob("digigov-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of commands in an environment with the wheel and its dependencies."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    scheme = {"base": str(home), "platbase": str(home)}
    site = Path(sysconfig.get_path("purelib", vars=scheme))
    # Dependencies come from this environment; a package of the wheel takes precedence.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--ignore-installed"]
    subprocess.run([*pip, *options, str(wheel)], check=True)
    return python.parent


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty working directory."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def manifest(installed: Path, elsewhere: Path) -> Mapping[str, object]:
    """Return the manifest of the dataset that the command writes without naming a survey.

    It is not validated here: tests/conftest.py does so for the same graph.
    """
    command = [str(installed / "digigov-convert"), "--no-validate"]
    subprocess.run(command, cwd=elsewhere, env=alone(elsewhere), check=True, capture_output=True)
    content = (elsewhere / "build" / "dataset" / "manifest.json").read_bytes()
    found: Mapping[str, object] = json.loads(content)
    return found


def alone(home: Path) -> dict[str, str]:
    """Return environment variables that name neither the checkout nor folders of the user."""
    other = {"PYTHONHASHSEED": "271", "TZ": "Asia/Tokyo", "COLUMNS": "40"}
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8", **other}


def test_the_wheel_has_every_file_of_the_packages(wheel: Path) -> None:
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *PACKAGES]
    listed = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True, text=True)
    # The wheel has the bundle that npm builds, not its sources.
    shipped = (name for name in listed.stdout.splitlines() if not name.startswith(BUNDLE_SOURCES))
    expected = {name for name in shipped if (ROOT / name).is_file()}

    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())

    assert expected - packed == set()


def test_the_code_of_the_wheel_runs_and_not_that_of_the_checkout(
    installed: Path, elsewhere: Path
) -> None:
    printed = subprocess.run(
        [str(installed / "python"), "-c", "import converter; print(converter.__file__)"],
        cwd=elsewhere,
        env=alone(elsewhere),
        check=True,
        capture_output=True,
        text=True,
    )

    assert printed.stdout.startswith(str(installed.parent))


def test_without_a_named_survey_every_bundled_one_is_converted(
    manifest: Mapping[str, object],
) -> None:
    documents, counts = manifest["documents"], manifest["counts"]

    assert isinstance(documents, list)
    assert isinstance(counts, dict)
    assert [one["sha256"] for one in documents] == [one.sha256 for one in bundled_documents()]
    assert counts["classes"]["dg:Edition"] == len(documents)


def test_another_process_elsewhere_writes_the_same_graph_but_the_report_of_validation(
    manifest: Mapping[str, object], elsewhere: Path, whole_dataset: Path
) -> None:
    assert manifest
    written, whole = (
        (folder / "digigov.nq").read_text("utf-8").splitlines()
        for folder in (elsewhere / "build" / "dataset", whole_dataset)
    )

    assert written == [line for line in whole if not line.startswith(OF_VALIDATION)]


def test_without_an_argument_the_converted_dataset_is_served(
    installed: Path,
    elsewhere: Path,
    manifest: Mapping[str, object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert manifest
    monkeypatch.chdir(elsewhere)
    command = str(installed / "digigov-serve")
    text = "SELECT (COUNT(?e) AS ?n) { ?e dg:edition ?edition } GROUP BY ?edition"
    query = urllib.parse.urlencode({"query": text})

    with (
        serving(command=(command,)) as address,
        urllib.request.urlopen(f"{address}sparql?format=csv&{query}") as answer,
        urllib.request.urlopen(address) as page,
    ):
        (_, *counts), start = answer.read().decode().split(), page.read().decode()

    assert len(counts) == len(bundled_documents())
    assert any(f">{int(count):,}<" in start for count in counts)
