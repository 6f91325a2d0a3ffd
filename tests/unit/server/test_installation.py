"""The build identifier of the installed software."""

import pytest

from server.engine import installation

WHEEL = """server/app.py,sha256=aa,10
converter/__main__.py,sha256=bb,20
"""
INSTALLED = """../../../bin/digigov-serve,sha256=cc,30
converter/__main__.py,sha256=bb,20
converter/__pycache__/__main__.cpython-311.pyc,,
digigov-1.0.0.dist-info/INSTALLER,sha256=dd,4
server/app.py,sha256=aa,10
"""


def _build(record: str, monkeypatch: pytest.MonkeyPatch) -> str:
    class Installed:
        @staticmethod
        def read_text(_name: str) -> str:
            return record

    monkeypatch.setattr(installation, "distribution", lambda _: Installed)
    return installation.build()


def test_a_build_is_the_same_wherever_the_wheel_is_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _build(WHEEL, monkeypatch) == _build(INSTALLED, monkeypatch)


def test_a_build_with_a_changed_file_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = INSTALLED.replace("aa", "ee")

    assert _build(changed, monkeypatch) != _build(INSTALLED, monkeypatch)
