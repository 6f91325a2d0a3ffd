"""Loads a dataset: first each layer into a temporary graph, then all are moved at once.

A stopped load continues with the layer that it had reached, and a complete one does nothing when
repeated. Until the last step queries see the earlier version.
"""

from collections.abc import Callable, Sequence

from server.load.graph_store import GraphStore, LoadError
from server.load.layers import LayerGraph, LoadedDataset

# Beginning of the names of temporary graphs.
_WAITING = "urn:digigov:load:"
_SPDX = "http://spdx.org/rdf/terms#"
Report = Callable[[str], None]


def load(dataset: LoadedDataset, database: GraphStore, report: Report) -> None:
    """Load a dataset; `report` is called with each step.

    Raises:
        LoadError: The database cannot be reached, refuses, or has lost triples.
    """
    if _is_loaded(dataset, database):
        report("the database holds this version of the dataset already")
        return
    for number, layer in enumerate(dataset.layers, 1):
        step = f"{number}/{len(dataset.layers)} {layer.name}: {layer.triples:,} triples"
        if database.count(_waiting(dataset, layer)) == layer.triples:
            report(f"{step}, there already")
            continue
        report(step)
        _put(dataset, layer, database)
    report("moving all layers to their graphs")
    database.run(_switch(dataset, _others(dataset, database)))
    if lost := [layer.name for layer in dataset.layers if not _is_whole(layer, database)]:
        message = f"{', '.join(lost)}: the database lost statements; load the dataset again"
        raise LoadError(message)
    report("loaded")


def _put(dataset: LoadedDataset, layer: LayerGraph, database: GraphStore) -> None:
    waiting = _waiting(dataset, layer)
    database.put(waiting, layer.lines(), sum(map(len, layer.lines())))
    found = database.count(waiting)
    if found != layer.triples:
        message = f"{layer.name}: the database has {found:,} of {layer.triples:,} triples"
        raise LoadError(message)


def _is_loaded(dataset: LoadedDataset, database: GraphStore) -> bool:
    """Return whether the database has the catalogue of this version and all layers completely."""
    catalogue = f"{dataset.base}graph/catalogue"
    query = f"SELECT ?sum WHERE {{ GRAPH <{catalogue}> {{ ?file <{_SPDX}checksumValue> ?sum }} }}"
    return {"sum": dataset.checksum} in database.rows(query) and all(
        _is_whole(layer, database) for layer in dataset.layers
    )


def _is_whole(layer: LayerGraph, database: GraphStore) -> bool:
    return database.count(layer.graph) == layer.triples


def _others(dataset: LoadedDataset, database: GraphStore) -> list[str]:
    """Return the graphs of an earlier version and of incomplete loads."""
    rows = database.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    own = {layer.graph for layer in dataset.layers}
    own |= {_waiting(dataset, layer) for layer in dataset.layers}
    starts = (f"{dataset.base}graph/", _WAITING)
    return sorted(row["g"] for row in rows if row["g"].startswith(starts) and row["g"] not in own)


def _switch(dataset: LoadedDataset, others: Sequence[str]) -> str:
    """Return the update that moves all layers; one request is one transaction."""
    moves = [_move(_waiting(dataset, one), one.graph) for one in dataset.layers]
    return " ;\n".join([*moves, *(f"DROP SILENT GRAPH <{graph}>" for graph in others)])


def _move(graph: str, target: str) -> str:
    """Return the equivalent of MOVE, because that of Fuseki 5.2 loses statements on disk."""
    return (
        f"DROP SILENT GRAPH <{target}> ;\n"
        f"INSERT {{ GRAPH <{target}> {{ ?s ?p ?o }} }}\n"
        f"WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }} ;\n"
        f"DROP SILENT GRAPH <{graph}>"
    )


def _waiting(dataset: LoadedDataset, layer: LayerGraph) -> str:
    return f"{_WAITING}{dataset.checksum}:{layer.name}"
