"""The commands by which databases load files in bulk, which is faster than HTTP."""

from collections.abc import Mapping
from pathlib import Path

from server.load.layers import LoadedDataset

# As the manuals of the engines have them; `$dir` is the dataset folder.
_COMMANDS: Mapping[str, str] = {
    "oxigraph": """\
oxigraph load --location STORE --file $dir/digigov.nq $dir/catalogue.nq
oxigraph optimize --location STORE
oxigraph serve-read-only --location STORE --bind 127.0.0.1:7878 --union-default-graph
""",
    "fuseki": """\
tdb2.tdbloader --loc STORE $dir/digigov.nq $dir/catalogue.nq
fuseki-server --loc STORE --set tdb2:unionDefaultGraph=true --localhost --port 3030 /digigov
""",
    "virtuoso": """\
# DirsAllowed in virtuoso.ini has to name $dir; in isql:
ld_dir('$dir', 'digigov.nq', '$base');
ld_dir('$dir', 'catalogue.nq', '$base');
rdf_loader_run();
checkpoint;
""",
    "qlever": """\
cat $dir/digigov.nq $dir/catalogue.nq | qlever-index -i digigov -F nq -f -
qlever-server -i digigov -p 7001
""",
    "graphdb": """\
importrdf load --force --repository digigov $dir/digigov.nq $dir/catalogue.nq
""",
}
ENGINES = tuple(_COMMANDS)


def commands_for(engine: str, folder: Path, dataset: LoadedDataset) -> str:
    """Return the commands for one of `ENGINES`."""
    known = _COMMANDS[engine].replace("$dir", str(folder.resolve()))
    return known.replace("$base", dataset.base)
