"""A database known for wrong and partial results is refused at start."""

from pathlib import Path

import pytest
from virtuoso import has_virtuoso, virtuoso

from server.command.serving import main as serve
from server.load.__main__ import main as load

_GRAPH = "https://w3id.org/jp-digigov/graph/"
_LOADED = "SPARQL SELECT (COUNT(*) AS ?n) {{ GRAPH <{}> {{ ?s ?p ?o }} }};"


@pytest.mark.slow
@pytest.mark.skipif(not has_virtuoso(), reason="no virtuoso-t, or no isql-vt")
def test_virtuoso_is_loaded_by_the_printed_commands_and_refused_for_wrong_results(
    bundled_dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with virtuoso(tmp_path, bundled_dataset) as database:
        assert load([str(bundled_dataset), "--print", "virtuoso"]) == 0
        database.run(capsys.readouterr().out)
        text = (bundled_dataset / "digigov.nq").read_text("utf-8")
        text += (bundled_dataset / "catalogue.nq").read_text("utf-8")
        for graph in ("source", "catalogue"):
            assert f"\n{text.count(f'/graph/{graph}> .')}\n" in database.run(
                _LOADED.format(_GRAPH + graph)
            )

        status = serve([str(bundled_dataset), "--port", "0", "--engine", database.url])

    assert status == 2
    assert "ASK {} is not answered with true" in capsys.readouterr().err
