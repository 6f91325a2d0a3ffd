"""Clients from npm (Comunica and fetch-sparql-endpoint) against the running server.

`npm ci` in the folder `node` installs the packages of `node/package-lock.json`.
"""

import shutil
import subprocess
from pathlib import Path

import pytest
from endpoint import TRIG
from live import serving

HERE = Path(__file__).parent / "node"


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
@pytest.mark.skipif(
    not (HERE / "node_modules").is_dir(), reason="npm ci was not run in tests/clients/node"
)
def test_clients_from_npm_get_their_answers(tmp_path: Path) -> None:
    path = tmp_path / "data.trig"
    path.write_text(TRIG, encoding="utf-8")

    with serving(path) as address:
        command = ["node", str(HERE / "clients.mjs"), f"{address}sparql"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("ok ") == 7
