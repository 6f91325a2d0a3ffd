"""Opens a dataset with the engine chosen in the settings."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from server.engine import Dataset, DatasetError, Engine, Limits, LocalDataset, QueryDefaults, Row
from server.engine.disk_store import PreparedStore, is_large, prepare
from server.engine.embedded.engine import EmbeddedEngine
from server.engine.loading import Identity, base_of, fingerprint, identity_of, load
from server.engine.remote.expected import Expected
from server.engine.remote.remote_dataset import RemoteDataset
from server.rdf.prefixes import common_prefixes
from server.settings import Settings

if TYPE_CHECKING:
    from server.engine.remote.engine import RemoteEngine

_MEBIBYTE = 1 << 20


@asynccontextmanager
async def opened(path: Path, settings: Settings) -> AsyncIterator[tuple[Dataset, Engine]]:
    """Yield a dataset with its engine; the engine is closed if the block fails.

    Raises:
        DatasetError: The dataset cannot be loaded, was replaced during loading, or is not the one
            of the remote engine.
    """
    seen = fingerprint(path)
    opening = _with_remote if settings.engine else _with_embedded
    async with opening(path, settings) as (dataset, engine):
        _check_same(path, seen, dataset, engine)
        yield dataset, engine


@asynccontextmanager
async def _with_embedded(path: Path, settings: Settings) -> AsyncIterator[tuple[Dataset, Engine]]:
    prepared = await asyncio.to_thread(_prepared, path, settings)
    engine = _engine(path, settings, prepared)
    starting = asyncio.create_task(engine.start())
    try:
        # The engine has already found out whether two graphs share a triple.
        loaded = prepared.loaded() if prepared else await asyncio.to_thread(load, path)
        await starting
        dataset = LocalDataset(loaded.store, loaded.identity, settings.union)
        if prepared:
            dataset = replace(dataset, merged=prepared.merged)
        elif engine.is_merged():
            dataset = await asyncio.to_thread(dataset.with_union)
        yield dataset, engine
    except BaseException:
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        await engine.close()
        raise


@asynccontextmanager
async def _with_remote(path: Path, settings: Settings) -> AsyncIterator[tuple[Dataset, Engine]]:
    if not settings.union:
        message = "--no-union cannot be combined with --engine: its default graph is the union"
        raise DatasetError(message)
    # Imported late: its HTTP client is slow to import, and the embedded engine does not need it.
    from server.engine.remote.engine import RemoteEngine  # noqa: PLC0415

    expected = Expected.of(path)
    identity = identity_of(path)
    known = (identity, expected)
    engine = RemoteEngine(settings.engine, known, _limits(settings), _setting(path, settings))
    try:
        await engine.start()
        yield remote_dataset(identity, engine), engine
    except BaseException:
        await engine.close()
        raise


def remote_dataset(identity: Identity, engine: "RemoteEngine") -> RemoteDataset:
    """Return the dataset of a remote engine, for threads other than that of the event loop."""
    loop = asyncio.get_running_loop()

    def rows(query: str) -> Sequence[Row]:
        return asyncio.run_coroutine_threadsafe(engine.rows(query), loop).result()

    def triples(query: str) -> list[ox.Triple]:
        return asyncio.run_coroutine_threadsafe(engine.triples(query), loop).result()

    return RemoteDataset(identity, rows, triples)


def _check_same(path: Path, seen: object, dataset: Dataset, engine: Engine) -> None:
    if dataset.identity.checksum != engine.identity.checksum or fingerprint(path) != seen:
        message = f"{path}: the dataset was replaced while it was loaded; load it again"
        raise DatasetError(message)


def _prepared(path: Path, settings: Settings) -> PreparedStore | None:
    """Return the dataset's store on disk, None to serve from memory."""
    on_disk = settings.store == "disk" or (settings.store == "auto" and is_large(path))
    return prepare(path, union=settings.union) if on_disk else None


def _engine(path: Path, settings: Settings, prepared: PreparedStore | None) -> EmbeddedEngine:
    store = prepared.folder if prepared else None
    return EmbeddedEngine(path, _limits(settings), _setting(path, settings), store)


def _setting(path: Path, settings: Settings) -> QueryDefaults:
    base = base_of(path)
    return QueryDefaults(
        prefixes=common_prefixes(base),
        base=base,
        union=settings.union,
        services=frozenset(settings.allow_service),
    )


def _limits(settings: Settings) -> Limits:
    return Limits(
        seconds=settings.timeout,
        memory=settings.memory * _MEBIBYTE,
        result=settings.result * _MEBIBYTE,
        query=settings.body,
        nesting=settings.nesting,
        workers=settings.workers or processors() + 1,
        waiting=settings.waiting,
        per_client=settings.per_client,
    )


def processors() -> int:
    """Return the number of CPUs that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
